// VERDICT: holds
// The balance is reduced in the step that checks it, and restored if the audit says no.
#include "interleave.h"

namespace reference_parameters::remedy {
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
  from.balance -= amount;
  const bool legal = co_await audit(amount);
  (legal ? to : from).balance += amount;
}

task<void> pay_bills(account &mine, account &rent, account &power) {
  co_await when_all(transfer(mine, rent, 60), transfer(mine, power, 60));
}

task<int> program() {
  account mine{100}, rent, power;
  co_await pay_bills(mine, rent, power);
  check(mine.balance >= 0, "the account is overdrawn");
  co_return mine.balance;
}
const registration registered(program);
} // namespace reference_parameters::remedy
