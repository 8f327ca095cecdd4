#include "Rewrites/AwaitLock.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "Rewrites/Source.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// True if \p At is in an exception handler of \p S.
bool isInHandler(const Stmt *S, SourceLocation At) {
  if (!S)
    return false;
  if (const auto *Handler = dyn_cast<CXXCatchStmt>(S))
    if (Handler->getBeginLoc() <= At && At <= Handler->getEndLoc())
      return true;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return isInHandler(Child, At); });
}

} // namespace

std::optional<Rewrite> awaitLock(const UnawaitedHazard &H,
                                 const FunctionFacts &Facts, Unit &TheUnit) {
  const RequestFact &Asked = *H.Asked;
  SourceLocation Begin = Asked.range().getBegin();
  if (Begin.isMacroID() || Asked.range().getEnd().isMacroID() ||
      (Asked.Dropped.isValid() && (Asked.Dropped.getBegin().isMacroID() ||
                                   Asked.Dropped.getEnd().isMacroID())))
    return std::nullopt;
  bool Awaits = Asked.What == RequestFact::Fate::Dropped ||
                Asked.What == RequestFact::Fate::NeverAwaited;
  if (Awaits && isInHandler(getUserBody(Facts.function()), Begin))
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::Await;
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
    Text = "auto " +
           Source(Facts.function(), TheUnit)
               .freshName({"lock", "guard", "turn", "held"}) +
           " = ";
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
