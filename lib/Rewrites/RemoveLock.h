/// \file
/// Takes a lock out of a class that does not need it.

#ifndef ASYNC_TIDY_REWRITES_REMOVELOCK_H
#define ASYNC_TIDY_REWRITES_REMOVELOCK_H

#include "Hazards/RedundantLock.h"
#include <optional>

namespace async {
struct Unit;

/// \returns the edits that remove the guards of all sections and the lock
/// itself. Nothing if a section is locked in any other way than by a local
/// guard that nobody names again, if a function would no longer be a
/// coroutine, or if any of it stands in a macro.
std::optional<Rewrite> removeLock(const RedundantLockHazard &H,
                                  const Unit &TheUnit);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_REMOVELOCK_H
