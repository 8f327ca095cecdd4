// RUN: %check_async %s async-missed-transition %t

// How the change is to be remembered needs a decision: nothing is edited.

#include "sync.h"

struct desk {
  aio::condition changed_;
  bool ready_ = false;
  void open() {
    ready_ = true;
    changed_.notify_all();
  }
  aio::task<> wait() {
    while (!ready_) {
      co_await aio::tick();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
      // CHECK-FIXES: {{^      co_await changed_.wait\(\);$}}
    }
  }
};
