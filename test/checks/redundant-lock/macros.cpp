// RUN: %check_async %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'

#include "coroutine.h"

#define LOCKED(m) auto turn = co_await (m).scoped_lock()
#define WAIT co_await aio::tick()

class quick {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    LOCKED(turn_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'turn_' is held only where nothing is awaited
    ++n_;
  }
};
class slow {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    LOCKED(turn_);
    WAIT;
    ++n_;
  }
};
