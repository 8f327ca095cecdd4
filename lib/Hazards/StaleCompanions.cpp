/// \file
/// Members that change together: one was checked, the other one is changed after
/// a suspension, and somebody else changes both in one step.

#include "Hazards/StaleFinder.h"

using namespace clang;

namespace async {

/// What the act adds to its place, or takes from it, is out of place once somebody
/// has given the place up. Giving it up again is not.
static bool builds(const Access &A) {
  switch (A.Op) {
  case Operation::Grows:
  case Operation::Index:
  case Operation::Pops:
  case Operation::NeedsElement:
  case Operation::Dereference:
  case Operation::Examine:
    return true;
  case Operation::Replaces:
    return A.How == WriteFact::Form::Assign &&
           A.Value.K != Constant::Kind::Null &&
           !(A.Value.K == Constant::Kind::Integer && A.Value.Value == 0);
  default:
    return false;
  }
}

/// True if \p Theirs gives up what \p Ours builds on: it empties it or sets it to
/// something else.
static bool givesUp(const Access &Theirs, const Access &Ours) {
  if (Theirs.Op == Operation::Shrinks)
    return true;
  if (Theirs.Op != Operation::Replaces ||
      Theirs.How == WriteFact::Form::Increase ||
      Theirs.How == WriteFact::Form::Decrease)
    return false;
  // Numbers and flags that are set in both places say little about each other.
  return Theirs.Value.K == Constant::Kind::Null && Ours.Op != Operation::Replaces;
}

bool StaleFinder::endsTheWait(const RemoteAccess &R) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  auto [It, New] = EndsTheWait.try_emplace(R.By->Function, false);
  if (!Theirs || !New)
    return It->second;
  auto IsAwaited = [&](const Path &Object) {
    return llvm::any_of(Suspensions, [&](const SuspendFact *Point) {
      return llvm::any_of(Point->From, [&](const Fact *From) {
        const auto *Call = dyn_cast<CallFact>(From);
        return Call && Call->Object && Call->Object->depth() > 0 &&
               Call->Object->overlaps(Object);
      });
    });
  };
  for (const CFGBlock *Block : Theirs->graph())
    for (const Fact *F : Theirs->in(*Block))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Call->Object && Call->Object->depth() > 0 &&
          IsAwaited(*Call->Object))
        return It->second = true;
  return false;
}

/// `if (closed_) co_return; auto l = co_await dial(); links_.push_back(l);`: who
/// closed it meanwhile has cleared `links_` for good.
void StaleFinder::relyOnCompanions(const Act &A) {
  // The nearest checks are those that are about the act; all of a long function's
  // for each act would be too many.
  static constexpr unsigned MaxChecks = 16;
  if (!builds(A.What) || mayRepeat(A))
    return;
  auto End = llvm::partition_point(InOrder, [&](size_t I) {
    return Checks[I].Branch->range().getBegin() < A.At->range().getBegin();
  });
  unsigned Asked = 0;
  for (auto It = End; It != InOrder.begin() && Asked != MaxChecks; ++Asked) {
    const Check &C = Checks[*--It];
    const Path &Checked = *Observed[C.Observed].Place;
    Standing Then = Flow->before(*A.At, C.Observed);
    if (!Then.Stale || Then.Claimed || Checked.overlaps(*A.What.Place) ||
        isTold(Reliance::ChangesCompanion, Checked))
      continue;
    std::optional<bool> Needed = decides(C, A);
    if (!Needed || isRevalidated(A, Checked) ||
        isRevalidated(A, *A.What.Place))
      continue;
    Predicate Held = C.State;
    Held.Negated ^= !*Needed;
    report(Reliance::ChangesCompanion, A, Observed[C.Observed], Held,
           [&](const RemoteAccess &R) {
             if (R.By->IsCoroutine ||
                 effectOn(Held, R.What) != Effect::Falsifies ||
                 !llvm::any_of(Context.Remote.changesOf(*A.What.Place, *R.By),
                               [&](const Access &Theirs) {
                                 return givesUp(Theirs, A.What);
                               }))
               return Effect::Preserves;
             // What is waited for is told to end: it will not come back as if
             // nothing had been. And who only looks may find nothing to do.
             return A.What.Op == Operation::Examine || endsTheWait(R)
                        ? Effect::May
                        : Effect::Falsifies;
           });
  }
}

} // namespace async
