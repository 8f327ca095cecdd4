/// \file
/// Awaits a lock that is not awaited, names a guard that has no name.

#ifndef ASYNC_TIDY_REWRITES_AWAITLOCK_H
#define ASYNC_TIDY_REWRITES_AWAITLOCK_H

#include "Hazards/UnawaitedLock.h"
#include <optional>

namespace async {
struct Unit;

/// \returns the edits that make the lock of \p H last to the end of its block:
/// `co_await` before the request, and a name for its guard. Nothing inside
/// macros and exception handlers ([expr.await]/2), where a variable can't be
/// declared, or where its type is spelled.
std::optional<Rewrite> awaitLock(const UnawaitedHazard &H,
                                 const FunctionFacts &Facts, Unit &TheUnit);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_AWAITLOCK_H
