/// \file
/// Async locks that protect nothing.

#ifndef ASYNC_TIDY_HAZARDS_REDUNDANTLOCK_H
#define ASYNC_TIDY_HAZARDS_REDUNDANTLOCK_H

#include "Facts/FactStore.h"
#include "Hazards/Hazard.h"
#include "Sharing/ClassView.h"
#include "Sharing/ThreadEvidence.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace clang {
class FieldDecl;
} // namespace clang

namespace async {
class AcquireFact;
class HeldLocks;

/// One section of a redundant lock.
struct LockSection {
  const FunctionFacts *In;
  const AcquireFact *Acquired;
};

struct RedundantLockHazard : Hazard {
  const clang::FieldDecl *Lock = nullptr;
  /// All there are, in source order; the first is the primary place.
  std::vector<LockSection> Sections;
  /// Why there is one thread; nothing if an option says so.
  std::optional<OneThread> Evidence;
};

/// What the finder needs to know of a unit.
struct RedundantLockContext {
  FactStore &Store;
  ClassViews &Classes;
  llvm::function_ref<const HeldLocks &(const clang::FunctionDecl &)> LocksOf;
  /// All coroutines are known to run on one thread.
  bool OneThread = false;
};

/// The private async locks of \p Coroutine's class that it is the first to
/// take, and of which no section has a suspension in it. Where all coroutines
/// run on one thread, nobody else runs in such a section, lock or no lock: the
/// time between two suspensions is one step.
std::vector<RedundantLockHazard>
findRedundantLocks(const FunctionFacts &Coroutine,
                   const RedundantLockContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_REDUNDANTLOCK_H
