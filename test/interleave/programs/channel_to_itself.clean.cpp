// VERDICT: holds
// A coroutine keeps its results in a channel and takes them out itself. Nothing runs beside it:
// no schedule can tell it from a vector.
#include "interleave.h"

namespace channel_to_itself::clean {
using namespace interleave;

task<int> twice(int n) {
  co_await delay();
  co_return 2 * n;
}

task<int> program() {
  channel<int> results; // EXPECT: async-redundant-channel
  for (int n = 1; n <= 3; ++n)
    results.push(co_await twice(n));
  int sum = 0;
  for (int n = 1; n <= 3; ++n) {
    std::optional<int> next = co_await results.pop();
    sum += next.value_or(0);
  }
  co_return sum;
}
const registration registered(program);
} // namespace channel_to_itself::clean
