// RUN: %check_async %s async-stale-state %t

// What the right code is here needs a decision: whether to look again, to take before the wait,
// or to lock. It is said, and nothing is edited.

#include "coroutine.h"

struct counter {
  int *p_ = nullptr;
  int n_ = 0;
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: n_ = n + 1;
  }
  aio::task<> use() {
    if (!p_)
      co_return;
    co_await aio::tick();
    *p_ = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may no longer be what it was when it was checked
    // CHECK-FIXES: *p_ = 1;
  }
  void on_reset() {
    p_ = nullptr;
    n_ = 0;
  }
};
