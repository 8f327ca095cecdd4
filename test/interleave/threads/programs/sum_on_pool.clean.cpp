// Each task has a result of its own, and their starter adds when both are done.
#include "threads.h"

namespace sum_on_pool::clean {
using namespace threads;

task<> count(int n, int &slot) {
  co_await resume_on(pool());
  together();
  slot = n;
}

task<> program() {
  int first = 0, second = 0;
  co_await when_all(count(1, first), count(2, second));
  first += second;
}
const registration registered("sum_on_pool.clean", program);
} // namespace sum_on_pool::clean
