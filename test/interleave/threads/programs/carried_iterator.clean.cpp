// Each thread looks up its own.
#include "threads.h"

namespace carried_iterator::clean {
using namespace threads;

thread_local std::vector<int> scratch(4);

task<> fill() {
  co_await resume_on(pool());
  together();
  auto at = scratch.begin();
  *at = 1;
}

task<> clear() {
  together(); // ALSO: async-blocking-call
  scratch[0] = 0;
  co_return;
}

task<> program() { co_await when_all(fill(), clear()); }
const registration registered("carried_iterator.clean", program);
} // namespace carried_iterator::clean
