/// \file
/// A hazard as data: what is wrong, where, how sure it is, and the steps that
/// explain it. Words are the presenter's business.

#ifndef ASYNC_TIDY_HAZARDS_HAZARD_H
#define ASYNC_TIDY_HAZARDS_HAZARD_H

#include "Facts/Path.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallVector.h"

namespace async {

enum class HazardKind : uint8_t {
  /// A guard of a thread mutex lives across a suspension point.
  GuardAcrossSuspension,
  /// A thread mutex locked by hand is held at a suspension point.
  LockAcrossSuspension,
  /// State seen before a suspension is relied on after it.
  StaleState,
  /// Several coroutines of a class have stale state in one member.
  SharedMutableState,
  /// A holder is used after a suspension in which it may be invalidated.
  InvalidatedReference,
  /// An async lock that holds nothing.
  UnawaitedLock,
  /// Async locks whose holders wait for each other, or for themselves.
  LockOrder,
  /// A wait for something that may have come and gone.
  MissedTransition,
  /// A call blocks the thread of the coroutine.
  BlockingCall,
  /// An async lock protects sections in which nobody else can run.
  RedundantLock,
  /// A channel is filled and drained by one sequence of steps.
  RedundantChannel,
  /// Tasks that run side by side change the same thing.
  ConcurrentMutation,
  /// A task outlives what it uses, or is lost.
  UnjoinedTask,
  /// State is touched by several threads without a lock.
  ThreadMixing,
};

/// How much a report rests on. A check reports what reaches its threshold.
enum class Confidence : uint8_t {
  /// Weak witness, or a copy that only feeds something else: for an audit.
  Possible,
  /// Strong witness, one assumption. The default threshold.
  Likely,
  /// All corners seen, strong witness, nothing unknown.
  Definite,
};

enum class StepKind : uint8_t {
  /// The coroutine is suspended here.
  Suspension,
  /// A lock is given back by an explicit call.
  Release,
  /// A lock is given back because its guard's scope ends.
  ScopeEnd,
  /// The same thing happens here again.
  Again,
  /// A lock is taken.
  Acquisition,
  /// A value is put into a channel.
  Push,
  /// A value is taken out of a channel.
  Pop,
};

struct Step {
  StepKind Kind;
  clang::SourceRange Where;
};

/// Edits that belong together, and what they do.
struct Rewrite {
  enum class Form : uint8_t {
    /// A lock is given back before the suspension, for good.
    NarrowLock,
    /// A lock is given back while the coroutine is suspended.
    UnlockMeanwhile,
    /// What is to be awaited is awaited.
    Await,
    /// A lock that protects nothing is taken out.
    RemoveLock,
    /// The await moves into a statement of its own, before the rest.
    HoistAwait,
    /// What was checked before the suspension is checked again.
    CheckAgain,
    /// What was read before the suspension is read, or computed, again.
    ReadAgain,
    /// What was done to a copy is done to the current value.
    UpdateCurrent,
    /// A position is looked up again.
    FindAgain,
    /// A copy takes the place of what may change.
    Copy,
    /// A shared owner keeps the object alive.
    KeepOwner,
    /// The value is taken out before the suspension.
    TakeOut,
    /// Captures become parameters, which live as long as the coroutine.
    PassCaptures,
    /// Others are woken only after the change.
    NotifyAfter,
  };
  Form What;
  llvm::SmallVector<clang::FixItHint, 2> Edits;
  /// The edits change what the code does on some paths: a person decides.
  bool NeedsDecision = false;
};

struct Hazard {
  HazardKind Kind;
  Confidence Level;
  clang::SourceRange Primary;
  /// The guard, if it has a name.
  const Path *Owner = nullptr;
  /// What is locked; empty if unknown.
  llvm::SmallVector<const Path *, 2> Subjects;
  /// In the order in which they should be told.
  llvm::SmallVector<Step, 4> Steps;
  llvm::SmallVector<Rewrite, 1> Rewrites;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_HAZARD_H
