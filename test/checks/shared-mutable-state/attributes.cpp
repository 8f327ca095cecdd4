// RUN: %check_async %s async-shared-mutable-state %t

// A member that is said to be confined is not shared.

#include "coroutine.h"

class account {
public:
  aio::task<> deposit(int amount) {
    int before = balance_, own = own_;
    co_await aio::tick();
    balance_ = before + amount;
    own_ = own + amount;
  }
  aio::task<> withdraw(int amount) {
    int before = balance_, own = own_;
    co_await aio::tick();
    balance_ = before - amount;
    own_ = own - amount;
  }
  void on_interest(int rate) {
    balance_ += rate;
    own_ += rate;
  }

private:
  int balance_ = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'balance_' is changed across suspension points by 2 coroutines of 'account'
  [[clang::annotate("async_tidy::confined")]] int own_ = 0;
};
