/// \file
/// Threading locks held where the coroutine can be suspended.

#ifndef ASYNC_TIDY_HAZARDS_LOCKACROSSSUSPENSION_H
#define ASYNC_TIDY_HAZARDS_LOCKACROSSSUSPENSION_H

#include "Hazards/Hazard.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace async {
class AcquireFact;
class FunctionFacts;
class HeldLocks;
class SuspendFact;

struct LockHazard : Hazard {
  const AcquireFact *Acquired = nullptr;
};

/// One hazard a lock, in source order. A lock that blocks its thread and is
/// owned by it ([thread.mutex.requirements.mutex]/2) stops every other
/// coroutine of the thread that wants it, and unlocking it on the thread that
/// resumes is undefined.
/// \param Allowed  suspension points at which holding a lock is all right
std::vector<LockHazard> findLocksAcrossSuspension(
    const FunctionFacts &Facts, const HeldLocks &Locks,
    llvm::function_ref<bool(const SuspendFact &)> Allowed);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_LOCKACROSSSUSPENSION_H
