// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// Callables and what they capture; returns; holders and where they are needed; locks that are
// asked for in vain; what blocks.

#include "sync.h"
#include <chrono>
#include <thread>
#include <vector>

template <class F> void later(F f);
void plain();

struct state {
  int n_ = 0;
  std::vector<int> v_;
  aio::mutex m_;

  // CHECK-LABEL: state::closure
  aio::task<int> closure(int k) {
    auto f = [this, k, &n = n_] { return n_ + k + n; };
    // CHECK: [[@LINE-1]]:14 Closure captures *this copies k captures n_
    later(plain);
    // CHECK: [[@LINE-1]]:11 Closure of a function
    co_await aio::tick();
    // CHECK: [[@LINE-1]]:5 Suspend
    co_return f();
    // CHECK: [[@LINE-1]]:5 Return
  }
  // CHECK-LABEL: state::returned
  aio::task<int> returned() {
    int n = co_await aio::number();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Suspend
    if (n > 1)
      co_return n;
    // CHECK: [[@LINE-1]]:7 Return n
    co_return 0;
    // CHECK: [[@LINE-1]]:5 Return{{$}}
  }
  // CHECK-LABEL: state::holder
  aio::task<> holder() {
    int &first = v_.front();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Bind first as reference into v_
    auto it = v_.begin();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Bind it as iterator into v_
    co_await aio::tick();
    // CHECK: [[@LINE-1]]:5 Suspend
    ++first;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Use first
    *it = 2;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Use it
    for (int each : v_)
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Bind {{.*}} loop as iterator into v_
      co_await aio::store(each);
  }
  // CHECK-LABEL: state::in_vain
  aio::task<> in_vain() {
    m_.scoped_lock();
    // CHECK: [[@LINE-1]]:5 Request m_ dropped
    auto asked = m_.scoped_lock();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Request m_ never awaited
    co_await m_.scoped_lock();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Request m_ guard dropped
    co_await aio::tick();
  }
  // CHECK-LABEL: state::taken
  aio::task<> taken() {
    // CHECK-NOT: Request
    auto turn = co_await m_.scoped_lock();
    // CHECK: [[@LINE-1]]:17 Acquire ? locks m_ async
    // CHECK-NEXT: [[@LINE-2]]:17 Transfer ? to turn
    co_await aio::tick();
  }
  // CHECK-LABEL: state::blocks
  aio::task<> blocks() {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    // CHECK: [[@LINE-1]]:5 Block sleep_for for sleep
    for (int i = 0; i != 3; ++i)
      std::this_thread::yield();
    co_await aio::tick();
    // CHECK-NOT: Block
    // CHECK: [[@LINE-2]]:5 Suspend
  }
};
