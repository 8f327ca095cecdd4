/// \file
/// What a coroutine took from a thread_local, and relies on when it runs on another
/// thread.

#ifndef ASYNC_TIDY_HAZARDS_CARRIEDTHREADLOCAL_H
#define ASYNC_TIDY_HAZARDS_CARRIEDTHREADLOCAL_H

#include "Hazards/ThreadMixing.h"

namespace async {

/// True for a variable of thread storage duration, [basic.stc.thread], or a part
/// of one.
bool isThreadLocal(const Path &Place);

/// Adds the thread_locals of which \p Facts' function reads, raises or points into
/// that of one thread, and then writes, lowers or goes through what it took on
/// another: likely if it was told to go there, possible if it was suspended on a pool,
/// any thread of which may resume it. References and pointers to the whole are not
/// followed.
void findCarried(const FunctionFacts &Facts, Placements &Places,
                 std::vector<MixingHazard> &Into);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_CARRIEDTHREADLOCAL_H
