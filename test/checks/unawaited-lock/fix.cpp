// RUN: %check_async -fix-clean %s async-unawaited-lock %t

#include "sync.h"

struct shelf {
  aio::mutex m_;
  aio::shared_mutex rw_;
  int n_ = 0;

  aio::task<> bound() {
    auto lock = m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'm_' is not locked
    // CHECK-FIXES: {{^    auto lock = co_await m_.scoped_lock\(\);$}}
    ++n_;
    co_await aio::tick();
  }
  aio::task<> dropped() {
    rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rw_' is not locked
    // CHECK-FIXES: {{^    auto lock = co_await rw_.write_lock\(\);$}}
    ++n_;
    co_await aio::tick();
  }
  aio::task<> by_hand() {
    m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_' is not locked
    // CHECK-FIXES: {{^    co_await m_.lock\(\);$}}
    ++n_;
    co_await aio::tick();
    m_.unlock();
  }
  aio::task<> guard_dropped(int lock) {
    (void)co_await rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'rw_' is unlocked again at once
    // CHECK-FIXES: {{^    auto guard = co_await rw_.write_lock\(\);$}}
    n_ += lock;
    co_await aio::tick();
  }
};
