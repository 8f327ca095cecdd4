// VERDICT: breaks: more tickets were sold than there are
// A box office looks whether a ticket is left, waits for the payment, and sells a ticket that
// somebody else bought meanwhile.
#include "interleave.h"

namespace check_then_act::hazard {
using namespace interleave;

class box_office {
public:
  explicit box_office(int tickets) : left_(tickets) {}

  task<void> open(int buyers) {
    std::vector<task<void>> sales;
    for (int i = 0; i != buyers; ++i)
      sales.push_back(sell());
    co_await when_all(std::move(sales));
  }
  int left() const { return left_; }

private:
  task<void> sell() {
    if (left_ == 0)
      co_return;
    co_await payment();
    --left_; // EXPECT: async-stale-state
  }
  task<void> payment() { co_await delay(); }

  int left_;
};

task<int> program() {
  box_office office(1);
  co_await office.open(2);
  check(office.left() >= 0, "more tickets were sold than there are");
  co_return office.left();
}
const registration registered(program);
} // namespace check_then_act::hazard
