/// \file
/// What a wait was for: `co_await arrived_.wait([this] { return !queue_.empty(); })`
/// says of the queue what an `if` would.

#include "Hazards/StaleFinder.h"
#include "Sharing/HelperPredicate.h"
#include "Sharing/Signals.h"

using namespace clang;

namespace async {

void StaleFinder::waitFor(const SuspendFact &Point) {
  for (const Fact *From : Point.From) {
    const auto *Call = dyn_cast<CallFact>(From);
    // After a time it ends whether it is so or not.
    if (!Call || signalRole(*Call, *Context.Summaries.store().unit().Library) !=
                     SignalRole::Wait)
      continue;
    for (const ClosureFact *Asked : Call->More.Callables) {
      Predicate State =
          Asked ? resultOf(*Asked, Context.Summaries) : Predicate();
      if (State && isShared(*State.Subject))
        WaitedFor.push_back({addObservation(Point, *State.Subject), State});
    }
  }
}

/// `co_await arrived_.wait(...not empty...); auto turn = co_await lock_.lock();
/// take(queue_.front());`: another one that was woken had its turn first.
void StaleFinder::relyOnWaits(const Act &A) {
  for (size_t I : WaitedForOf.overlapping(*A.What.Place)) {
    const Wait &W = WaitedFor[I];
    const Observation &Seen = Observed[W.Observed];
    Standing Then = Flow->before(*A.At, W.Observed);
    if (!Then.Stale || Then.Fresh || Then.Claimed)
      continue;
    std::optional<Reliance> How = relianceOn(W.State, A.What);
    if (!How || isTold(*How, *Seen.Place) || isRevalidated(A, *Seen.Place) ||
        (*How == Reliance::CheckedThenChanged && mayRepeat(A)))
      continue;
    report(*How, A, Seen, W.State, [&](const RemoteAccess &R) {
      return isKeptOut(W.State, R) ? Effect::Preserves
                                   : effectOn(W.State, R.What);
    });
  }
}

} // namespace async
