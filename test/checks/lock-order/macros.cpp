// RUN: %check_async %s async-lock-order %t

#include "sync.h"

#define WITH(m) auto turn = co_await (m).scoped_lock()
#define AWAIT(x) co_await (x)

struct notebook {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> flush() {
    WITH(m_);
    ++n_;
  }
  aio::task<> save() {
    WITH(m_);
    AWAIT(flush());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_', which this coroutine holds
  }
};
