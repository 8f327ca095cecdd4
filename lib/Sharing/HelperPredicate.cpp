#include "Sharing/HelperPredicate.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Stmt.h"

using namespace clang;

namespace async {

/// `{ return condition; }`: whatever it says holds of the state at the call.
static const ReturnFact *onlyReturn(const FunctionDecl &Helper,
                                    FactStore &Store) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Helper.getBody());
  if (!Body || Body->size() != 1 || !Helper.getReturnType()->isBooleanType())
    return nullptr;
  const FunctionFacts *Facts = Store.get(Helper);
  if (!Facts)
    return nullptr;
  const ReturnFact *Only = nullptr;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block))
      if (const auto *Return = dyn_cast<ReturnFact>(F)) {
        if (Only)
          return nullptr;
        Only = Return;
      }
  return Only;
}

static Predicate resultOf(const CallFact &Call, Accesses &Summaries,
                          unsigned Depth) {
  static constexpr unsigned MaxHelpers = 4;
  const FunctionDecl *Helper =
      Call.Callee ? Call.Callee->getDefinition() : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Helper);
  if (!Helper || Depth == MaxHelpers || (Method && Method->isVirtual()))
    return {};
  const ReturnFact *Return = onlyReturn(*Helper, Summaries.store());
  if (!Return || !Return->State.Subject)
    return {};
  Predicate State = Return->State;
  if (State.K == Predicate::Kind::Unknown && Return->From.size() == 1)
    if (const auto *Inner = dyn_cast<CallFact>(Return->From.front());
        Inner && Inner->Object == State.Subject) {
      State = resultOf(*Inner, Summaries, Depth + 1);
      State.Negated ^= Return->State.Negated;
    }
  if (State.K == Predicate::Kind::Unknown)
    return {};
  State.Subject = Summaries.translate(*State.Subject, *Helper, Call);
  return State.Subject ? State : Predicate();
}

Predicate resultOf(const CallFact &Call, Accesses &Summaries) {
  return resultOf(Call, Summaries, 0);
}

Predicate resultOf(const ClosureFact &Closure, Accesses &Summaries) {
  const ReturnFact *Return =
      Closure.Function ? onlyReturn(*Closure.Function, Summaries.store())
                       : nullptr;
  if (!Return || !Return->State.Subject ||
      Return->State.K == Predicate::Kind::Unknown)
    return {};
  Predicate State = Return->State;
  for (const Binding &B : Closure.Captures)
    if (B.Inside && B.Outside && B.Inside->contains(*State.Subject)) {
      // Of a copy nothing is known outside.
      if (B.Copied && B.Inside == State.Subject)
        return {};
      State.Subject = Summaries.store().unit().Paths.rebase(
          State.Subject, B.Inside, B.Outside);
      break;
    }
  return State;
}

} // namespace async
