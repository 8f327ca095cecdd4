// RUN: %check_async %s async-lock-order %t

#include "sync.h"

template <class Mutex> struct notebook {
  Mutex m_;
  int n_ = 0;
  aio::task<> flush() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  template <class F> aio::task<> locked(F f) {
    auto turn = co_await m_.scoped_lock();
    co_await f();
  }
  aio::task<> save() {
    auto turn = co_await m_.scoped_lock();
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_', which this coroutine holds
  }
  aio::task<> helper_is_a_template() {
    auto turn = co_await m_.scoped_lock();
    co_await locked([]() -> aio::task<> { co_return; });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_', which this coroutine holds
  }
};
template struct notebook<aio::mutex>;
