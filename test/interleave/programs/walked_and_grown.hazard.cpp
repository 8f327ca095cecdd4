// VERDICT: breaks: used after the end of its life
// One task walks a local vector with waits, another appends to it: the walk goes on in freed
// memory.
#include "interleave.h"

namespace walked_and_grown::hazard {
using namespace interleave;

task<int> sum(std::vector<tracked<int>> &prices) {
  int total = 0;
  for (const tracked<int> &price : prices) { // ALSO: async-invalidated-reference
    total += price;
    co_await delay();
  }
  co_return total;
}

task<int> append(std::vector<tracked<int>> &prices) {
  co_await delay();
  prices.push_back(0);
  co_return 0;
}

task<int> total_while_importing() {
  std::vector<tracked<int>> prices(2, 5);
  // EXPECT: async-concurrent-mutation
  const auto sums = co_await when_all(sum(prices), append(prices));
  co_return sums[0];
}

task<int> program() {
  const int total = co_await total_while_importing();
  check(total == 10, "a price was counted twice or not at all");
  co_return total;
}
const registration registered(program);
} // namespace walked_and_grown::hazard
