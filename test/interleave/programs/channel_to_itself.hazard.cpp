// VERDICT: breaks: no progress
// A coroutine keeps its results in a channel and takes them out itself. Where it takes one more than
// it put in, it waits for itself.
#include "interleave.h"

namespace channel_to_itself::hazard {
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
  for (int n = 0; n <= 3; ++n) {
    std::optional<int> next = co_await results.pop();
    sum += next.value_or(0);
  }
  co_return sum;
}
const registration registered(program);
} // namespace channel_to_itself::hazard
