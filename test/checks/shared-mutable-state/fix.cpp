// RUN: %check_async %s async-shared-mutable-state %t

// A new design is said, not made.

#include "coroutine.h"

struct counter {
  int n_ = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'n_' is changed across suspension points by 2 coroutines of 'counter'
  // CHECK-FIXES: int n_ = 0;
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  aio::task<> drop() {
    int n = n_;
    co_await aio::tick();
    n_ = n - 1;
  }
  void on_reset() { n_ = 0; }
};
