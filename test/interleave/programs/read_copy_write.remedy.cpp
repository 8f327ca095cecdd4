// VERDICT: holds
// The balance is read and written in one step, after the wait.
#include "interleave.h"

namespace read_copy_write::remedy {
using namespace interleave;

class wallet {
public:
  void open() { spawn(watch_deposits()); }

  task<void> charge_fee() {
    const int fee = co_await quote();
    balance_ -= fee;
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
} // namespace read_copy_write::remedy
