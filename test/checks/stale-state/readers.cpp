// RUN: %check_async %s async-stale-state %t

// Two readers hold a shared lock at the same time: it keeps out writers only.

#include "sync.h"

class shelf {
  aio::shared_mutex books_;
  int next_ = 0;

public:
  aio::task<> readers_only(int n) {
    auto mine = co_await books_.read_lock();
    const int at = next_;
    co_await aio::store(at);
    next_ = at + n;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'next_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  aio::task<> both() { co_await aio::when_all(readers_only(1), readers_only(2)); }
};

class ledger {
  aio::shared_mutex books_;
  int next_ = 0;

public:
  aio::task<> writers_only(int n) {
    auto mine = co_await books_.write_lock();
    const int at = next_;
    co_await aio::store(at);
    next_ = at + n;
  }
  aio::task<> both() { co_await aio::when_all(writers_only(1), writers_only(2)); }
};

// A reader and a writer keep each other out.
class register_of_guests {
  aio::shared_mutex books_;
  int guests_ = 0;
  int greeted_ = 0;

public:
  aio::task<> greet() {
    auto mine = co_await books_.read_lock();
    if (guests_ == 0)
      co_return;
    co_await aio::store(guests_);
    greeted_ = guests_;
  }
  aio::task<> leave() {
    auto mine = co_await books_.write_lock();
    guests_ = 0;
  }
  aio::task<> both() { co_await aio::when_all(greet(), leave()); }
};
