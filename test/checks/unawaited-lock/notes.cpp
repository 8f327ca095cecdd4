// RUN: %check_async %s async-unawaited-lock %t

#include "sync.h"

struct shelf {
  aio::shared_mutex rw_;
  int n_ = 0;
  aio::task<> add(bool all) {
    if (all)
      co_await rw_.write_lock();
    ++n_;
    co_await aio::tick();
  }
};
// CHECK-NOTES: :[[@LINE-5]]:7: warning: 'rw_' is unlocked again at once: its guard is a temporary that dies at the end of this expression [async-unawaited-lock]
// CHECK-NOTES: :[[@LINE-6]]:7: note: keep the guard in a variable: 'auto lock = co_await ...'
