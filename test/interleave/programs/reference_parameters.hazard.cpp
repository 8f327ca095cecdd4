// VERDICT: breaks: the account is overdrawn
// Money is moved between accounts passed by reference. The balance is checked before the audit
// and reduced after it.
#include "interleave.h"

namespace reference_parameters::hazard {
using namespace interleave;

struct account {
  int balance = 0;
};

task<bool> audit(int amount) {
  co_await delay();
  co_return amount < 1000;
}

task<void> transfer(account &from, account &to, int amount) {
  if (from.balance < amount)
    co_return;
  const bool legal = co_await audit(amount);
  if (!legal)
    co_return;
  from.balance -= amount; // EXPECT: async-stale-state
  to.balance += amount;
}

task<void> pay_bills(account &mine, account &rent, account &power) {
  // ALSO: async-concurrent-mutation
  co_await when_all(transfer(mine, rent, 60), transfer(mine, power, 60));
}

task<int> program() {
  account mine{100}, rent, power;
  co_await pay_bills(mine, rent, power);
  check(mine.balance >= 0, "the account is overdrawn");
  co_return mine.balance;
}
const registration registered(program);
} // namespace reference_parameters::hazard
