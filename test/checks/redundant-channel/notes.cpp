// RUN: %check_async %s async-redundant-channel %t

#include "channel.h"

aio::task<int> in_turn() {
  aio::channel<int> c;
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'c' is filled and drained by the same sequence of steps: nothing runs beside it [async-redundant-channel]
  co_await c.push(1);
  // CHECK-NOTES: :[[@LINE-1]]:12: note: filled here
  co_await c.push(2);
  // CHECK-NOTES: :[[@LINE-1]]:12: note: filled here
  co_return co_await c.pop();
  // CHECK-NOTES: :[[@LINE-1]]:22: note: drained here
  // CHECK-NOTES: :[[@LINE-8]]:21: note: a plain container does, a std::vector or std::deque; or start the producer beside the consumer
}
