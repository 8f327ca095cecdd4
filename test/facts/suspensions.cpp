// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// Which awaits suspend: one fact each, once, however deep the co_await stands; and none of the
// implicit ones of the coroutine, nor of a lambda that stands in it.

#include "coroutine.h"

struct state {
  int n_ = 0;

  // CHECK-LABEL: state::never: 0 suspension points
  aio::task<> never() {
    int n = n_;
    co_await aio::none{};
    co_await std::suspend_never{};
    n_ = n;
  }
  // CHECK-LABEL: state::nested: 3 suspension points
  aio::task<> nested() {
    n_ = co_await aio::store(co_await aio::number());
    // CHECK: [[@LINE-1]]:30 Suspend
    // CHECK: [[@LINE-2]]:10 Suspend
    co_await aio::later();
    // CHECK: [[@LINE-1]]:5 Suspend
    // CHECK-NOT: Suspend
  }
  // CHECK-LABEL: state::yields: 1 suspension points
  aio::generator<int> yields() { co_yield n_; }
  // CHECK-LABEL: state::lambda: 1 suspension points
  aio::task<> lambda() {
    auto f = [this]() -> aio::task<> { n_ = co_await aio::number(); };
    // CHECK-NOT: Write n_
    co_await f();
    // CHECK: [[@LINE-1]]:5 Suspend
  }
  // CHECK-LABEL: state::range_for: 1 suspension points
  aio::task<> range_for(int (&all)[2]) {
    for (int each : all)
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Write each
      co_await aio::store(each);
    // CHECK: [[@LINE-1]]:7 Suspend
  }
};
