#include "Rewrites/RemoveLock.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "Rewrites/Source.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// The declaration of one section's guard, and what else its function has.
struct Guard {
  const DeclStmt *Declaration = nullptr;
  unsigned Mentions = 0;
  /// co_await, co_yield and co_return outside the declaration.
  unsigned Keywords = 0;
};

void look(const Stmt *S, SourceLocation Awaited, Guard &Found) {
  if (!S)
    return;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    if (const auto *Variable =
            Declaration->isSingleDecl()
                ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                : nullptr;
        Variable && Variable->getInit() &&
        Variable->getInit()->getBeginLoc() == Awaited) {
      Found.Declaration = Declaration;
      return;
    }
  Found.Keywords += isa<CoroutineSuspendExpr, CoreturnStmt>(S);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (Found.Declaration &&
        Ref->getDecl() == Found.Declaration->getSingleDecl())
      ++Found.Mentions;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      look(Init, Awaited, Found);
    return;
  }
  for (const Stmt *Child : S->children())
    look(Child, Awaited, Found);
}

} // namespace

std::optional<Rewrite> removeLock(const RedundantLockHazard &H,
                                  const Unit &TheUnit) {
  Rewrite Result;
  Result.What = Rewrite::Form::RemoveLock;
  for (const LockSection &S : H.Sections) {
    Guard Found;
    look(getUserBody(S.In->function()), S.Acquired->range().getBegin(), Found);
    if (!Found.Declaration || Found.Mentions || !Found.Keywords ||
        !Source(S.In->function(), TheUnit)
             .remove(Found.Declaration->getSourceRange(), Result))
      return std::nullopt;
  }
  // `mutex a_, b_;` is one statement of two members.
  for (const FieldDecl *Other : H.Lock->getParent()->fields())
    if (Other != H.Lock && Other->getBeginLoc() == H.Lock->getBeginLoc())
      return std::nullopt;
  if (!Source(H.Sections.front().In->function(), TheUnit)
           .remove(H.Lock->getSourceRange(), Result))
    return std::nullopt;
  return Result;
}

} // namespace async
