// RUN: %check_async %s async-blocking-call %t

// Reported, but not for a fix: in a macro, in a helper that cannot await, with more than a task.

#include "coroutine.h"

template <class T> T sync_wait(aio::task<T> t);
template <class T> T sync_wait(aio::task<T> t, int milliseconds);
aio::task<int> number(int n);
#define NOW(task) sync_wait(task)

aio::task<int> in_a_macro() {
  co_return NOW(number(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sync_wait' blocks the thread
  // CHECK-FIXES: co_return NOW(number(1));
}
int now() { return sync_wait(number(1)); }
// CHECK-FIXES: int now() { return sync_wait(number(1)); }
aio::task<int> in_a_helper() {
  co_return now();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'now' blocks the thread
  // CHECK-FIXES: co_return now();
}
aio::task<int> with_a_limit() {
  co_return sync_wait(number(1), 100);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sync_wait' blocks the thread
  // CHECK-FIXES: co_return sync_wait(number(1), 100);
}
