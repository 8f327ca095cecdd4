//===- sync.h - What a fiber can wait for -----------------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An uncontended lock and an event that is set do not suspend.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_SYNC_H
#define ASYNC_TIDY_TEST_INTERLEAVE_SYNC_H

#include "explore.h"

#include <deque>

namespace interleave {

namespace detail {
/// Ends the step; the fiber stays ready.
struct yield_awaiter {
  location at;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) const {
    run::wake(active->park(h, "a turn", at));
  }
  void await_resume() const noexcept {}
};

/// The same with a result.
template <class T> struct reply_awaiter : yield_awaiter {
  T value;
  T await_resume() { return std::move(value); }
};

/// A value that is known already: awaiting it never suspends.
template <class T> struct ready_awaiter {
  T value;
  constexpr bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::move(value); }
};

/// Fibers that wait for one thing, first come, first served.
class queue {
public:
  void add(fiber *f) { waiting_.push_back(f); }
  bool wake_one() {
    if (waiting_.empty())
      return false;
    run::wake(waiting_.front());
    waiting_.pop_front();
    return true;
  }
  void wake_all() {
    while (wake_one()) {
    }
  }

private:
  std::deque<fiber *> waiting_;
};
} // namespace detail

/// A suspension point at which any other ready fiber may run.
[[nodiscard]] inline detail::yield_awaiter
yield(location at = location::current()) {
  return {at};
}

/// An external step that takes a while; the same as yield().
[[nodiscard]] inline detail::yield_awaiter
delay(location at = location::current()) {
  return {at};
}

/// An external step that takes a while and gives `value`.
template <class T>
[[nodiscard]] detail::reply_awaiter<T>
reply(T value, location at = location::current()) {
  return {{at}, std::move(value)};
}

/// An awaitable that never suspends.
template <class T> [[nodiscard]] detail::ready_awaiter<T> ready_value(T value) {
  return {std::move(value)};
}

/// Counts permits. A released permit goes to the fiber that waited longest.
class semaphore {
public:
  explicit semaphore(unsigned permits) : permits_(permits) {}
  semaphore(const semaphore &) = delete;

  /// A permit, given back at the end of its life.
  class [[nodiscard]] guard {
  public:
    guard() = default;
    explicit guard(semaphore *owner) noexcept : owner_(owner) {}
    guard(guard &&other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)) {}
    guard &operator=(guard &&other) noexcept {
      std::swap(owner_, other.owner_);
      return *this;
    }
    ~guard() { unlock(); }
    void unlock() {
      if (semaphore *owner = std::exchange(owner_, nullptr))
        owner->release();
    }

  private:
    semaphore *owner_ = nullptr;
  };

  struct acquire_awaiter {
    semaphore &of;
    location at;
    bool await_ready() const noexcept { return of.try_acquire(); }
    void await_suspend(std::coroutine_handle<> h) const {
      of.waiting_.add(active->park(h, "a permit", at));
    }
    void await_resume() const noexcept {}
  };
  struct guard_awaiter : acquire_awaiter {
    guard await_resume() const noexcept { return guard(&this->of); }
  };

  bool try_acquire() noexcept { return permits_ != 0 && permits_--; }
  acquire_awaiter acquire(location at = location::current()) {
    return {*this, at};
  }
  guard_awaiter scoped_acquire(location at = location::current()) {
    return {{*this, at}};
  }
  void release() {
    // When a run is abandoned its frames go in no useful order.
    if (!active->ending() && !waiting_.wake_one())
      ++permits_;
  }

private:
  unsigned permits_;
  detail::queue waiting_;
};

/// A lock that is awaited. Not recursive.
class async_mutex {
public:
  using guard = semaphore::guard;
  semaphore::acquire_awaiter lock(location at = location::current()) {
    return one_.acquire(at);
  }
  semaphore::guard_awaiter scoped_lock(location at = location::current()) {
    return one_.scoped_acquire(at);
  }
  bool try_lock() noexcept { return one_.try_acquire(); }
  void unlock() { one_.release(); }

private:
  semaphore one_{1};
};

/// Remembers that it was set.
class event {
public:
  struct awaiter {
    event &of;
    location at;
    const char *reason = "an event";
    bool await_ready() const noexcept { return of.set_; }
    void await_suspend(std::coroutine_handle<> h) const {
      of.waiting_.add(active->park(h, reason, at));
    }
    void await_resume() const noexcept {}
  };
  awaiter wait(location at = location::current()) { return {*this, at}; }
  /// What the trace says of it instead of a place.
  awaiter wait_for(const char *reason) { return {*this, {}, reason}; }
  bool is_set() const noexcept { return set_; }
  void reset() noexcept { set_ = false; }
  void set() {
    set_ = true;
    waiting_.wake_all();
  }

private:
  bool set_ = false;
  detail::queue waiting_;
};

/// A condition variable without memory: a notification that nobody waits for
/// is lost. A woken fiber runs some steps later.
class notifier {
public:
  struct awaiter {
    notifier &of;
    location at;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const {
      of.waiting_.add(active->park(h, "a notification", at));
    }
    void await_resume() const noexcept {}
  };
  awaiter wait(location at = location::current()) { return {*this, at}; }
  /// Waits until `done()`, tested before each wait without a suspension
  /// between test and wait.
  template <class Predicate>
  task<void> wait(Predicate done, location at = location::current()) {
    while (!done())
      co_await wait(at);
  }
  void notify_one() { waiting_.wake_one(); }
  void notify_all() { waiting_.wake_all(); }

private:
  detail::queue waiting_;
};

/// An unbounded queue. `pop` gives nothing once it is closed and empty.
template <class T> class channel {
public:
  struct pop_awaiter {
    channel &of;
    location at;
    std::optional<T> item{};
    bool await_ready() {
      if (of.items_.empty())
        return of.closed_;
      item = std::move(of.items_.front());
      of.items_.pop_front();
      return true;
    }
    void await_suspend(std::coroutine_handle<> h) {
      waiter = active->park(h, "a message", at);
      of.waiting_.push_back(this);
    }
    std::optional<T> await_resume() { return std::move(item); }
    fiber *waiter = nullptr;
  };

  pop_awaiter pop(location at = location::current()) { return {*this, at}; }
  bool empty() const noexcept { return items_.empty(); }
  void push(T value) {
    if (waiting_.empty()) {
      items_.push_back(std::move(value));
      return;
    }
    // Straight to the fiber that waits, or a third one could take it.
    waiting_.front()->item = std::move(value);
    run::wake(waiting_.front()->waiter);
    waiting_.pop_front();
  }
  void close() {
    closed_ = true;
    for (pop_awaiter *each : std::exchange(waiting_, {}))
      run::wake(each->waiter);
  }

private:
  bool closed_ = false;
  std::deque<T> items_;
  std::deque<pop_awaiter *> waiting_;
};

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_SYNC_H
