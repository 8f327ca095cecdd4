/// \file
/// Channels without concurrency.

#ifndef ASYNC_TIDY_HAZARDS_REDUNDANTCHANNEL_H
#define ASYNC_TIDY_HAZARDS_REDUNDANTCHANNEL_H

#include "Facts/FactStore.h"
#include "Hazards/Hazard.h"
#include <vector>

namespace async {

/// Local channels of \p Coroutine that it fills and drains itself, or through
/// functions that it calls or awaits on the spot, one after the other. The
/// steps are pushes and pops; the subject is the channel. Nothing for a channel
/// that anything else can reach.
std::vector<Hazard> findRedundantChannels(const FunctionFacts &Coroutine,
                                          FactStore &Store);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_REDUNDANTCHANNEL_H
