// RUN: %check_async %s async-concurrent-mutation %t

// Instantiations are analysed.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}

template <class T> aio::task<> of(T) {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended
  co_await aio::tick();
}
template aio::task<> of(int);
template <class T> aio::task<> never_used(T) {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
  co_await aio::tick();
}
