// RUN: %check_async %s async-redundant-channel %t

#include "channel.h"

template <class T> aio::task<T> generic(T value) {
  aio::channel<T> c;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'c' is filled and drained
  co_await c.push(value);
  co_return co_await c.pop();
}
template aio::task<int> generic(int);
template aio::task<long> generic(long);

// What a template lends the channel to depends on its argument.
template <class F> aio::task<int> lends(F f) {
  aio::channel<int> c;
  co_await c.push(1);
  f(&c);
  co_return co_await c.pop();
}
aio::task<int> lent() { return lends([](aio::channel<int> *) {}); }
