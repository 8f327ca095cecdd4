/// \file
/// What a wait was for: `co_await arrived_.wait([this] { return !queue_.empty(); })`
/// says of the queue what an `if` would.

#include "Facts/Guards.h"
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

/// The condition or event that \p Point waits for once, with no condition that is
/// asked again when it is woken; null for any other await.
static const Path *waitedOnceFor(const SuspendFact &Point, const Models &Library) {
  for (const Fact *From : Point.From)
    if (const auto *Call = dyn_cast<CallFact>(From);
        Call && Call->More.Callables.empty() &&
        signalRole(*Call, Library) == SignalRole::Wait)
      return Call->Object;
  return nullptr;
}

/// `if (free_ == 0) co_await freed_.wait(); --free_;`: of those that were woken the
/// first one takes what is there.
void StaleFinder::relyOnWakeUps(const Act &A) {
  // Only what leaves less for the others.
  if (A.What.Op != Operation::Pops && A.What.Op != Operation::NeedsElement &&
      A.What.How != WriteFact::Form::Decrease)
    return;
  for (size_t I : ChecksOf.at(*A.What.Place)) {
    const Check &C = Checks[I];
    const Observation &Seen = Observed[C.Observed];
    if (!C.State || C.State.K == Predicate::Kind::Unknown || C.Asserts ||
        !Flow->before(*A.At, C.Observed).Stale || decides(C, A))
      continue;
    for (const SuspendFact *Point : Suspensions) {
      std::optional<bool> WaitsIf =
          Facts.guards().decides(Point->block(), C.Branch->block());
      if (!WaitsIf || !Facts.follows(*Point, *A.At))
        continue;
      const Path *Signal =
          waitedOnceFor(*Point, *Context.Summaries.store().unit().Library);
      if (!Signal)
        continue;
      Predicate Wanted = C.State;
      Wanted.Negated ^= *WaitsIf;
      if (!relianceOn(Wanted, A.What) || isRevalidated(A, *Seen.Place))
        continue;
      // All are woken: the others take what this one waited for.
      bool All = Context.Remote.wakesAll(*Signal, Facts.function());
      report(Reliance::WokenUnasked, A, Seen, Wanted,
             [&](const RemoteAccess &R) {
               bool Self = R.By->Function == Facts.function().getDefinition();
               if ((!All && R.Strength != Witness::Strong) ||
                   (!Self && !R.By->IsCoroutine))
                 return Effect::Preserves;
               // `!= 0`: each step down brings it nearer.
               if (Wanted.K == Predicate::Kind::Equals && Wanted.Negated &&
                   A.What.How == WriteFact::Form::Decrease &&
                   R.What.How == WriteFact::Form::Decrease)
                 return Effect::Falsifies;
               return effectOn(Wanted, R.What);
             });
    }
  }
}

} // namespace async
