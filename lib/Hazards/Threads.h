/// \file
/// What is known of the threads that run the coroutines.

#ifndef ASYNC_TIDY_HAZARDS_THREADS_H
#define ASYNC_TIDY_HAZARDS_THREADS_H

#include <cstdint>

namespace async {

/// Unknown: what the code itself shows decides, a report at a time.
enum class Threads : uint8_t { Unknown, Single, Multi };

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_THREADS_H
