// RUN: %check_async %s async-missed-transition %t

#include "sync.h"

struct desk {
  enum class state { closed, opening, open };
  aio::condition changed_;
  aio::event told_;
  bool ready_ = false;
  int rows_ = 0;
  state state_ = state::closed;
  void finish() {
    ready_ = true;
    changed_.notify_all();
  }
  aio::task<> wait() {
    while (!ready_) {
      co_await aio::tick();
      co_await changed_.wait();
    }
  }
  // CHECK-NOTES: :[[@LINE-3]]:7: warning: this waits for ever if 'changed_' was notified while the coroutine was suspended after the test [async-missed-transition]
  // CHECK-NOTES: :[[@LINE-6]]:13: note: what decides to wait is tested here
  // CHECK-NOTES: :[[@LINE-6]]:7: note: suspended here, other tasks run
  // CHECK-NOTES: :[[@LINE-11]]:5: note: 'finish' notifies here
  // CHECK-NOTES: :[[@LINE-7]]:7: note: test again before this line, with no suspension between, or wait with a predicate

  aio::task<> on_opening() {
    co_await changed_.wait([this] { return state_ == state::opening; });
  }
  aio::task<> open() {
    co_await aio::tick();
    state_ = state::opening;
    state_ = state::open;
  }
  // CHECK-NOTES: :[[@LINE-7]]:5: warning: this waits until 'state_' has one value, which it may have had and left again before this coroutine looks [async-missed-transition]
  // CHECK-NOTES: :[[@LINE-4]]:5: note: 'open' sets the value here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: and leaves it here
  // CHECK-NOTES: :[[@LINE-10]]:5: note: wait until the value is reached or passed, or give the waiter the change itself

  aio::task<> store() {
    told_.set();
    co_await aio::tick();
    rows_ = 1;
  }
  aio::task<int> rows() {
    co_await told_.wait();
    co_return rows_;
  }
  // CHECK-NOTES: :[[@LINE-8]]:5: warning: who waits for 'told_' is woken before 'rows_' is changed: this coroutine is suspended in between [async-missed-transition]
  // CHECK-NOTES: :[[@LINE-8]]:5: note: suspended here, other tasks run
  // CHECK-NOTES: :[[@LINE-8]]:5: note: 'rows_' is changed here
  // CHECK-NOTES: :[[@LINE-6]]:5: note: 'rows' waits here
  // CHECK-NOTES: :[[@LINE-10]]:5: note: notify after this line
};
