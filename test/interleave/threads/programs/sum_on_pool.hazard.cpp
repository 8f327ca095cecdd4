// RACE: two tasks add to a local of their starter, each on a thread of the pool.
#include "threads.h"

namespace sum_on_pool::hazard {
using namespace threads;

task<> add(int n, int &sum) {
  co_await resume_on(pool());
  together();
  sum += n; // EXPECT: async-thread-mixing
}

task<> program() {
  int sum = 0;
  co_await when_all(add(1, sum), add(2, sum)); // ALSO: async-concurrent-mutation
}
const registration registered("sum_on_pool.hazard", program);
} // namespace sum_on_pool::hazard
