// VERDICT: holds
// The price is reserved in the step that checks.
#include "interleave.h"

namespace captured_by_reference::remedy {
using namespace interleave;

task<void> pay(int) { co_await delay(); }

task<int> program() {
  int budget = 10;
  auto buy = [&budget](int price) -> task<void> {
    if (budget < price)
      co_return;
    budget -= price;
    co_await pay(price);
  };
  co_await when_all(buy(6), buy(6));
  check(budget >= 0, "more was bought than the budget allows");
  co_return budget;
}
const registration registered(program);
} // namespace captured_by_reference::remedy
