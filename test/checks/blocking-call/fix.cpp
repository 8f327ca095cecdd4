// RUN: %check_async -fix-clean %s async-blocking-call %t

#include "coroutine.h"
#include <string>

namespace vendor {
template <class T> T sync_wait(aio::task<T> t);
}
using vendor::sync_wait;
aio::task<int> number(int n);
aio::task<std::string> text();
int log(int n);

aio::task<int> awaits(bool first) {
  int n = sync_wait(number(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'vendor::sync_wait' blocks the thread
  // CHECK-FIXES: int n = co_await number(1);
  n += 2 * vendor::sync_wait(number(2)) + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'vendor::sync_wait' blocks the thread
  // CHECK-FIXES: n += 2 * co_await number(2) + 1;
  n += sync_wait(text()).size();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'vendor::sync_wait' blocks the thread
  // CHECK-FIXES: n += (co_await text()).size();
  n += sync_wait(first ? number(3) : number(4));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'vendor::sync_wait' blocks the thread
  // CHECK-FIXES: n += co_await (first ? number(3) : number(4));
  co_return log(sync_wait(number(n)));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'vendor::sync_wait' blocks the thread
  // CHECK-FIXES: co_return log(co_await number(n));
}
