// A coroutine runtime in a hundred lines: one thread, one queue of what is ready.
#pragma once
#include <chrono>
#include <coroutine>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <thread>
#include <utility>

namespace loop {

using clock = std::chrono::steady_clock;

inline std::deque<std::coroutine_handle<>> ready;
inline std::multimap<clock::time_point, std::coroutine_handle<>> timers;

/// Runs until nothing is ready and nobody waits for a time.
inline void run() {
  while (!ready.empty() || !timers.empty()) {
    if (ready.empty()) {
      std::this_thread::sleep_until(timers.begin()->first);
      ready.push_back(timers.begin()->second);
      timers.erase(timers.begin());
    }
    auto next = ready.front();
    ready.pop_front();
    next.resume();
  }
}

template <class T> struct result {
  std::optional<T> value;
  void return_value(T v) { value.emplace(std::move(v)); }
  T take() { return std::move(*value); }
};
template <> struct result<void> {
  void return_void() {}
  void take() {}
};

/// A lazy coroutine: awaiting it runs it, and then goes on.
template <class T = void> class [[nodiscard]] task {
public:
  struct promise_type : result<T> {
    std::coroutine_handle<> next = std::noop_coroutine();
    struct last {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> h) const noexcept {
        return h.promise().next;
      }
      void await_resume() const noexcept {}
    };
    task get_return_object() {
      return task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    last final_suspend() const noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };

  task(task &&other) noexcept : h_(std::exchange(other.h_, {})) {}
  ~task() {
    if (h_)
      h_.destroy();
  }
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> next) {
    h_.promise().next = next;
    return h_;
  }
  T await_resume() { return h_.promise().take(); }

private:
  explicit task(std::coroutine_handle<promise_type> h) : h_(h) {}
  std::coroutine_handle<promise_type> h_;
};

struct detached {
  struct promise_type {
    detached get_return_object() const { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const {}
    void unhandled_exception() { std::terminate(); }
  };
};
/// Starts a task that runs beside the caller.
inline detached spawn(task<> t) { co_await std::move(t); }

struct sleep_for {
  std::chrono::milliseconds delay;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) const {
    timers.emplace(clock::now() + delay, h);
  }
  void await_resume() const noexcept {}
};

/// What one task puts in, another takes out. A closed one gives nothing.
template <class T> class channel {
public:
  void push(T value) {
    items_.push_back(std::move(value));
    wake();
  }
  void close() {
    closed_ = true;
    wake();
  }
  task<std::optional<T>> pop() {
    while (items_.empty() && !closed_)
      co_await turn{*this};
    if (items_.empty())
      co_return std::nullopt;
    std::optional<T> first(std::move(items_.front()));
    items_.pop_front();
    co_return first;
  }

private:
  struct turn {
    channel &c;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { c.waiting_.push_back(h); }
    void await_resume() const noexcept {}
  };
  void wake() {
    ready.insert(ready.end(), waiting_.begin(), waiting_.end());
    waiting_.clear();
  }
  bool closed_ = false;
  std::deque<T> items_;
  std::deque<std::coroutine_handle<>> waiting_;
};

/// A mutex that is awaited.
class mutex {
public:
  class guard {
  public:
    explicit guard(mutex *m) : m_(m) {}
    guard(guard &&other) noexcept : m_(std::exchange(other.m_, nullptr)) {}
    ~guard() {
      if (m_)
        m_->unlock();
    }

  private:
    mutex *m_;
  };
  task<guard> lock() {
    while (held_)
      co_await turn{*this};
    held_ = true;
    co_return guard(this);
  }
  void unlock() {
    held_ = false;
    if (waiting_.empty())
      return;
    ready.push_back(waiting_.front());
    waiting_.pop_front();
  }

private:
  struct turn {
    mutex &m;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { m.waiting_.push_back(h); }
    void await_resume() const noexcept {}
  };
  bool held_ = false;
  std::deque<std::coroutine_handle<>> waiting_;
};

} // namespace loop
