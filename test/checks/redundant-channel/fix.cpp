// RUN: %check_async %s async-redundant-channel %t

// No edit: which container takes its place, the user knows.

#include "channel.h"

aio::task<int> in_turn() {
  aio::channel<int> c;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'c' is filled and drained
  co_await c.push(1);
  co_return co_await c.pop();
}
// CHECK-FIXES: aio::channel<int> c;
// CHECK-FIXES: co_await c.push(1);
// CHECK-FIXES-NEXT: co_return co_await c.pop();
