// RUN: not %async-tidy --checks=-*,async-blocking-call,async-redundant-lock,async-redundant-channel %s -- -std=c++20 -I%Inputs | FileCheck %s
// CHECK: error: use of undeclared identifier 'undeclared'
// CHECK: warning: 'std::this_thread::sleep_for' puts the thread to sleep

// Broken code must not crash, and what is whole in it is still analysed.

#include "coroutine.h"
#include <chrono>
#include <future>
#include <thread>

struct unknown_base;
struct worker : unknown_base {
  std::thread t_;
  ~worker() { t_.join(,); }
};
template <class T> struct recursive {
  recursive<T *> *next_;
  ~recursive() { next_->~recursive(); }
};

aio::task<int> f(nowhere n) {
  worker w;
  while (!)
    ;
  co_await;
  missing_channel<int> c;
  co_await c.push(,);
  co_return n.get();
}
aio::task<> g() {
  recursive<int> r;
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_await undeclared(r);
}
aio::task<> h() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_return;
}
