//===- threads.h - Coroutines on real threads -------------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The smallest runtime in which a coroutine can change its thread: a lazy task,
// a loop (the program's main thread), a pool, and what starts several tasks.
// For ThreadSanitizer: nothing here orders two tasks but what the program says.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_THREADS_H
#define ASYNC_TIDY_TEST_INTERLEAVE_THREADS_H

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace threads {

template <class T = void> class task;

namespace detail {
struct final_awaiter {
  bool await_ready() const noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
    return h.promise().awaited_by;
  }
  void await_resume() const noexcept {}
};
struct promise_base {
  std::coroutine_handle<> awaited_by = std::noop_coroutine();
  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() { std::terminate(); }
};
template <class T> struct promise : promise_base {
  task<T> get_return_object();
  void return_value(T v) { value = std::move(v); }
  T take() { return std::move(value); }
  T value{};
};
template <> struct promise<void> : promise_base {
  task<void> get_return_object();
  void return_void() {}
  void take() {}
};
} // namespace detail

/// A lazy coroutine that owns its frame.
template <class T> class [[nodiscard]] task {
public:
  using promise_type = detail::promise<T>;
  explicit task(std::coroutine_handle<promise_type> h) : h_(h) {}
  task(task &&other) noexcept : h_(std::exchange(other.h_, {})) {}
  ~task() {
    if (h_)
      h_.destroy();
  }
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> by) noexcept {
    h_.promise().awaited_by = by;
    return h_;
  }
  T await_resume() { return h_.promise().take(); }

private:
  std::coroutine_handle<promise_type> h_;
};
template <class T> task<T> detail::promise<T>::get_return_object() {
  return task<T>(std::coroutine_handle<promise>::from_promise(*this));
}
inline task<void> detail::promise<void>::get_return_object() {
  return task<void>(std::coroutine_handle<promise>::from_promise(*this));
}

/// Runs what it is given, in order, on the threads that call run().
class executor {
public:
  void post(std::function<void()> f) {
    std::lock_guard l(guard_);
    queue_.push_back(std::move(f));
    any_.notify_one();
  }
  void stop() {
    std::lock_guard l(guard_);
    stopped_ = true;
    any_.notify_all();
  }
  void run() {
    for (;;) {
      std::function<void()> next;
      {
        std::unique_lock l(guard_);
        any_.wait(l, [this] { return stopped_ || !queue_.empty(); });
        if (queue_.empty())
          return;
        next = std::move(queue_.front());
        queue_.pop_front();
      }
      next();
    }
  }

private:
  std::mutex guard_;
  std::condition_variable any_;
  std::deque<std::function<void()>> queue_;
  bool stopped_ = false;
};

/// The main thread's.
inline executor &main_loop() {
  static executor e;
  return e;
}
/// That of two threads.
inline executor &pool() {
  static executor e;
  return e;
}

struct resume_awaiter {
  executor &where;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { where.post([h] { h.resume(); }); }
  void await_resume() const noexcept {}
};
/// Awaited, the coroutine goes on there.
inline resume_awaiter resume_on(executor &where) { return {where}; }

namespace detail {
/// Starts itself, and frees its frame at its end.
struct started {
  struct promise_type {
    started get_return_object() { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
    void return_void() {}
  };
};
struct join_awaiter {
  std::vector<task<>> &all;
  std::atomic<std::size_t> left;
  std::coroutine_handle<> by{};
  bool await_ready() const noexcept { return all.empty(); }
  void await_suspend(std::coroutine_handle<> h) {
    by = h;
    // The frame that this lives in may be gone as soon as the last has started.
    for (std::size_t i = 0, n = all.size(); i != n; ++i)
      part(all[i], *this);
  }
  void await_resume() const noexcept {}
  static started part(task<> &each, join_awaiter &whole) {
    co_await each;
    if (whole.left.fetch_sub(1) == 1)
      main_loop().post([h = whole.by] { h.resume(); });
  }
};
} // namespace detail

/// Starts all, waits for all, and comes back to the main loop.
inline task<> when_all(std::vector<task<>> all) {
  detail::join_awaiter join{all, all.size()};
  co_await join;
}
inline task<> when_all(task<> a, task<> b) {
  std::vector<task<>> all;
  all.push_back(std::move(a));
  all.push_back(std::move(b));
  co_await when_all(std::move(all));
}

/// Lets two threads go on at the same time, without ordering what they did: relaxed
/// operations synchronize with nothing ([atomics.order]). Who comes alone goes on
/// after a while.
inline void together() {
  static std::atomic<int> here = 0;
  const int before = here.fetch_add(1, std::memory_order_relaxed);
  const int mine = before | 1;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (here.load(std::memory_order_relaxed) <= mine &&
         std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  // Of two accesses in the same instant the sanitizer may see neither.
  if (before & 1)
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
}

/// Adds a program to those that the driver runs by name.
struct registration {
  registration(const char *name, task<> (*entry)())
      : name(name), entry(entry), next(std::exchange(first, this)) {}
  const char *const name;
  task<> (*const entry)();
  const registration *const next;
  static inline const registration *first = nullptr;
};

} // namespace threads

#endif // ASYNC_TIDY_TEST_INTERLEAVE_THREADS_H
