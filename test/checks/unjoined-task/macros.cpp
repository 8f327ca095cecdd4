// RUN: %check_async %s async-unjoined-task %t

// Macros hide the start, the wait, and the function.

#include "tasks.h"

#define AWAIT(x) co_await (x)
#define START(x) aio::spawn(x)
#define TASK(name) aio::task<> name()

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }

TASK(in_a_macro) {
  long sum = 0;
  START(add(1, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'sum', a local of this function, which does not wait for it
  co_await aio::tick();
}
