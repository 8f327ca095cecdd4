// RUN: %check_async %s async-lock-order %t

// Which of the two gives way needs a decision: nothing is edited.

#include "sync.h"

struct notebook {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> flush() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  aio::task<> save() {
    auto turn = co_await m_.scoped_lock();
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    // CHECK-FIXES: {{^    co_await flush\(\);$}}
  }
};
