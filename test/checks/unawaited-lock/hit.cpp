// RUN: %check_async %s async-unawaited-lock %t

// Locks that are asked for and never held.

#include "sync.h"
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

struct shelf {
  aio::mutex m_;
  aio::shared_mutex rw_;
  aio::semaphore units_{4};
  std::vector<int> books_;

  aio::task<> dropped() {
    m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_' is not locked: what this call gives is never awaited
    books_.push_back(1);
    co_await aio::tick();
  }
  aio::task<> dropped_by_hand() {
    m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_' is not locked: what this call gives is never awaited
    books_.push_back(co_await aio::number());
    m_.unlock();
  }
  aio::task<> bound() {
    auto lock = m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'm_' is not locked: 'lock' is never awaited
    books_.push_back(co_await aio::number());
  }
  aio::task<> bound_to_a_task() {
    [[maybe_unused]] auto lock = rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'rw_' is not locked: 'lock' is never awaited
    books_.push_back(co_await aio::number());
  }
  aio::task<> silenced() {
    auto &&lock = rw_.read_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'rw_' is not locked: 'lock' is never awaited
    (void)lock;
    books_.push_back(co_await aio::number());
  }
  aio::task<> unit_bound() {
    auto unit = units_.scoped_acquire();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'units_' is not locked: 'unit' is never awaited
    books_.push_back(co_await aio::number());
  }
  aio::task<> guard_dropped() {
    co_await m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_' is unlocked again at once: its guard is a temporary that dies at the end of this expression
    books_.push_back(co_await aio::number());
  }
  aio::task<> guard_cast_away() {
    (void)co_await rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'rw_' is unlocked again at once
    books_.push_back(co_await aio::number());
  }
  aio::task<> guard_ignored() {
    std::ignore = co_await units_.scoped_acquire();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'units_' is unlocked again at once
    books_.push_back(co_await aio::number());
  }
  aio::task<> in_a_branch(bool exclusively) {
    if (exclusively)
      co_await rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'rw_' is unlocked again at once
    books_.clear();
    co_await aio::tick();
  }
  aio::task<> scope_too_short(bool exclusively) {
    if (exclusively) {
      auto lock = co_await rw_.write_lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'rw_' is unlocked again at once: the scope of 'lock' ends here
    }
    books_.clear();
    co_await aio::tick();
  }
  aio::task<> in_a_loop() {
    for (int i = 0; i < 3; ++i) {
      rw_.write_lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'rw_' is not locked
      books_.push_back(co_await aio::number());
    }
  }
  aio::task<> in_a_handler() {
    try {
      books_.push_back(co_await aio::number());
    } catch (...) {
      auto lock = m_.scoped_lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'm_' is not locked: 'lock' is never awaited
      books_.clear();
    }
  }
};

// The guard comes from a helper, which locks a member of its own class.
struct archive {
  aio::task<aio::shared_mutex::hold> close_range(int from) {
    auto h = co_await range_.write_lock();
    from_ = from;
    co_return h;
  }
  aio::shared_mutex range_;
  int from_ = 0;
};
struct library {
  std::unique_ptr<archive> archive_;
  bool open_ = true;
  aio::task<> rebind(int from) {
    co_await archive_->close_range(from);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'archive_->range_' is unlocked again at once
    open_ = false;
    co_await aio::tick();
  }
};

// In a lambda that is a coroutine, and in a free one.
void in_a_lambda(shelf &s) {
  auto put = [&s]() -> aio::task<> {
    auto lock = s.m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 's.m_' is not locked: 'lock' is never awaited
    s.books_.push_back(co_await aio::number());
  };
  aio::spawn(put());
}
aio::task<> in_a_free_coroutine(std::shared_ptr<shelf> s) {
  s->m_.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's->m_' is not locked
  s->books_.push_back(co_await aio::number());
  s->m_.unlock();
}

// A helper gives what its lock gives.
class cellar {
  aio::shared_mutex rw_;
  aio::mutex m_;
  std::vector<int> boxes_;
  aio::task<aio::shared_mutex::hold> for_writing() { return rw_.write_lock(); }
  aio::task<aio::mutex::guard> exclusively();

  aio::task<> never_waits() {
    auto exclusive = for_writing();
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'rw_' is not locked: 'exclusive' is never awaited
    boxes_.push_back(co_await aio::number());
  }
  aio::task<> drops_it() {
    (void)exclusively();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the lock is not locked: what this call gives is never awaited
    boxes_.push_back(co_await aio::number());
  }
};

// The lock is tried, and what says whether it was got dies with the question.
struct ticket_lock {
  class hold {
  public:
    hold(hold &&) noexcept;
    ~hold();
    explicit operator bool() const;

  private:
    ticket_lock *of_;
  };
  aio::pause<hold> lock();
  hold try_lock();
  std::optional<hold> try_acquire();
};
class till {
  ticket_lock l_;
  int sum_ = 0, waits_ = 0;
  aio::task<> only_asked() {
    if (!l_.try_lock())
      // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'l_' is unlocked again at once: its guard is a temporary that dies at the end of this expression
      co_return;
    sum_ += co_await aio::number();
  }
  aio::task<> asked_an_optional() {
    if (l_.try_acquire().has_value())
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'l_' is unlocked again at once
      sum_ += co_await aio::number();
  }
  aio::task<> cast_away() {
    (void)l_.try_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'l_' is unlocked again at once
    sum_ += co_await aio::number();
  }
  // Only asks whether it has to wait: no report by default.
  aio::task<> counts_the_waits() {
    if (!l_.try_lock())
      ++waits_;
    auto mine = co_await l_.lock();
    sum_ += co_await aio::number();
  }
};
