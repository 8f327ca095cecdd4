// RUN: %check_async %s async-blocking-call %t

// Instantiations are analysed, and reported once for all of them.

#include "coroutine.h"
#include <future>

template <class T> T get_now(std::future<T> f) { return f.get(); }

template <class T> aio::task<T> generic(std::future<T> f) {
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f.get' blocks the thread
}
template aio::task<int> generic(std::future<int>);
template aio::task<long> generic(std::future<long>);

template <class T> aio::task<T> through_helper(std::future<T> f) {
  co_return get_now(std::move(f));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'get_now' blocks the thread
}
template aio::task<int> through_helper(std::future<int>);

template <class F> void call_twice(F f) {
  f();
  f();
}
aio::task<> calls_back(std::shared_future<int> f) {
  call_twice([&] { f.wait(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'call_twice' blocks the thread
  co_return;
}

// Never instantiated: not analysed.
template <class T> aio::task<T> unused(std::future<T> f) { co_return f.get(); }

template <class Future> struct reader {
  Future f_;
  aio::task<int> read() {
    co_return f_.get();
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'f_.get' blocks the thread
  }
};
struct instant {
  int get() const { return 1; }
};
template struct reader<std::future<int>>;
template struct reader<instant>;
