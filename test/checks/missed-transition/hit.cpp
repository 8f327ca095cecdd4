// RUN: %check_async %s async-missed-transition %t

#include "sync.h"
#include <chrono>
#include <deque>
#include <string>
#include <vector>

using namespace std::chrono_literals;
struct answer {
  bool done = false;
  std::string text;
};
aio::task<answer> look_up(int order);
aio::task<bool> is_done(int order);
aio::task<> work();

// --- Lost wake-ups -----------------------------------------------------------------------

struct desk {
  aio::condition changed_;
  bool ready_ = false;
  std::deque<int> queue_;

  void on_change() {
    ready_ = true;
    changed_.notify_all();
  }
  void push(int n) {
    queue_.push_back(n);
    changed_.notify_all();
  }

  aio::task<std::string> asked_before(int order) {
    for (;;) {
      answer a = co_await look_up(order);
      if (a.done)
        co_return a.text;
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified while the coroutine was suspended after the test
    }
  }
  aio::task<> asked_in_the_condition(int order) {
    while (!co_await is_done(order))
      co_await changed_.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
  }
  aio::task<> tested_then_suspended() {
    while (!ready_) {
      co_await work();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
    }
  }
  aio::task<> tested_once() {
    if (!ready_) {
      co_await work();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
    }
  }
  aio::task<> tested_in_a_local() {
    bool empty = queue_.empty();
    co_await work();
    if (empty)
      co_await changed_.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
  }
};

// --- Values that are passed through ------------------------------------------------------

struct server {
  enum class state { running, draining, stopped };
  aio::condition changed_;
  state state_ = state::running;
  int in_flight_ = 0;

  aio::task<> on_drain() {
    co_await changed_.wait([this] { return state_ == state::draining; });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits until 'state_' has one value, which it may have had and left again before this coroutine looks
  }
  aio::task<> on_drain_in_a_loop() {
    while (state_ != state::draining)
      co_await changed_.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits until 'state_' has one value
  }
  aio::task<> on_drain_by_polling() {
    while (state_ != state::draining)
      co_await aio::sleep_for(10ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits until 'state_' has one value
  }
  aio::task<> shut_down() {
    enter(state::draining);
    if (in_flight_ != 0)
      co_await work();
    enter(state::stopped);
  }
  void enter(state next) {
    state_ = next;
    changed_.notify_all();
  }
};

// A look every now and then may come too late, also if somebody waits between.
struct polled {
  enum class state { running, draining, stopped };
  state state_ = state::running;
  aio::task<> on_drain() {
    while (state_ != state::draining)
      co_await aio::sleep_for(10ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits until 'state_' has one value
  }
  aio::task<> shut_down() {
    state_ = state::draining;
    co_await work();
    state_ = state::stopped;
  }
};

struct steps {
  aio::condition changed_;
  int step_ = 0;
  aio::task<> second() {
    co_await changed_.wait([this] { return step_ == 2; });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits until 'step_' has one value
  }
  void hurry() {
    step_ = 2;
    changed_.notify_all();
    step_ = 3;
    changed_.notify_all();
  }
};

// --- Woken early -------------------------------------------------------------------------

struct upload {
  aio::condition changed_;
  aio::event stored_;
  bool finished_ = false;
  std::vector<int> table_;

  aio::task<> finish() {
    changed_.notify_all();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: who waits for 'changed_' is woken before 'finished_' is changed
    co_await work();
    finished_ = true;
  }
  aio::task<> wait() {
    co_await changed_.wait([this] { return finished_; });
  }
  aio::task<> store(int row) {
    stored_.set();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: who waits for 'stored_' is woken before 'table_' is changed
    co_await work();
    table_.push_back(row);
  }
  aio::task<int> last() {
    co_await stored_.wait();
    co_return table_.back();
  }
};

// Who asked for it owns the event, and what is stored came with it.
struct order {
  std::vector<int> rows;
  aio::event stored;
};
struct store {
  aio::mutex turn_;
  std::vector<int> on_disk_;
  aio::task<> persist(order &o) {
    auto rows = o.rows;
    o.stored.set();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: who waits for 'o.stored' is woken before 'on_disk_' is changed
    auto turn = co_await turn_.scoped_lock();
    on_disk_.insert(on_disk_.end(), rows.begin(), rows.end());
  }
};
