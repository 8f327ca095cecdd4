// RUN: %check_async %s async-shared-mutable-state %t

// A member of a template is reported once, however many instances it has.

#include "coroutine.h"

template <typename T> struct counter {
  T n_ = T();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n_' is changed across suspension points by 2 coroutines of 'counter'
  aio::task<> add() {
    T n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  aio::task<> drop() {
    T n = n_;
    co_await aio::tick();
    n_ = n - 1;
  }
  void on_reset() { n_ = T(); }
};

aio::task<> use(counter<int> &i, counter<long> &l) {
  co_await i.add();
  co_await i.drop();
  i.on_reset();
  co_await l.add();
  co_await l.drop();
  l.on_reset();
}

// Never used: never judged.
template <typename T> struct unused {
  T n_ = T();
  aio::task<> add() {
    T n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  aio::task<> drop() {
    T n = n_;
    co_await aio::tick();
    n_ = n - 1;
  }
  void on_reset() { n_ = T(); }
};
