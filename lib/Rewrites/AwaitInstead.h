/// \file
/// Awaits a task that is waited for.

#ifndef ASYNC_TIDY_REWRITES_AWAITINSTEAD_H
#define ASYNC_TIDY_REWRITES_AWAITINSTEAD_H

#include "Hazards/BlockingCall.h"
#include <optional>

namespace async {
struct Unit;

/// \returns the edit that turns `sync_wait(task)` into `co_await task`, for a
/// call in the coroutine itself; nothing for other calls, or inside macros.
std::optional<Rewrite> awaitInstead(const BlockHazard &H, const Unit &TheUnit);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_AWAITINSTEAD_H
