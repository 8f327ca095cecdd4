// RUN: %check_async %s async-lock-order %t

#include "sync.h"

struct notebook {
  aio::mutex m_;
  unknown_type u_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'unknown_type'
  aio::task<> whole() {
    auto a = co_await m_.scoped_lock();
    auto b = co_await m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: this waits for 'm_'
  }
  aio::task<> calls_itself(int n) {
    auto a = co_await m_.scoped_lock();
    co_await calls_itself(n - 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
  }
  aio::task<> unknown_helper() {
    auto a = co_await m_.scoped_lock();
    co_await missing(m_.);
    // CHECK-MESSAGES: :[[@LINE-1]]:25: error: expected unqualified-id
  }
};
