#include "Rewrites/OwnCalls.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace async {
namespace {

class Finder : public RecursiveASTVisitor<Finder> {
public:
  Finder(const ClassView &View, std::vector<OwnCall> &Found)
      : View(View), Found(Found) {}

  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    return View.find(*Lambda->getCallOperator()) ||
           RecursiveASTVisitor::TraverseLambdaExpr(Lambda);
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const auto *Member = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    const auto *Callee =
        Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
    if (Callee && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
      Found.push_back({Callee, Call, Member->getMemberLoc()});
    return true;
  }

private:
  const ClassView &View;
  std::vector<OwnCall> &Found;
};

} // namespace

std::vector<OwnCall> ownCalls(const FunctionDecl &Function,
                              const ClassView &View) {
  std::vector<OwnCall> Found;
  if (const FunctionDecl *Definition = Function.getDefinition())
    Finder(View, Found).TraverseDecl(const_cast<FunctionDecl *>(Definition));
  return Found;
}

} // namespace async
