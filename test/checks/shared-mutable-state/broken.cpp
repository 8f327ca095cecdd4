// RUN: %check_async %s async-shared-mutable-state %t

// Code as it looks while it is typed.

#include "coroutine.h"

struct counter {
  unknown_type u_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'unknown_type'
  int n_ = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'n_' is changed across suspension points by 2 coroutines of 'counter'
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  aio::task<> drop() {
    int n = n_;
    co_await aio::tick();
    n_ = n - 1;
  }
  void on_reset() { n_ = 0; }
  aio::task<> half() {
    int n = n_;
    co_await nothing();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: use of undeclared identifier 'nothing'
    n_ = n +;
    // CHECK-MESSAGES: :[[@LINE-1]]:13: error: expected expression
  }
};
