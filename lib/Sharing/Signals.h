/// \file
/// Conditions, events and the like: who waits, who wakes, and whether a wake-up
/// that nobody waits for is kept.

#ifndef ASYNC_TIDY_SHARING_SIGNALS_H
#define ASYNC_TIDY_SHARING_SIGNALS_H

#include "Facts/FunctionFacts.h"

namespace async {
class Models;

enum class SignalRole : uint8_t {
  None,
  /// Completes when somebody wakes the waiters.
  Wait,
  /// The same, or after a time: what is missed only comes later.
  TimedWait,
  /// Wakes the waiters.
  Notify,
};

/// What \p Call does to the condition or event it is called on: by its model, or
/// by the names of its class's functions: something to wait with and something
/// to wake with.
SignalRole signalRole(const CallFact &Call, const Models &Library);

/// False for a condition: a notification that nobody waits for is lost. True for
/// an event, which stays set, and where it is not known.
bool remembers(const CallFact &Call);

/// A call that completes after a time.
bool isSleep(const CallFact &Call);

} // namespace async

#endif // ASYNC_TIDY_SHARING_SIGNALS_H
