// RUN: %check_async %s async-thread-mixing %t

// Macros hide the executor and the callable.

#include "tasks.h"

#define ON_POOL(x) aio::pool().post([this] { x; })
#define GO(where) co_await aio::resume_on(where)

class meter {
  long total_ = 0, last_ = 0;

public:
  void on_request() {
    ON_POOL(++total_);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'total_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  aio::task<> reset() {
    GO(aio::pool());
    last_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'last_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  void on_tick() { last_ = 1; }
  long total() const { return total_; }
};
