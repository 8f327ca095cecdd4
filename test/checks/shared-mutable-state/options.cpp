// RUN: %check_async -expect-clean %s async-shared-mutable-state %t
// RUN: %check_async -check-suffixes=POSSIBLE %s async-shared-mutable-state %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async -check-suffixes=POSSIBLE %s async-shared-mutable-state %t -- -config='{CheckOptions: {async-shared-mutable-state.Confidence: possible}}'

// A report is as sure as the surest of its hazards: nobody is seen to run these two at the same time.

#include "coroutine.h"

class account {
public:
  aio::task<> deposit(int amount) {
    int before = balance_;
    co_await aio::tick();
    balance_ = before + amount;
  }
  aio::task<> withdraw(int amount) {
    if (balance_ < amount)
      co_return;
    co_await aio::tick();
    balance_ -= amount;
  }

private:
  int balance_ = 0;
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'balance_' is changed across suspension points by 2 coroutines of 'account'
};
