// RUN: %check_async %s async-redundant-channel %t

#include "channel.h"

#define PUT(c, x) co_await (c).push(x)
#define GET(c) co_await (c).pop()

aio::task<int> in_macros() {
  aio::channel<int> c;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'c' is filled and drained
  PUT(c, 1);
  co_return GET(c);
}
#define START(f) aio::spawn([&]() -> aio::task<> { co_await (f); }())
aio::task<int> started_in_a_macro() {
  aio::channel<int> c;
  START(c.push(1));
  PUT(c, 2);
  co_return GET(c);
}
