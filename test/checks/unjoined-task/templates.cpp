// RUN: %check_async %s async-unjoined-task %t

// Instantiations are analysed.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }

template <class T> aio::task<> of(T) {
  long sum = 0;
  aio::spawn(add(1, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'sum', a local of this function, which does not wait for it
  co_await aio::tick();
}
template aio::task<> of(int);
template <class T> aio::task<> never_used(T) {
  long sum = 0;
  aio::spawn(add(1, sum));
  co_await aio::tick();
}
