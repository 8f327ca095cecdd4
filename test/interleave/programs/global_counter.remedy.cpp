// VERDICT: holds
// The number is drawn in one step.
#include "interleave.h"

namespace global_counter::remedy {
using namespace interleave;

int next_order = 0;

task<void> reserve(int) { co_await delay(); }

task<int> order_by_phone() {
  const int mine = next_order++;
  co_await reserve(mine);
  co_return mine;
}

task<int> order_by_mail() {
  const int mine = next_order++;
  co_await reserve(mine);
  co_return mine;
}

task<int> program() {
  next_order = 1;
  const auto orders = co_await when_all(order_by_phone(), order_by_mail());
  check(orders[0] != orders[1], "two orders have one number");
  co_return next_order;
}
const registration registered(program);
} // namespace global_counter::remedy
