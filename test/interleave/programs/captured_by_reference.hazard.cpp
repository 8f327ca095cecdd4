// VERDICT: breaks: more was bought than the budget allows
// A coroutine lambda captures a local by reference and runs twice at a time; for both the local
// is shared state.
#include "interleave.h"

namespace captured_by_reference::hazard {
using namespace interleave;

task<void> pay(int) { co_await delay(); }

task<int> program() {
  int budget = 10;
  auto buy = [&budget](int price) -> task<void> {
    if (budget < price)
      co_return;
    co_await pay(price);
    budget -= price; // EXPECT: async-stale-state
  };
  co_await when_all(buy(6), buy(6)); // ALSO: async-concurrent-mutation
  check(budget >= 0, "more was bought than the budget allows");
  co_return budget;
}
const registration registered(program);
} // namespace captured_by_reference::hazard
