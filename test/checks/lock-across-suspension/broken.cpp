// RUN: %check_async %s async-lock-across-suspension %t

// Code as it looks while it is typed. What is whole is still judged; what is not must not
// bring the analysis down. No coroutine with a mistake in it holds a lock for certain.

#include "coroutine.h"
#include <mutex>

struct counter {
  std::mutex m_;
  int n_ = 0;

  aio::task<> whole_before() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    n_ = co_await aio::number();
  }
  aio::task<> unknown_awaitable() {
    {
      std::lock_guard<std::mutex> l(m_);
      ++n_;
    }
    co_await missing();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: use of undeclared identifier 'missing'
  }
  aio::task<> unknown_mutex() {
    std::lock_guard<std::mutex> l{no_such_};
    // CHECK-MESSAGES: :[[@LINE-1]]:35: error: use of undeclared identifier 'no_such_'
    co_await aio::tick();
  }
  aio::task<> unknown_guard() {
    no_such_guard l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: error: unknown type name 'no_such_guard'
    co_await aio::tick();
  }
  aio::task<> not_an_awaitable() {
    co_await 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: {{.*}}
  }
  aio::task<> unfinished() {
    std::unique_lock<std::mutex> l(m_);
    l.
    // CHECK-MESSAGES: :[[@LINE+1]]:3: error: expected unqualified-id
  }
  no_such_task no_promise() {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'no_such_task'
    // CHECK-MESSAGES: :[[@LINE-2]]:16: error: this function cannot be a coroutine
    m_.lock();
    co_await aio::tick();
  }
  int not_a_coroutine_type() {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: error: this function cannot be a coroutine
    std::lock_guard<std::mutex> l(m_);
    co_await aio::tick();
  }
  aio::task<> whole_after() {
    m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is locked here and still held
    n_ = co_await aio::number();
    m_.unlock();
  }
};

template <class T> aio::task<> broken_template(T t, std::mutex &m) {
  std::unique_lock l(m, std::defer_lock);
  co_await t.nothing_like_it();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: error: {{.*}}
}
aio::task<> use_broken(std::mutex &m) { return broken_template(1, m); }
