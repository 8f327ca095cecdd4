// RUN: %check_async %s async-lock-across-suspension %t

// Reduced from wrong reports on real code and from a reading of its idioms.

#include "coroutine.h"
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

// A destructor that closes something is no unlock: reset() of a unique_ptr, clear()
// of a vector and emplace() of an optional say nothing of locks by themselves.
struct pipe_end {
  std::unique_ptr<int> closed_;
  std::vector<int> buffer_;
  std::optional<int> fd_;
  pipe_end() { buffer_.push_back(1); }
  explicit pipe_end(int fd) { fd_.emplace(fd); }
  pipe_end(pipe_end &&) = default;
  void close() {
    buffer_.clear();
    closed_.reset();
    fd_.reset();
  }
  ~pipe_end() { close(); }
};
struct both_ends {
  pipe_end in, out;
};
aio::task<> keeps_pipes(pipe_end by_value, std::shared_ptr<both_ends> shared,
                        std::vector<pipe_end> many) {
  pipe_end local(3);
  auto made = std::make_shared<pipe_end>(4);
  co_await aio::tick();
}

// The same wrappers do hold a lock when they hold a guard.
struct late_guard {
  std::optional<std::unique_lock<std::mutex>> l_;
  explicit late_guard(std::mutex &m) { l_.emplace(m); }
  void done() { l_.reset(); }
  ~late_guard() { done(); }
};
aio::task<> holds(std::mutex &m) {
  late_guard h(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: lock 'h' on 'm' is held while the coroutine is suspended
  co_await aio::tick();
}
aio::task<> done_with_it(std::mutex &m) {
  late_guard h(m);
  h.done();
  co_await aio::tick();
}

// An awaiter that is given the guard unlocks it when it suspends.
struct parked {
  std::unique_lock<std::mutex> l_;
  explicit parked(std::unique_lock<std::mutex> &l) : l_(std::move(l)) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { auto out = std::move(l_); }
  void await_resume() {}
};
aio::task<> parks(std::mutex &m) {
  std::unique_lock<std::mutex> l(m);
  co_await parked(l);
}
struct condition {
  struct wait_t {
    std::unique_lock<std::mutex> &l;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) { l.unlock(); }
    void await_resume() { l.lock(); }
  };
  wait_t wait(std::unique_lock<std::mutex> &l) { return {l}; }
};
aio::task<> waits(condition &c, std::mutex &m, bool &ready) {
  std::unique_lock<std::mutex> l(m);
  while (!ready)
    co_await c.wait(l);
}

// Lent to a coroutine, which may unlock it before it is suspended.
aio::task<> unlocks_first(std::unique_lock<std::mutex> &l) {
  l.unlock();
  co_await aio::tick();
}
aio::task<> lends(std::mutex &m) {
  std::unique_lock<std::mutex> l(m);
  co_await unlocks_first(l);
}
aio::task<> looks(const std::unique_lock<std::mutex> &) { co_await aio::tick(); }
aio::task<> shows(std::mutex &m) {
  std::unique_lock<std::mutex> l(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: lock 'l' on 'm' is held while the coroutine is suspended
  co_await looks(l);
}

// Unlocked by a closure that a scope guard keeps.
template <class F> struct deferred {
  F f;
  ~deferred() { f(); }
};
template <class F> deferred<F> defer(F f) { return {f}; }
aio::task<> scope_guard(std::mutex &m) {
  {
    m.lock();
    auto unlock = defer([&] { m.unlock(); });
  }
  co_await aio::tick();
}

// lock() that only checks its use can't block anybody.
[[noreturn]] void misuse();
class checked_section {
  bool entered_ = false;

public:
  void lock() {
    if (entered_)
      misuse();
    entered_ = true;
  }
  void unlock() { entered_ = false; }
};
class section_guard {
  checked_section &s_;

public:
  explicit section_guard(checked_section &s) : s_(s) { s_.lock(); }
  ~section_guard() { s_.unlock(); }
};
aio::task<> checked(checked_section &s) {
  section_guard g(s);
  co_await aio::tick();
}
