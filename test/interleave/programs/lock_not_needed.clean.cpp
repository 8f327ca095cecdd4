// VERDICT: holds
// Nothing is awaited between the read and the write: no other task runs there, without any lock.
#include "interleave.h"

namespace lock_not_needed::clean {
using namespace interleave;

class counter {
public:
  task<void> increment() {
    co_await delay();
    int value = value_;
    value_ = value + 1;
  }
  task<void> run() {
    co_await when_all(increment(), increment(), increment());
  }
  int value() const { return value_; }

private:
  int value_ = 0;
};

task<int> program() {
  counter c;
  co_await c.run();
  check(c.value() == 3, "an increment was lost");
  co_return c.value();
}
const registration registered(program);
} // namespace lock_not_needed::clean
