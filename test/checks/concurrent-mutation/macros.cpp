// RUN: %check_async %s async-concurrent-mutation %t

// Macros hide the start, the wait, and the function.

#include "tasks.h"

#define AWAIT(x) co_await (x)
#define START(x) aio::spawn(x)
#define TASK(name) aio::task<> name()

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}

TASK(in_a_macro) {
  long sum = 0;
  AWAIT(aio::when_all(add(1, sum), add(2, sum)));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended
  co_await aio::tick();
}
