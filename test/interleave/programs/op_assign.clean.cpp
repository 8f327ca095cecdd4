// VERDICT: holds
// The right operand of an assignment comes first ([expr.ass]/1): nothing is read before the
// wait.
#include "interleave.h"

namespace op_assign::clean {
using namespace interleave;

struct totals {
  int boxes = 0;
};

class conveyor {
public:
  task<void> run() { co_await when_all(take(1), take(2)); }
  int boxes() const { return totals_.boxes; }
  int weight() const { return weight_; }

private:
  task<void> take(int n) {
    weight_ += co_await weigh(n);
    totals_.boxes += co_await weigh(1);
  }
  task<int> weigh(int n) {
    co_await delay();
    co_return n;
  }

  totals totals_;
  int weight_ = 0;
};

task<int> program() {
  conveyor belt;
  co_await belt.run();
  check(belt.boxes() == 2 && belt.weight() == 3, "a box was lost");
  co_return belt.boxes();
}
const registration registered(program);
} // namespace op_assign::clean
