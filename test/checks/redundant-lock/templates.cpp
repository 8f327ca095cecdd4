// RUN: %check_async %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'

#include "coroutine.h"

template <class T> class box {
public:
  aio::task<> put(T value) {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    value_ = value;
  }

private:
  aio::mutex turn_;
  T value_{};
};
template class box<int>;
template class box<long>;

// A member template may have instances elsewhere.
class has_a_template {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock();
    ++n_;
  }
  template <class F> aio::task<> with(F f) {
    auto turn = co_await turn_.scoped_lock();
    co_await f(n_);
  }
};
