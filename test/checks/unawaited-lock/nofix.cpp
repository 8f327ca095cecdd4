// RUN: %check_async %s async-unawaited-lock %t

// Found, and left to the user: no await in a handler, no variable without a block, a spelled type.

#include "sync.h"

struct shelf {
  aio::shared_mutex rw_;
  int n_ = 0;

  aio::task<> in_a_handler() {
    try {
      co_await aio::tick();
    } catch (...) {
      auto lock = rw_.write_lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'rw_' is not locked
      // CHECK-FIXES: {{^      auto lock = rw_.write_lock\(\);$}}
      ++n_;
    }
  }
  aio::task<> in_a_branch(bool all) {
    if (all)
      (void)co_await rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'rw_' is unlocked again at once
    // CHECK-FIXES: {{^      \(void\)co_await rw_.write_lock\(\);$}}
    ++n_;
    co_await aio::tick();
  }
  aio::task<> spelled() {
    aio::task<aio::shared_mutex::hold> lock = rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'rw_' is not locked
    // CHECK-FIXES: {{^    aio::task<aio::shared_mutex::hold> lock = rw_.write_lock\(\);$}}
    ++n_;
    co_await aio::tick();
  }
};
