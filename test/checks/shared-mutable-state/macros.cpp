// RUN: %check_async %s async-shared-mutable-state %t

#include "coroutine.h"

#define AWAIT(x) co_await (x)
#define MEMBER(type, name) type name = type()
#define STEP(name, by)                                                         \
  aio::task<> name() {                                                         \
    int n = n_;                                                                \
    AWAIT(aio::tick());                                                        \
    n_ = n + by;                                                               \
  }

struct counter {
  MEMBER(int, n_);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'n_' is changed across suspension points by 2 coroutines of 'counter'
  STEP(add, 1)
  STEP(drop, -1)
  void on_reset() { n_ = 0; }
};
