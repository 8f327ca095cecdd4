// RUN: %check_async %s async-redundant-lock %t

// main() is the evidence: one loop, run once, and no thread.

#include "coroutine.h"

namespace asio {
class io_context {
public:
  explicit io_context(int concurrency_hint = 1);
  unsigned long run();
};
} // namespace asio

class counter {
public:
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited: on one thread nobody else can run there [async-redundant-lock]
    ++n_;
  }
  aio::task<int> get() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-NOTES: :[[@LINE-1]]:17: note: so it is here
    co_return n_;
  }

private:
  aio::mutex turn_;
  // CHECK-NOTES: :[[@LINE+6]]:20: note: the only event loop, run on one thread
  // CHECK-NOTES: :[[@LINE-2]]:14: note: 'turn_' can go
  int n_ = 0;
};

int main() {
  asio::io_context loop(1);
  loop.run();
}
