// RACE: an iterator into the main thread's scratch space is written through on the pool, while
// the main thread uses its scratch space.
#include "threads.h"

namespace carried_iterator::hazard {
using namespace threads;

thread_local std::vector<int> scratch(4);

task<> fill() {
  auto at = scratch.begin();
  co_await resume_on(pool());
  together();
  *at = 1; // EXPECT: async-thread-mixing
}

task<> clear() {
  together();
  scratch[0] = 0;
  co_return;
}

task<> program() { co_await when_all(fill(), clear()); }
const registration registered("carried_iterator.hazard", program);
} // namespace carried_iterator::hazard
