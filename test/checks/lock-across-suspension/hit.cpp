// RUN: %check_async %s async-lock-across-suspension %t

// What is reported, and in which words. That nothing is missed is lock-matrix's matter.

#include "coroutine.h"
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <tuple>
#include <utility>

struct account {
  std::mutex m;
  int balance = 0;
};

struct ledger {
  std::mutex m_, other_;
  std::shared_mutex rw_;
  std::mutex shards_[4];
  account total_;
  std::unique_ptr<account> first_;
  int entries_ = 0;
  std::mutex &hidden();
  std::unique_lock<std::mutex> exclusive();

  aio::task<> guard() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended [async-lock-across-suspension]
    entries_ = co_await aio::number();
    ++entries_;
  }

  aio::task<> deduced() {
    std::scoped_lock hold(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'hold' on 'm_' is held while the coroutine is suspended
    if (co_await aio::fetch<bool>())
      ++entries_;
  }

  aio::task<> several() {
    std::scoped_lock both(m_, other_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'both' on 'm_' and 'other_' is held while the coroutine is suspended
    co_await aio::store(++entries_);
  }

  aio::task<> shared() {
    auto reading = std::shared_lock(rw_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'reading' on 'rw_' is held while the coroutine is suspended
    co_await aio::store(entries_);
  }

  aio::task<> member_of_member() {
    std::lock_guard l(total_.m);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'total_.m' is held while the coroutine is suspended
    total_.balance += co_await aio::number();
  }

  aio::task<> member_through_pointer() {
    std::lock_guard l(first_->m);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'first_->m' is held while the coroutine is suspended
    first_->balance += co_await aio::number();
  }

  aio::task<> without_a_name() {
    std::lock_guard l(hidden());
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on the mutex is held while the coroutine is suspended
    entries_ += co_await aio::number();
  }

  aio::task<> from_function() {
    auto l = exclusive();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on the mutex is held while the coroutine is suspended
    entries_ += co_await aio::number();
  }

  aio::task<> manual() {
    m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is locked here and still held while the coroutine is suspended
    entries_ = co_await aio::number();
    m_.unlock();
  }

  aio::task<> manual_try() {
    if (!rw_.try_lock_shared())
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rw_' is locked here and still held while the coroutine is suspended
      co_return;
    co_await aio::store(entries_);
    rw_.unlock_shared();
  }

  aio::task<> deferred() {
    std::unique_lock l(m_, std::defer_lock);
    ++entries_;
    l.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
    entries_ = co_await aio::number();
    ++entries_;
  }

  aio::task<> one_path() {
    std::unique_lock l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
    if (entries_ > 0)
      l.unlock();
    co_await aio::tick();
  }

  aio::task<> in_optional(bool exclusively) {
    std::optional<std::unique_lock<std::mutex>> l;
    if (exclusively)
      l.emplace(m_);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
    entries_ += co_await aio::number();
  }

  aio::task<> if_statement() {
    if (std::lock_guard l(m_); entries_ > 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
      co_await aio::store(entries_);
  }

  // Two locks, two reports; one lock and many suspension points, one report.
  aio::task<> twice() {
    std::lock_guard first(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'first' on 'm_' is held while the coroutine is suspended
    entries_ = co_await aio::number();
    std::lock_guard second(other_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'second' on 'other_' is held while the coroutine is suspended
    entries_ += co_await aio::number();
    entries_ += co_await aio::number();
  }

  // Locked in two places, both of which reach the suspension.
  aio::task<> either() {
    std::unique_lock l(m_, std::defer_lock);
    if (entries_ > 0) {
      l.lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
      --entries_;
    } else {
      l.lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
    }
    co_await aio::store(entries_);
  }

  aio::generator<int> yields() {
    std::lock_guard l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
    while (entries_-- > 0)
      co_yield entries_;
  }

  // The inner coroutine is the one that holds a lock.
  aio::task<> lambda() {
    auto job = [this]() -> aio::task<> {
      std::lock_guard l(m_);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held while the coroutine is suspended
      entries_ += co_await aio::number();
    };
    co_await job();
  }
};

// A temporary guard has no name of its own.
template <class T> struct guarded {
  struct handle {
    std::unique_lock<std::mutex> lock;
    T &value;
    T *operator->() { return &value; }
  };
  handle locked() { return {std::unique_lock(m), value}; }
  std::mutex m;
  T value{};
};

aio::task<> temporary(guarded<account> &a) {
  co_await aio::store(a.locked()->balance);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: a lock on {{'a'|'a.m'|the mutex}} is held while the coroutine is suspended
}

// The lock is a part of what a helper returns.
class gallery {
  std::mutex m_;
  std::shared_mutex rw_;
  int pictures_ = 0;
  std::pair<std::shared_lock<std::shared_mutex>, const int &> view() {
    return {std::shared_lock(rw_), pictures_};
  }
  std::tuple<int, std::unique_lock<std::mutex>> open();

  aio::task<> bound() {
    auto [lock, pictures] = view();
    // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: a lock on the mutex is held while the coroutine is suspended
    co_await aio::tick();
  }
  aio::task<> in_a_condition() {
    if (const auto &[n, lock] = open(); n > 1)
      // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: a lock on the mutex is held while the coroutine is suspended
      co_await aio::tick();
  }
  aio::task<> taken_out() {
    auto both = open();
    auto lock = std::get<1>(std::move(both));
    // CHECK-MESSAGES: :[[@LINE-2]]:17: warning: lock 'lock' on the mutex is held while the coroutine is suspended
    co_await aio::tick();
  }
};
