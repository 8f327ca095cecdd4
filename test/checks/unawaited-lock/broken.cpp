// RUN: %check_async %s async-unawaited-lock %t

// Code as it looks while it is typed.

#include "sync.h"

struct shelf {
  aio::mutex m_;
  unknown_type u_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'unknown_type'
  int n_ = 0;
  aio::task<> whole() {
    auto lock = m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'm_' is not locked
    ++n_;
    co_await aio::tick();
  }
  aio::task<> unknown_lock() {
    auto lock = missing_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: error: use of undeclared identifier 'missing_'
    co_await aio::tick();
  }
  aio::task<> unfinished() {
    auto lock = m_.
    // CHECK-MESSAGES: :[[@LINE+3]]:1: error: expected unqualified-id
    // CHECK-MESSAGES: :[[@LINE+2]]:2: error: expected ';'
    // CHECK-MESSAGES: :[[@LINE+1]]:2: error: expected '}'
}
};
