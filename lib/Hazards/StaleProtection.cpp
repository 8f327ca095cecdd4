/// \file
/// What makes relying on an earlier look safe: another look, a lock, a claim.

#include "Dataflow/HeldLocks.h"
#include "Facts/Guards.h"
#include "Hazards/StaleFinder.h"
#include "Sharing/Annotations.h"

using namespace clang;

namespace async {

/// Whether \p A is reached only if the check's condition was true (or false).
std::optional<bool> StaleFinder::decides(const Check &C, const Act &A) const {
  std::optional<bool> Needed =
      Facts.guards().decides(A.At->block(), C.Branch->block());
  using Reach = BranchFact::Reach;
  if (Needed && C.Branch->Known != Reach::Both &&
      *Needed != (C.Branch->Known == Reach::IfTrue))
    return std::nullopt;
  return Needed;
}

StaleFinder::OfAct &StaleFinder::now(const Act &A) {
  if (Now.Which != &A) {
    Now.Which = &A;
    Now.Asked.clear();
  }
  if (Now.At != A.At) {
    Now = OfAct();
    Now.Which = &A;
    Now.At = A.At;
    for (size_t I : Flow->recent(*A.At))
      for (size_t Which : ChecksOfObservation.lookup(I))
        if (std::optional<bool> Needed = decides(Checks[Which], A))
          Now.Past.push_back({&Checks[Which], *Needed});
  }
  return Now;
}

/// `void close() { closed_ = true; conn_.reset(); }`, and the coroutine asks
/// `if (closed_) co_return;` after it was suspended: what the other function does
/// in the same step shows that it has run.
bool StaleFinder::wouldBeSeen(const Act &A, const RemoteAccess &R) {
  if (R.By->IsCoroutine)
    return false;
  for (auto [C, Needed] : now(A).Past) {
    if (!C->State || C->State.K == Predicate::Kind::Unknown ||
        !Flow->before(*A.At, C->Observed).Current)
      continue;
    Predicate Held = C->State;
    Held.Negated ^= !Needed;
    for (const Access &Theirs : Context.Summaries.of(*R.By->Function))
      if (Theirs.writes() && Theirs.Place == Observed[C->Observed].Place &&
          effectOn(Held, Theirs) == Effect::Falsifies)
        return true;
  }
  return false;
}

/// True if the act is made under an async lock that a guard holds.
bool StaleFinder::hasTurn(const Act &A) {
  return llvm::any_of(
      Context.LocksOf(Facts.function()).before(*A.At),
      [](const HeldLock &Lock) {
        return Lock.Acquired->World == LockWorld::Async &&
               !is_contained(Lock.Acquired->Locks, Lock.Owner);
      });
}

/// The busy-flag idiom: the act is reached only past a check of something that
/// the coroutine then changed, and that nobody else changes. No second call of
/// it gets there meanwhile.
bool StaleFinder::isClaimed(const Act &A) {
  if (!OwnFlags) {
    OwnFlags.emplace();
    for (const Check &C : Checks)
      if (llvm::all_of(Context.Remote.writes(*Observed[C.Observed].Place,
                                             Facts.function()),
                       [&](const RemoteAccess &R) {
                         return R.By->Function ==
                                Facts.function().getDefinition();
                       }))
        OwnFlags->push_back(&C);
  }
  std::optional<bool> &IsClaimed = now(A).IsClaimed;
  if (!IsClaimed)
    IsClaimed = llvm::any_of(*OwnFlags, [&](const Check *C) {
      return Flow->before(*A.At, C->Observed).Claimed && decides(*C, A);
    });
  return *IsClaimed;
}

/// Looked at again since, in a way that decides whether the act is reached; or
/// a counter that others bump was compared with what it was before.
bool StaleFinder::isRevalidated(const Act &A, const Path &Place) {
  for (auto [Known, Is] : now(A).Revalidated)
    if (Known == &Place)
      return Is;
  bool Is = looksAgain(A, Place);
  Now.Revalidated.push_back({&Place, Is});
  return Is;
}

bool StaleFinder::looksAgain(const Act &A, const Path &Place) {
  for (auto [C, Needed] : now(A).Past) {
    const Path &Seen = *Observed[C->Observed].Place;
    // An operand of && is looked at on every path on which the whole is true.
    Standing Here = Flow->before(*A.At, C->Observed);
    bool Operand = C->Branch->Known != BranchFact::Reach::Both;
    if (!Here.Current && !(Operand && Here.Fresh && !Here.Stale))
      continue;
    if (Seen.overlaps(Place))
      return true;
    for (size_t I : ChecksOfBranch.lookup(C->Branch))
      if (const Check &Other = Checks[I];
          Observed[Other.Observed].Place == &Seen &&
          Other.Observed != C->Observed &&
          Flow->before(*A.At, Other.Observed).Stale)
        return true;
  }
  // x = max(x, y): computed from what is there now.
  if (const auto *Write = dyn_cast<WriteFact>(A.At)) {
    llvm::SmallVector<const Fact *, 8> From(Write->From);
    for (const Fact *Source : Write->From)
      if (const auto *Call = dyn_cast<CallFact>(Source))
        From.append(Call->From.begin(), Call->From.end());
    for (const Fact *Source : From)
      for (size_t I : ObservationsAt.lookup(Source))
        if (Observed[I].Place->overlaps(Place) &&
            Flow->before(*A.At, I).Current)
          return true;
  }
  return false;
}

/// The locks that are held all the time from the observation to the act; or from a
/// check of the same place: the look before the lock was only a fast path if there
/// is one behind it.
llvm::SmallVector<const AcquireFact *, 2>
StaleFinder::heldThroughout(const Observation &Seen, const Act &A) {
  llvm::SmallVector<const AcquireFact *, 2> Held;
  const HeldLocks &Locks = Context.LocksOf(Facts.function());
  llvm::ArrayRef<HeldLock> After = Locks.before(*A.At);
  if (After.empty())
    return Held;
  auto AddFrom = [&](const Fact &Look,
                     llvm::SmallVectorImpl<const AcquireFact *> &Into) {
    for (const HeldLock &Before : Locks.before(Look))
      if (!is_contained(Into, Before.Acquired) &&
          llvm::any_of(After, [&](const HeldLock &Lock) {
            return Lock.Acquired == Before.Acquired;
          }))
        Into.push_back(Before.Acquired);
  };
  auto &Known = now(A).HeldSinceCheck;
  auto It = llvm::find_if(
      Known, [&](const auto &Entry) { return Entry.first == Seen.Place; });
  if (It == Known.end()) {
    for (size_t I : ChecksOf.at(*Seen.Place))
      if (decides(Checks[I], A))
        AddFrom(*Observed[Checks[I].Observed].At, Held);
    Known.push_back({Seen.Place, Held});
  } else {
    Held = It->second;
  }
  AddFrom(*Seen.At, Held);
  return Held;
}

/// True if one of the locks that we hold keeps out \p R, who takes it too.
bool StaleFinder::keepOut(llvm::ArrayRef<const AcquireFact *> Held,
                          const Act &A, const RemoteAccess &R) {
  if (Held.empty())
    return false;
  const HeldLocks &Theirs = Context.LocksOf(*R.By->Function);
  const Path *Guard =
      guardOf(*A.What.Place, Context.Summaries.store().unit().Paths);
  for (const AcquireFact *Ours : Held) {
    // A caller's guard, given as a parameter: of what is not known.
    if (Ours->World == LockWorld::Async && Ours->Locks.empty())
      return true;
    // Others are taken to hold what they are said to need.
    if (Guard && Ours->World == LockWorld::Async &&
        is_contained(Ours->Locks, Guard))
      return true;
    for (const HeldLock &Their : Theirs.before(*R.What.At)) {
      // Two readers do not keep each other out.
      if (Ours->Shared && Their.Acquired->Shared)
        continue;
      for (const Path *Lock : Their.Acquired->Locks)
        if (is_contained(Ours->Locks, Lock))
          return true;
    }
  }
  return false;
}

} // namespace async
