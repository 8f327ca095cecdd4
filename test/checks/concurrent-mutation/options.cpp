// RUN: %check_async %s async-concurrent-mutation %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async %s async-concurrent-mutation %t -- -config='{CheckOptions: {async-concurrent-mutation.Confidence: likely, Confidence: definite}}'
// RUN: %check_async -expect-clean %S/Inputs/same.cpp async-concurrent-mutation %t -- -config='{CheckOptions: {Confidence: definite}}'

// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}

aio::task<> starts() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended
  co_await aio::tick();
}
