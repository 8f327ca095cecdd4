// VERDICT(clang): holds
// VERDICT(gcc): skipped, GCC 12 miscompiles a co_await in a condition
// The operand that suspends comes first.
#include "interleave.h"

namespace short_circuit::remedy {
using namespace interleave;

class budget {
public:
  task<void> spend_twice() { co_await when_all(spend(), spend()); }
  int left() const { return left_; }

private:
  task<void> spend() {
    if (co_await approved() && left_ >= 5)
      left_ -= 5;
  }
  task<bool> approved() {
    co_await delay();
    co_return true;
  }

  int left_ = 7;
};

task<int> program() {
  budget travel;
  co_await travel.spend_twice();
  check(travel.left() >= 0, "the budget is overdrawn");
  co_return travel.left();
}
const registration registered(program);
} // namespace short_circuit::remedy
