/// \file
/// Containers that are cleared, and filled again one wait at a time.

#include "Dataflow/Restarts.h"
#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void StaleFinder::clear(const Fact &At, const Access &A) {
  if (A.Op == Operation::Shrinks && A.Callee &&
      A.Callee->getDeclName().isIdentifier() && A.Callee->getName() == "clear")
    Clears.push_back(addObservation(At, *A.Place));
}

/// The container that \p A adds to: also by an assignment to its element.
static const Path *filledBy(const Access &A) {
  if (A.Op == Operation::Grows || A.Op == Operation::Index)
    return A.Place;
  return A.Op == Operation::Replaces && A.How == WriteFact::Form::Assign &&
                 A.Place->step() == Path::Step::Element
             ? A.Place->parent()
             : nullptr;
}

/// `names_.clear(); for (...) names_.insert(co_await resolve(...));`: who looks
/// something up meanwhile does not find what was there all the time, and a second
/// one that fills it at the same time fills it twice.
void StaleFinder::refill(const Act &A) {
  const Path *Container = filledBy(A.What);
  if (!Container || Reported.contains(Container) ||
      isOpeningByName(Facts.function()) ||
      !Facts.follows(*A.At, *A.At) || isRevalidated(A, *Container))
    return;
  // A wait in each round.
  if (llvm::none_of(Suspensions, [&](const SuspendFact *Point) {
        return Facts.follows(*A.At, *Point) && Facts.follows(*Point, *A.At);
      }))
    return;
  for (size_t I : Clears) {
    const Observation &Cleared = Observed[I];
    if (Cleared.Place != Container || Facts.follows(*A.At, *Cleared.At) ||
        !Flow->before(*A.At, I).Stale)
      continue;
    auto IsKeptOut = [&](const RemoteAccess &R) {
      return isPublishedLater(R, A) ||
             keepOut(heldThroughout(Cleared, A), A, R) ||
             llvm::any_of(OwnWrites, [&](const OwnWrite &W) {
               return W.State.Value.isKnown() &&
                      Flow->before(*A.At, W.Observed).Stale &&
                      isKeptOut(W.State, R);
             });
    };
    std::optional<RemoteAccess> By;
    for (const RemoteAccess &R :
         Context.Remote.lookUps(*Container, Facts.function()))
      if (!By && !IsKeptOut(R))
        By = R;
    if (!By && !isClaimed(A))
      for (const RemoteAccess &R :
           Context.Remote.writes(*Container, Facts.function()))
        if (!By && R.Strength == Witness::Strong &&
            R.By->Function == Facts.function().getDefinition() &&
            !keepOut(heldThroughout(Cleared, A), A, R))
          By = R;
    if (!By)
      continue;
    StaleHazard H;
    H.How = Reliance::RefillsPiecemeal;
    H.Level = Confidence::Likely;
    fill(H, A, Cleared);
    H.Meanwhile = By->What.Where;
    H.By = By->By->Function;
    H.ByOperation = By->What.Op;
    H.BySelf = H.By == Facts.function().getDefinition();
    Reported[Container] = Hazards.size();
    Hazards.push_back(std::move(H));
    return;
  }
}

} // namespace async
