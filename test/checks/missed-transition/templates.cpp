// RUN: %check_async %s async-missed-transition %t

#include "sync.h"

template <class Condition> struct desk {
  Condition changed_;
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
    }
  }
};
template struct desk<aio::condition>;
