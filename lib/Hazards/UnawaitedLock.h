/// \file
/// Async locks that hold nothing: never awaited, or given back at once.

#ifndef ASYNC_TIDY_HAZARDS_UNAWAITEDLOCK_H
#define ASYNC_TIDY_HAZARDS_UNAWAITEDLOCK_H

#include "Hazards/Hazard.h"
#include <vector>

namespace async {
class FunctionFacts;
class RequestFact;

struct UnawaitedHazard : Hazard {
  const RequestFact *Asked = nullptr;
};

/// In source order. A guard that is dropped at once is no hazard where nothing
/// follows that it could protect: who only waits until others are done needs no
/// lock afterwards.
std::vector<UnawaitedHazard> findUnawaitedLocks(const FunctionFacts &Facts);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_UNAWAITEDLOCK_H
