// RUN: not %async-tidy --checks=-*,async-redundant-lock --config='{CheckOptions: {Executor: single}}' %s -- -std=c++20 -I%Inputs | FileCheck %s
// CHECK: error: use of undeclared identifier 'nothing'
// CHECK: warning: 'turn_' is held only where nothing is awaited

// Broken code must not crash.

#include "coroutine.h"

class half {
  aio::mutex turn_;
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock(nothing);
  }
  aio::mutex
};
class whole {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock();
    ++n_;
  }
};
