// RUN: %check_async %s async-missed-transition %t

#include "sync.h"

#define AWAIT(x) co_await (x)
#define NOT_YET(x) (!(x))

struct desk {
  aio::condition changed_;
  bool ready_ = false;
  void open() {
    ready_ = true;
    changed_.notify_all();
  }
  aio::task<> wait() {
    while (NOT_YET(ready_)) {
      AWAIT(aio::tick());
      AWAIT(changed_.wait());
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
    }
  }
};
