// RUN: %check_async %s async-concurrent-mutation %t

// Code as it looks while it is typed: what is whole is still judged.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}

aio::task<> whole() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended
  co_await aio::tick();
}
aio::task<> half() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), nowhere(sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:39: error: use of undeclared identifier 'nowhere'
  aio::spawn(add(1, gone_));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: error: use of undeclared identifier 'gone_'
}
