// RUN: %check_async %s async-unjoined-task %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async %s async-unjoined-task %t -- -config='{CheckOptions: {async-unjoined-task.Confidence: likely, Confidence: definite}}'
// RUN: %check_async -expect-clean %S/Inputs/same.cpp async-unjoined-task %t -- -config='{CheckOptions: {Confidence: definite}}'

// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }

aio::task<> starts() {
  long sum = 0;
  aio::spawn(add(1, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'sum', a local of this function, which does not wait for it
  co_await aio::tick();
}
