// RUN: %check_async %s async-unjoined-task %t

// Code as it looks while it is typed: what is whole is still judged.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }

aio::task<> whole() {
  long sum = 0;
  aio::spawn(add(1, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'sum', a local of this function, which does not wait for it
  co_await aio::tick();
}
aio::task<> half() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), nowhere(sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:39: error: use of undeclared identifier 'nowhere'
  aio::spawn(add(1, gone_));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: error: use of undeclared identifier 'gone_'
}
