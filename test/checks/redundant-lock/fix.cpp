// RUN: %check_async -fix-clean %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'

#include "coroutine.h"

class counter {
public:
  aio::task<int> increment() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    co_return ++value_;
  }
  aio::task<int> later() {
    co_await aio::tick();
    auto turn = co_await turn_.scoped_lock(); ++value_;
    co_return value_;
  }

private:
  aio::mutex turn_;
  int value_ = 0;
};
// CHECK-FIXES: aio::task<int> increment() {
// CHECK-FIXES-NEXT: //
// CHECK-FIXES-NEXT: co_return ++value_;
// CHECK-FIXES: co_await aio::tick();
// CHECK-FIXES-NEXT: ++value_;
// CHECK-FIXES-NEXT: co_return value_;
// CHECK-FIXES: private:
// CHECK-FIXES-NEXT: int value_ = 0;
