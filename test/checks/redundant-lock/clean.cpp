// RUN: %check_async -expect-clean %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single, Confidence: possible}}'
// RUN: %check_async -expect-clean %S/Inputs/increment.cpp async-redundant-lock %t -- -config='{CheckOptions: {Confidence: possible}}'

// Some section waits, or the lock is used in ways that cannot be followed. And, in the second run,
// nothing says that there is one thread only.

#include "coroutine.h"
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

using aio::task;
task<int> fetch();
task<> use(aio::mutex &m);

// One section of two waits: the other has to wait for it.
class one_waits {
  aio::mutex turn_;
  int n_ = 0;
  task<> refill() {
    auto turn = co_await turn_.scoped_lock();
    n_ += co_await fetch();
  }
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
class waits_on_one_path {
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    if (n_ == 0)
      co_await fetch();
    --n_;
  }
};
// Others can take it.
class shown {
public:
  aio::mutex turn_;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }

private:
  int n_ = 0;
};
class lent {
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
  task<> lends() { co_await use(turn_); }
};
class in_a_lambda {
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
  auto later() {
    return [this]() -> task<> {
      auto turn = co_await turn_.scoped_lock();
      co_await fetch();
    };
  }
};
class has_friends {
  friend task<> befriended(has_friends &h);
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
class body_elsewhere {
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
  task<> not_here();
};
// The guard outlives the function.
class hands_over {
  aio::mutex turn_;
  int n_ = 0;
  task<aio::mutex::guard> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
    co_return std::move(turn);
  }
};
class tries {
  aio::mutex turn_;
  int n_ = 0;
  task<> take() {
    if (!turn_.try_lock())
      co_return;
    --n_;
    turn_.unlock();
  }
  task<> wait() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
// Threads are about.
class with_a_thread {
  aio::mutex turn_;
  int n_ = 0;
  std::thread reader_;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
class with_an_atomic {
  aio::mutex turn_;
  std::atomic<int> n_ = 0;
  task<> take() {
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
struct worker_pool {
  aio::pause<> schedule();
};
class moves {
  aio::mutex turn_;
  worker_pool &pool_;
  int n_ = 0;
  explicit moves(worker_pool &p) : pool_(p) {}
  task<> take() {
    co_await pool_.schedule();
    auto turn = co_await turn_.scoped_lock();
    --n_;
  }
};
// Acts as a gate: closed here, opened elsewhere.
class gate {
  aio::mutex turn_;
  task<> close() { co_await turn_.lock(); }
  void open() { turn_.unlock(); }
};
