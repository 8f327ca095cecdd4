// RUN: %check_async -expect-clean %s async-missed-transition %t

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
aio::task<> work();

struct desk {
  aio::mutex m_;
  aio::condition changed_;
  aio::event opened_;
  unsigned changes_ = 0;
  bool ready_ = false;
  std::deque<int> queue_;

  void on_change() {
    ++changes_;
    ready_ = true;
    changed_.notify_all();
    opened_.set();
  }

  aio::task<> tested_last() {
    while (!ready_)
      co_await changed_.wait();
    while (!ready_) {
      co_await work();
      if (!ready_)
        co_await changed_.wait();
    }
    co_await changed_.wait([this] { return ready_; });
  }
  aio::task<std::string> counted(int order) {
    for (;;) {
      unsigned before = changes_;
      answer a = co_await look_up(order);
      if (a.done)
        co_return a.text;
      if (before == changes_)
        co_await changed_.wait();
    }
  }
  aio::task<> tested_under_the_lock() {
    auto turn = co_await m_.scoped_lock();
    while (!ready_)
      co_await changed_.wait(turn);
  }
  aio::task<> the_event_remembers() {
    if (!ready_) {
      co_await work();
      co_await opened_.wait();
    }
  }
  aio::task<> limited(int order) {
    while (!(co_await look_up(order)).done)
      co_await changed_.wait_for(100ms);
  }
  aio::task<> next_change() {
    co_await work();
    co_await changed_.wait();
  }
  aio::task<> drained() {
    while (!queue_.empty()) {
      queue_.pop_front();
      co_await work();
    }
    while (queue_.empty())
      co_await changed_.wait();
  }
};

struct server {
  enum class state { starting, running, draining, stopped };
  aio::condition changed_;
  state state_ = state::starting;
  int in_flight_ = 0;
  bool busy_ = false;

  // Reached or passed; or a value that stays.
  aio::task<> on_drain() {
    co_await changed_.wait([this] { return state_ >= state::draining; });
    co_await changed_.wait([this] { return state_ == state::stopped; });
    co_await changed_.wait([this] { return state_ != state::running; });
  }
  aio::task<> shut_down() {
    state_ = state::draining;
    changed_.notify_all();
    co_await work();
    state_ = state::stopped;
    changed_.notify_all();
  }
  // Everybody's turn comes again.
  aio::task<> idle() {
    co_await changed_.wait([this] { return in_flight_ == 0; });
    while (busy_)
      co_await changed_.wait();
  }
  aio::task<> serve() {
    ++in_flight_;
    busy_ = true;
    co_await work();
    busy_ = false;
    --in_flight_;
    changed_.notify_all();
  }
};

// Between setting and leaving the state every way is suspended: the waiter gets its turn.
struct gives_a_turn {
  enum class state { running, draining, stopped };
  aio::condition changed_;
  state state_ = state::running;
  bool busy_ = false;

  aio::task<> on_drain() {
    co_await changed_.wait([this] { return state_ == state::draining; });
    while (state_ != state::draining)
      co_await changed_.wait();
  }
  aio::task<> shut_down() {
    enter(state::draining);
    if (busy_)
      co_await work();
    else
      co_await aio::tick();
    enter(state::stopped);
  }
  void enter(state next) {
    state_ = next;
    changed_.notify_all();
  }
};

struct upload {
  aio::condition changed_;
  aio::event started_;
  bool finished_ = false;
  int rounds_ = 0;
  int unrelated_ = 0;

  aio::task<> set_first() {
    finished_ = true;
    changed_.notify_all();
    co_await work();
    ++unrelated_;
  }
  aio::task<> wait() {
    co_await changed_.wait([this] { return finished_; });
  }
  // The next round tells them.
  aio::task<> rounds() {
    for (;;) {
      changed_.notify_all();
      co_await work();
      finished_ = true;
    }
  }
  aio::task<> told_twice() {
    changed_.notify_all();
    co_await work();
    finished_ = true;
    changed_.notify_all();
  }
  aio::task<> nobody_looks() {
    started_.set();
    co_await work();
    ++rounds_;
  }
  aio::task<> only_started() { co_await started_.wait(); }
};
