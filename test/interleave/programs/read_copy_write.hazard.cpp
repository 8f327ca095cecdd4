// VERDICT: breaks: a deposit disappeared
// The fee is subtracted from a balance that was read before the wait; a deposit made meanwhile
// disappears.
#include "interleave.h"

namespace read_copy_write::hazard {
using namespace interleave;

class wallet {
public:
  void open() { spawn(watch_deposits()); }

  task<void> charge_fee() {
    const int balance = balance_;
    const int fee = co_await quote();
    balance_ = balance - fee; // EXPECT: async-stale-state
  }
  int balance() const { return balance_; }
  task<void> settled() { co_await deposited_.wait(); }

private:
  task<void> watch_deposits() {
    co_await delay();
    balance_ += 10;
    deposited_.set();
  }
  task<int> quote() {
    co_await delay();
    co_return 3;
  }

  int balance_ = 100;
  event deposited_;
};

task<int> program() {
  wallet mine;
  mine.open();
  co_await when_all(mine.charge_fee(), mine.settled());
  check(mine.balance() == 107, "a deposit disappeared");
  co_return mine.balance();
}
const registration registered(program);
} // namespace read_copy_write::hazard
