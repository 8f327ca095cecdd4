/// \file
/// Async locks whose holders wait for themselves or for each other.

#ifndef ASYNC_TIDY_HAZARDS_LOCKORDER_H
#define ASYNC_TIDY_HAZARDS_LOCKORDER_H

#include "Dataflow/HeldLocks.h"
#include "Dataflow/LockNeeds.h"
#include "Hazards/Hazard.h"
#include "Sharing/ClassView.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace async {

struct LockOrderHazard : Hazard {
  enum class Form : uint8_t {
    /// The coroutine waits for a lock that it holds itself.
    Again,
    /// The same, and both are readers' locks: a writer that waits in between
    /// stops the second.
    ReadAgain,
    /// A semaphore of which it holds a unit already.
    OneMoreUnit,
    /// Another coroutine takes the two locks the other way round.
    Opposite,
    /// The coroutine takes the locks of two objects of one class, in an order
    /// that its caller decides.
    Swapped,
    /// The coroutine waits, with the lock held, for something that another one
    /// does only when it has got that lock.
    HeldForOther,
  };
  Form What;
  /// Where the lock that is held was taken.
  clang::SourceRange HeldAt;
  /// What is held, and what is waited for.
  const Path *Held = nullptr;
  const Path *Needed = nullptr;
  /// Where that is asked for, in a function called if Through is not empty.
  clang::SourceRange NeededAt;
  llvm::SmallVector<const clang::FunctionDecl *, 2> Through;
  /// The other coroutine, where it takes the one and asks for the other.
  const clang::FunctionDecl *Other = nullptr;
  clang::SourceRange OtherHeldAt;
  clang::SourceRange OtherNeededAt;
};

/// One lock taken while another is held.
struct LockPair {
  const clang::FunctionDecl *By;
  const Path *First, *Second;
  bool Shared;
  clang::SourceRange FirstAt, SecondAt;
  /// What else is held then: who holds the same one first does not overlap.
  llvm::SmallVector<const Path *, 2> Under;
  bool Sure;
};

/// The orders seen in a translation unit so far.
class LockOrders {
public:
  /// A pair in the other order by another function; null if none was seen.
  const LockPair *opposite(const LockPair &Pair) const;
  /// Of pairs that differ in nothing but where they are, the first is kept.
  void add(LockPair Pair);
  void clear() { Seen.clear(); }

private:
  /// By what the first lock is known by from everywhere.
  llvm::DenseMap<const void *, std::vector<LockPair>> Seen;
};

struct LockOrderContext {
  Accesses &Summaries;
  ClassViews &Classes;
  LockNeeds &Needs;
  LockOrders &Orders;
  llvm::function_ref<const HeldLocks *(const clang::FunctionDecl &)> LocksOf;
};

/// The hazards of a coroutine, in source order. Locks taken by hand that the
/// coroutine never gives back are signals, and no critical sections.
std::vector<LockOrderHazard> findLockOrder(const FunctionFacts &Facts,
                                           LockOrderContext &Context);

/// The async locks that are held at \p At, by an owner that gives them back.
llvm::SmallVector<const AcquireFact *, 2>
asyncLocksAt(const Fact &At, const FunctionFacts &Facts,
             const HeldLocks &Locks);

/// What the coroutine waits for at \p At, with \p Held held, comes only from
/// code that has to wait for the same lock: an event, a channel, a task, or a
/// scope that is joined. Nothing if that is not so.
std::optional<LockOrderHazard>
findHeldForOther(const FunctionFacts &Facts, const SuspendFact &At,
                 const AcquireFact &Held, LockOrderContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_LOCKORDER_H
