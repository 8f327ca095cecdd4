// RUN: %check_async %s async-blocking-call %t

#include "coroutine.h"
#include <chrono>
#include <future>
#include <thread>

#define PAUSE(ms) std::this_thread::sleep_for(std::chrono::milliseconds(ms))
#define GET(f) (f).get()
#define READY(f)                                                               \
  ((f).wait_for(std::chrono::seconds(0)) == std::future_status::ready)

aio::task<int> in_macros(std::future<int> f) {
  PAUSE(5);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' puts the thread to sleep
  co_return GET(f);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f.get' blocks the thread
}
aio::task<int> asked_in_a_macro(std::future<int> f) {
  if (READY(f))
    co_return GET(f);
  co_return 0;
}
#define DEFINE(name)                                                           \
  aio::task<> name() {                                                         \
    PAUSE(1);                                                                  \
    co_return;                                                                 \
  }
DEFINE(whole)
// CHECK-MESSAGES: :[[@LINE-1]]:1: warning: 'std::this_thread::sleep_for' puts the thread to sleep
