// RUN: not %async-tidy --checks=-*,async-redundant-channel %s -- -std=c++20 -I%Inputs | FileCheck %s
// CHECK: error: use of undeclared identifier 'later'
// CHECK: warning: 'd' is filled and drained

// Broken code must not crash.

#include "channel.h"

aio::task<int> half() {
  aio::channel<int> c;
  co_await c.push(later);
  co_return co_await c.
}
aio::task<int> whole() {
  aio::channel<int> d;
  co_await d.push(1);
  co_return co_await d.pop();
}
