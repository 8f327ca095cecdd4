/// \file
/// Exceptions that a function is seen to throw.

#ifndef ASYNC_TIDY_SHARING_THROWS_H
#define ASYNC_TIDY_SHARING_THROWS_H

#include "Facts/FactStore.h"

namespace async {

/// True if \p F, of a function of the unit, may let an exception out that is
/// thrown by a `throw` which is seen: the body of the function it calls, or of the
/// coroutine it awaits, has one that nobody there catches. False if no body is
/// seen.
bool isSeenToThrow(const Fact &F, FactStore &Store, unsigned Depth = 0);

} // namespace async

#endif // ASYNC_TIDY_SHARING_THROWS_H
