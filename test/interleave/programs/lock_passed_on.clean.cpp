// VERDICT: holds
// The guard is a parameter, so the lock is held for as long as the callee runs.
#include "interleave.h"

namespace lock_passed_on::clean {
using namespace interleave;

class account {
public:
  task<void> run() { co_await when_all(withdraw(6), withdraw(6)); }
  int balance() const { return balance_; }

private:
  task<void> withdraw(int amount) {
    auto turn = co_await lock_.scoped_lock();
    co_await pay_out(std::move(turn), amount);
  }
  task<void> pay_out(async_mutex::guard, int amount) {
    if (balance_ < amount)
      co_return;
    co_await count_notes();
    balance_ -= amount;
  }
  task<void> count_notes() { co_await delay(); }

  async_mutex lock_;
  int balance_ = 10;
};

task<int> program() {
  account a;
  co_await a.run();
  check(a.balance() == 4, "the account is overdrawn");
  co_return a.balance();
}
const registration registered(program);
} // namespace lock_passed_on::clean
