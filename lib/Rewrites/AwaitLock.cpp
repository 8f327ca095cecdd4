#include "Rewrites/AwaitLock.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace async {
namespace {

/// What a body says, lambdas included.
struct Survey {
  llvm::StringSet<> Names;
  bool InHandler = false;

  Survey(const Stmt *Body, SourceLocation At) { visit(Body, At); }

private:
  void visit(const Stmt *S, SourceLocation At) {
    if (!S)
      return;
    if (const auto *Handler = dyn_cast<CXXCatchStmt>(S))
      InHandler |= Handler->getBeginLoc() <= At && At <= Handler->getEndLoc();
    const NamedDecl *Named = nullptr;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Named = Ref->getDecl();
    else if (const auto *Member = dyn_cast<MemberExpr>(S))
      Named = Member->getMemberDecl();
    if (Named)
      Names.insert(Named->getNameAsString());
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Declared = dyn_cast<NamedDecl>(D))
          Names.insert(Declared->getNameAsString());
    for (const Stmt *Child : S->children())
      visit(Child, At);
  }
};

} // namespace

std::optional<Rewrite> awaitLock(const UnawaitedHazard &H,
                                 const FunctionFacts &Facts, Unit &) {
  const RequestFact &Asked = *H.Asked;
  SourceLocation Begin = Asked.range().getBegin();
  if (Begin.isMacroID() || Asked.range().getEnd().isMacroID() ||
      (Asked.Dropped.isValid() && (Asked.Dropped.getBegin().isMacroID() ||
                                   Asked.Dropped.getEnd().isMacroID())))
    return std::nullopt;
  Survey Body(getUserBody(Facts.function()), Begin);
  bool Awaits = Asked.What == RequestFact::Fate::Dropped ||
                Asked.What == RequestFact::Fate::NeverAwaited;
  if (Awaits && Body.InHandler)
    return std::nullopt;
  Rewrite Result;
  switch (Asked.What) {
  case RequestFact::Fate::NeverAwaited: {
    const TypeSourceInfo *Spelled = Asked.Variable->getTypeSourceInfo();
    if (!Spelled || !Spelled->getType()->getContainedAutoType() ||
        (!Asked.GivesGuard))
      return std::nullopt;
    Result.Edits.push_back(FixItHint::CreateInsertion(Begin, "co_await "));
    return Result;
  }
  case RequestFact::Fate::EmptyScope:
  case RequestFact::Fate::TryDropped:
    return std::nullopt;
  case RequestFact::Fate::Dropped:
  case RequestFact::Fate::GuardDropped:
    break;
  }
  std::string Text;
  if (Asked.GivesGuard) {
    if (!Asked.InBlock)
      return std::nullopt;
    for (StringRef Name : {"lock", "guard", "turn", "held"}) {
      if (Body.Names.contains(Name))
        continue;
      bool IsParameter = llvm::any_of(
          Facts.function().parameters(),
          [&](const ParmVarDecl *P) { return P->getName() == Name; });
      if (IsParameter)
        continue;
      Text = ("auto " + Name + " = ").str();
      break;
    }
    if (Text.empty())
      return std::nullopt;
  }
  if (Awaits)
    Text += "co_await ";
  if (Asked.Dropped.isValid())
    Result.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Asked.Dropped), Text));
  else
    Result.Edits.push_back(FixItHint::CreateInsertion(Begin, Text));
  return Result;
}

} // namespace async
