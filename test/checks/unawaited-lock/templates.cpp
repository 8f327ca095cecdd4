// RUN: %check_async %s async-unawaited-lock %t

// Instantiations are judged, once a line; patterns are not.

#include "sync.h"

template <class Mutex> struct shelf {
  Mutex m_;
  int n_ = 0;
  aio::task<> add() {
    auto lock = m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'm_' is not locked: 'lock' is never awaited
    ++n_;
    co_await aio::tick();
  }
  aio::task<> never_instantiated() {
    m_.scoped_lock();
    co_await aio::tick();
    ++n_;
  }
};
struct fair : aio::mutex {};
aio::task<> use(shelf<aio::mutex> &a, shelf<fair> &b) {
  co_await a.add();
  co_await b.add();
}
