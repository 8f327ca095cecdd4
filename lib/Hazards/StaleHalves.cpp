/// \file
/// Containers that are filled together, one of them after a suspension: who goes
/// from the one into the other meanwhile finds nothing there.

#include "Hazards/StaleFinder.h"

using namespace clang;

namespace async {

/// The member of `*this` that \p Place is or is in; null for others.
static const Path *memberOf(const Path &Place) {
  const Path *P = &Place;
  while (P->depth() > 1)
    P = P->parent();
  return P->step() == Path::Step::Field &&
                 P->base().step() == Path::Step::This
             ? P
             : nullptr;
}

static bool adds(const Access &A) {
  return A.Op == Operation::Grows || A.Op == Operation::Index;
}

void StaleFinder::addTo(const Fact &At, const Access &A) {
  if (adds(A) && memberOf(*A.Place))
    Additions.push_back(addObservation(At, *A.Place));
}

/// `ids_[name] = id; co_await persist(id); names_[id] = name;`: who looks up the id
/// and then its name finds none.
void StaleFinder::completePair(const Act &A) {
  // The additions in a row before this one; not all of a long function's.
  static constexpr unsigned MaxAdditions = 8;
  const Path *Second = adds(A.What) ? memberOf(*A.What.Place) : nullptr;
  if (!Second || Reported.contains(Second) || isRevalidated(A, *Second))
    return;
  unsigned Asked = 0;
  for (size_t I : llvm::reverse(Additions)) {
    const Observation &Made = Observed[I];
    if (Made.At->range().getBegin() >= A.At->range().getBegin())
      continue;
    if (++Asked > MaxAdditions)
      return;
    const Path *First = memberOf(*Made.Place);
    Standing Then = Flow->before(*A.At, I);
    if (First == Second || !Then.Stale || Then.Fresh)
      continue;
    auto [It, New] = FollowedInto.try_emplace({First, Second});
    if (New)
      It->second = Context.Remote.followsInto(*First, *Second, Facts.function());
    const std::optional<RemoteAccess> &Reader = It->second;
    if (!Reader || keepOut(heldThroughout(Made, A), A, *Reader))
      continue;
    StaleHazard H;
    H.How = Reliance::CompletesHalf;
    H.Level = Confidence::Likely;
    fill(H, A, {Made.At, Second});
    H.Other = First;
    H.Meanwhile = Reader->What.Where;
    H.By = Reader->By->Function;
    H.ByOperation = Operation::Examine;
    Reported[Second] = Hazards.size();
    Hazards.push_back(std::move(H));
    return;
  }
}

} // namespace async
