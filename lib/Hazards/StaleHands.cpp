/// \file
/// What was taken out of a container and is not done yet: who waits for the container
/// to be empty goes on too early.

#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

/// Leaves the container without what it had, which goes elsewhere.
static bool takesOut(const Access &A) {
  if (A.Op == Operation::Pops || A.How == WriteFact::Form::Taken)
    return true;
  return A.Op == Operation::Replaces && A.Callee &&
         A.Callee->getDeclName().isIdentifier() &&
         (A.Callee->getName() == "exchange" || A.Callee->getName() == "swap");
}

void StaleFinder::takeOut(const Fact &At, const Access &A) {
  if (takesOut(A) && A.Place->step() == Path::Step::Field)
    TakenOut.push_back(addObservation(At, *A.Place));
}

/// `auto batch = std::exchange(due_, {}); co_await work(batch); done_.notify_all();`,
/// and another one waits on `done_` until `due_` is empty.
void StaleFinder::tellLate(const CallFact &Call) {
  if (!Call.Object)
    return;
  for (size_t I : TakenOut) {
    const Observation &Out = Observed[I];
    if (!Flow->before(Call, I).Stale || Reported.contains(Out.Place))
      continue;
    std::optional<RemoteAccess> Waiter = Context.Remote.waitsForEmpty(
        *Out.Place, *Call.Object, Facts.function());
    if (!Waiter)
      continue;
    const Act A{&Call, {Out.Place, Operation::Examine, Constant(),
                        WriteFact::Form::Assign, &Call, Call.range()}};
    StaleHazard H;
    H.How = Reliance::DoneLate;
    H.Level = Confidence::Likely;
    fill(H, A, Out);
    H.Meanwhile = Waiter->What.Where;
    H.By = Waiter->By->Function;
    H.ByOperation = Waiter->What.Op;
    Reported[Out.Place] = Hazards.size();
    Hazards.push_back(std::move(H));
  }
}

} // namespace async
