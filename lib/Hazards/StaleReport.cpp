/// \file
/// Who interferes with a reliance, and how sure that is.

#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

/// The sorted \p Points that begin between \p Seen and the end of \p A.
static llvm::ArrayRef<const SuspendFact *>
between(llvm::ArrayRef<const SuspendFact *> Points, const Act &A,
        const Observation &Seen) {
  auto First = llvm::partition_point(Points, [&](const SuspendFact *Point) {
    return !(Seen.At->range().getBegin() < Point->range().getBegin());
  });
  auto Last = llvm::partition_point(Points, [&](const SuspendFact *Point) {
    return Point->range().getBegin() < A.At->range().getEnd();
  });
  return First < Last ? llvm::ArrayRef(First, Last)
                      : llvm::ArrayRef<const SuspendFact *>();
}

/// The await whose operand the act is in.
static bool surrounds(const SuspendFact &Point, const Act &A) {
  return Point.range().getBegin() <= A.At->range().getBegin() &&
         A.At->range().getEnd() <= Point.range().getEnd();
}

/// What all hazards say: the act, what was seen, and the suspensions between.
void StaleFinder::fill(StaleHazard &H, const Act &A, const Observation &Seen) {
  H.Kind = HazardKind::StaleState;
  // What the end of a scope runs is shown where it is written.
  SourceRange At = A.What.At->range();
  bool Implicit = isa<CallFact>(A.What.At) && At.getBegin() == At.getEnd();
  H.Primary = Implicit ? A.What.Where : At;
  H.Subjects.push_back(Seen.Place);
  H.Seen = Seen.At->range();
  for (const SuspendFact *Point : between(Suspensions, A, Seen))
    if (!surrounds(*Point, A))
      H.Steps.push_back({StepKind::Suspension, Point->range()});
  // Carried around a loop, the suspension may stand anywhere in it.
  if (H.Steps.empty())
    for (const SuspendFact *Point : Suspensions)
      H.Steps.push_back({StepKind::Suspension, Point->range()});
  H.WaitsForLock = waitsForLock(A, Seen);
}

/// True if one of the suspensions between is the wait for a lock.
bool StaleFinder::waitsForLock(const Act &A, const Observation &Seen) const {
  auto Counts = [&](const SuspendFact *Point) { return !surrounds(*Point, A); };
  if (LockWaits.empty())
    return false;
  if (llvm::none_of(between(Suspensions, A, Seen), Counts))
    return true;
  return llvm::any_of(between(LockWaits, A, Seen), Counts);
}

/// True if \p Place is an owner or optional of whose content a public coroutine
/// returns without waiting: a cache.
bool StaleFinder::handsOut(const Path &Place) {
  if (Facts.function().getAccess() != AS_public ||
      Place.step() != Path::Step::Field)
    return false;
  QualType Type = Place.decl()->getType();
  if (!Type->isPointerType() && !Type->isRecordType())
    return false;
  auto [It, New] = HandedOut.try_emplace(&Place, false);
  if (!New)
    return It->second;
  bool &HandsOut = It->second;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Return = dyn_cast<ReturnFact>(F);
      if (!Return || !isReachedAtOnce(*Return))
        continue;
      HandsOut |= Return->Place && Place.contains(*Return->Place);
      for (const Fact *From : Return->From) {
        llvm::SmallVector<Access, 4> Seen;
        Context.Summaries.of(*From, Seen);
        HandsOut |= llvm::any_of(
            Seen, [&](const Access &A) { return Place.contains(*A.Place); });
      }
    }
  return HandsOut;
}

/// `if (until_ < now()) until_ = co_await renew();`: another call that looked at the
/// same has done, by then, what this one is about to do.
static bool isDoneOnce(Reliance How, const Predicate &About, const Act &A) {
  return How == Reliance::CheckedThenChanged &&
         A.What.Op == Operation::Replaces &&
         A.What.How == WriteFact::Form::Assign &&
         (About.K == Predicate::Kind::Above ||
          About.K == Predicate::Kind::Below ||
          (About.K == Predicate::Kind::Equals && !About.Negated));
}

static bool isElementOf(const Path &Place) {
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Element)
      return true;
  return false;
}

/// Which element of a container was checked is not known, so neither is whether
/// the three accesses meet.
static bool isUnsure(Reliance How, const Path &Place) {
  // What is added to any entry is lost with it, if it is the one that is given up.
  return isAudit(How) || (How != Reliance::LostUpdate &&
                          How != Reliance::DropsUnseen && isElementOf(Place));
}

/// One report a place: the first, unless a later one is surer.
bool StaleFinder::isTold(Reliance How, const Path &Place) const {
  auto Known = Reported.find(&Place);
  return Known != Reported.end() &&
         (Hazards[Known->second].Level >= Confidence::Likely ||
          isUnsure(How, Place));
}

void StaleFinder::report(Reliance How, const Act &A, const Observation &Seen,
                         const Predicate &About,
                         llvm::function_ref<Effect(const RemoteAccess &)> EffectOf,
                         bool Asked) {
  if (isTold(How, *Seen.Place))
    return;
  const std::vector<RemoteAccess> &Remote =
      Context.Remote.writes(*Seen.Place, Facts.function());
  if (Remote.empty())
    return;
  OfAct::Question Q{How, Seen.Place, About, Asked, waitsForLock(A, Seen),
                    heldThroughout(Seen, A)};
  if (is_contained(now(A).Asked, Q))
    return;
  now(A).Asked.push_back(Q);
  const RemoteAccess *Best = nullptr;
  Witness Strength = Witness::None;
  for (const RemoteAccess &R : Remote) {
    if (Strength == Witness::Strong)
      break;
    bool Self = R.By->Function == Facts.function().getDefinition();
    if (Self && isClaimed(A))
      continue;
    Witness Here = R.Strength;
    // Who waits for a lock waits for somebody; who takes away an entry that
    // another one uses is an entry of its own.
    if (Q.Waits ||
        (!Self && R.By->IsCoroutine && R.What.Op == Operation::Shrinks &&
         R.By->Function->getAccess() == AS_public &&
         How == Reliance::CheckedThenUsed))
      Here = Witness::Strong;
    // Who wants the value gets it from the cache, or fills the cache: as many as
    // want it.
    if (Self && How == Reliance::CheckedThenChanged && handsOut(*Seen.Place))
      Here = Witness::Strong;
    // All that wait are woken, and take the same.
    if (How == Reliance::WokenUnasked)
      Here = Witness::Strong;
    if (Here <= Strength)
      continue;
    Effect What = EffectOf(R);
    // Those before it in a line, or beside it, have done the same.
    bool Done = Self && isDoneOnce(How, About, A) &&
                (R.Strength == Witness::Strong || (Q.Waits && hasTurn(A)));
    if (What == Effect::May && !Done)
      Here = std::min(Here, Witness::Weak);
    if (What == Effect::Preserves || Here <= Strength || keepOut(Q.Held, A, R) ||
        wouldBeSeen(A, R))
      continue;
    Strength = Here;
    Best = &R;
  }
  if (!Best)
    return;
  StaleHazard H;
  H.How = How;
  H.Level = Strength == Witness::Strong && !isUnsure(How, *Seen.Place)
                ? Confidence::Likely
                : Confidence::Possible;
  auto Known = Reported.find(Seen.Place);
  if (Known != Reported.end() && H.Level <= Hazards[Known->second].Level)
    return;
  fill(H, A, Seen);
  if (How == Reliance::ChangesCompanion || How == Reliance::JoinsLate)
    H.Other = A.What.Place;
  H.Meanwhile = Best->What.Where;
  H.By = Best->By->Function;
  H.ByOperation = Best->What.Op;
  H.BySelf = H.By == Facts.function().getDefinition();
  if (Known != Reported.end()) {
    Hazards[Known->second] = std::move(H);
    return;
  }
  Reported[Seen.Place] = Hazards.size();
  Hazards.push_back(std::move(H));
}

} // namespace async
