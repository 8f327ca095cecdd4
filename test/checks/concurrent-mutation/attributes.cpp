// RUN: %check_async %s async-concurrent-mutation %t

// What the author says of sharing, each beside the same code without it.

#include "tasks.h"

#define CONFINED [[clang::annotate("async_tidy::confined")]]
#define SINGLE [[clang::annotate("async_tidy::single_activation")]]

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}
aio::task<> two_calls() {
  long sum = 0;
  CONFINED long own = 0;
  co_await aio::when_all(add(1, own), add(2, own));
  co_await aio::when_all(add(1, sum), add(2, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'sum'
}

SINGLE aio::task<> in_turn(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}
aio::task<> by_agreement() {
  long sum = 0;
  co_await aio::when_all(in_turn(1, sum), in_turn(2, sum));
}
