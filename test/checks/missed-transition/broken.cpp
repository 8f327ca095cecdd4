// RUN: %check_async %s async-missed-transition %t

#include "sync.h"

struct desk {
  aio::condition changed_;
  unknown_type u_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'unknown_type'
  bool ready_ = false;
  void open() {
    ready_ = true;
    changed_.notify_all();
  }
  aio::task<> whole() {
    while (!ready_) {
      co_await aio::tick();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
    }
  }
  aio::task<> unfinished() {
    while (!ready_) {
      co_await changed_.wait([this] { return rea
      // CHECK-MESSAGES: :[[@LINE-1]]:46: error: use of undeclared identifier 'rea'
    }
    // CHECK-MESSAGES: :[[@LINE+3]]:3: error: expected ')'
    // CHECK-MESSAGES: :[[@LINE+3]]:3: error: expected ';' after struct
    // CHECK-MESSAGES: :[[@LINE+2]]:3: error: expected '}'
  }
};
