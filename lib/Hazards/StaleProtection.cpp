/// \file
/// What makes relying on an earlier look safe: another look, a lock, a claim.

#include "Dataflow/HeldLocks.h"
#include "Hazards/StaleFinder.h"
#include "Sharing/Annotations.h"

using namespace clang;

namespace async {

/// Whether \p A is reached only if the check's condition was true (or false).
std::optional<bool> StaleFinder::decides(const Check &C, const Act &A) {
  std::optional<bool> Needed = Facts.guards().decides(A.At->block(), *C.Block);
  using Reach = BranchFact::Reach;
  if (Needed && C.Branch->Known != Reach::Both &&
      *Needed != (C.Branch->Known == Reach::IfTrue))
    return std::nullopt;
  return Needed;
}

/// `void close() { closed_ = true; conn_.reset(); }`, and the coroutine asks
/// `if (closed_) co_return;` after it was suspended: what the other function does
/// in the same step shows that it has run.
bool StaleFinder::wouldBeSeen(const Act &A, const RemoteAccess &R) {
  if (R.By->IsCoroutine)
    return false;
  for (const Check &C : Checks) {
    std::optional<bool> Needed = decides(C, A);
    if (!Needed || !C.State || C.State.K == Predicate::Kind::Unknown ||
        !Flow->before(*A.At, C.Observed).Current)
      continue;
    Predicate Held = C.State;
    Held.Negated ^= !*Needed;
    for (const Access &Theirs : Context.Summaries.of(*R.By->Function))
      if (Theirs.writes() && Theirs.Place == Observed[C.Observed].Place &&
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
  for (const Check &C : Checks) {
    const Path &Flag = *Observed[C.Observed].Place;
    if (!decides(C, A) || !Flow->before(*A.At, C.Observed).Claimed)
      continue;
    if (llvm::all_of(Context.Remote.writes(Flag, Facts.function()),
                     [&](const RemoteAccess &R) {
                       return R.By->Function ==
                              Facts.function().getDefinition();
                     }))
      return true;
  }
  return false;
}

/// Looked at again since, in a way that decides whether the act is reached; or
/// a counter that others bump was compared with what it was before.
bool StaleFinder::isRevalidated(const Act &A, const Path &Place) {
  for (const Check &C : Checks) {
    const Path &Seen = *Observed[C.Observed].Place;
    // An operand of && is looked at on every path on which the whole is true.
    Standing Now = Flow->before(*A.At, C.Observed);
    bool Operand = C.Branch->Known != BranchFact::Reach::Both;
    if (!decides(C, A) ||
        !(Now.Current || (Operand && Now.Fresh && !Now.Stale)))
      continue;
    if (Seen.overlaps(Place))
      return true;
    for (const Check &Other : Checks)
      if (Other.Branch == C.Branch &&
          Observed[Other.Observed].Place == &Seen &&
          Other.Observed != C.Observed &&
          Flow->before(*A.At, Other.Observed).Stale)
        return true;
  }
  // x = max(x, y): computed from what is there now.
  if (const auto *Write = dyn_cast<WriteFact>(A.At)) {
    llvm::SmallVector<const Fact *, 8> From(Write->From);
    for (const Fact *Source : Write->From)
      if (const auto *Call = dyn_cast<CallFact>(Source))
        From.append(Call->From.begin(), Call->From.end());
    for (size_t I = 0; I != Observed.size(); ++I)
      if (is_contained(From, Observed[I].At) &&
          Observed[I].Place->overlaps(Place) &&
          Flow->before(*A.At, I).Current)
        return true;
  }
  return false;
}

/// An async lock that was held all the time from the observation to the act
/// keeps out those who take it too.
bool StaleFinder::isProtected(const Observation &Seen, const Act &A,
                         const RemoteAccess &R) {
  if (isLockedFrom(*Seen.At, A, R))
    return true;
  // The look before the lock was only a fast path if there is one behind it.
  return llvm::any_of(Checks, [&](const Check &C) {
    return Observed[C.Observed].Place == Seen.Place && decides(C, A) &&
           isLockedFrom(*Observed[C.Observed].At, A, R);
  });
}

bool StaleFinder::isLockedFrom(const Fact &Seen, const Act &A,
                          const RemoteAccess &R) {
  const HeldLocks &Ours = Context.LocksOf(Facts.function());
  const HeldLocks &Theirs = Context.LocksOf(*R.By->Function);
  const Path *Guard =
      guardOf(*A.What.Place, Context.Summaries.store().unit().Paths);
  for (const HeldLock &Before : Ours.before(Seen))
    for (const HeldLock &After : Ours.before(*A.At)) {
      if (Before.Acquired != After.Acquired)
        continue;
      // A caller's guard, given as a parameter: of what is not known.
      if (Before.Acquired->World == LockWorld::Async &&
          Before.Acquired->Locks.empty())
        return true;
      // Others are taken to hold what they are said to need.
      if (Guard && Before.Acquired->World == LockWorld::Async &&
          is_contained(Before.Acquired->Locks, Guard))
        return true;
      for (const HeldLock &Their : Theirs.before(*R.What.At)) {
        // Two readers do not keep each other out.
        if (Before.Acquired->Shared && Their.Acquired->Shared)
          continue;
        for (const Path *Lock : Their.Acquired->Locks)
          if (is_contained(Before.Acquired->Locks, Lock))
            return true;
      }
    }
  return false;
}

} // namespace async
