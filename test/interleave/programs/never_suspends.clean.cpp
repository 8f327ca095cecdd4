// VERDICT: holds
// What is awaited between check and act is ready at once.
#include "interleave.h"

namespace never_suspends::clean {
using namespace interleave;

class vending_machine {
public:
  task<void> run() { co_await when_all(sell(), sell()); }
  int cans() const { return cans_; }

private:
  task<void> sell() {
    co_await coin();
    if (cans_ == 0)
      co_return;
    const int price = co_await ready_value(2);
    --cans_;
    earned_ += price;
  }
  task<void> coin() { co_await delay(); }

  int cans_ = 1;
  int earned_ = 0;
};

task<int> program() {
  vending_machine v;
  co_await v.run();
  check(v.cans() == 0, "a can was sold twice");
  co_return v.cans();
}
const registration registered(program);
} // namespace never_suspends::clean
