// A made-up coroutine library, known to no model: what the tests use where no real
// library is meant. Its async mutex has to be recognised by its shape.
//
//   task<T>       lazy; awaiting it may suspend
//   generator<T>  co_yield suspends
//   tick(), fetch<T>()   may suspend
//   ready<T>, none       never suspend: await_ready() is a constant true
#pragma once
#include <coroutine>
#include <exception>
#include <utility>

namespace aio {

template <class T> struct result {
  T *value = nullptr;
  void return_value(T v) { value = new T(std::move(v)); }
  T take() { return std::move(*value); }
};
template <> struct result<void> {
  void return_void() {}
  void take() {}
};

template <class T = void> class task {
public:
  struct promise_type : result<T> {
    std::coroutine_handle<> next;
    struct last {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        return h.promise().next;
      }
      void await_resume() const noexcept {}
    };
    task get_return_object() {
      return task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    last final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };

  explicit task(std::coroutine_handle<promise_type> h) : h_(h) {}
  task(task &&o) noexcept : h_(std::exchange(o.h_, {})) {}
  ~task() {
    if (h_)
      h_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) {
    h_.promise().next = h;
    return h_;
  }
  T await_resume() { return h_.promise().take(); }

private:
  std::coroutine_handle<promise_type> h_;
};

template <class T> class generator {
public:
  struct promise_type {
    const T *current = nullptr;
    generator get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T &v) noexcept {
      current = &v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

template <class T = void> struct pause {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
pause<> tick();
template <class T> pause<T> fetch();
pause<int> number();
pause<int> store(int value);

/// Needs its operator co_await to be awaited.
struct deferred_pause {
  pause<int> operator co_await() const;
};
deferred_pause later();

template <class T> struct ready {
  T value;
  constexpr bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::move(value); }
};
struct none {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
struct none_behind_operator {
  none operator co_await() const noexcept { return {}; }
};

/// Locked by awaiting; unlocked by any thread.
class mutex {
public:
  class guard {
  public:
    explicit guard(mutex *m) : m_(m) {}
    guard(guard &&o) noexcept : m_(std::exchange(o.m_, nullptr)) {}
    ~guard() {
      if (m_)
        m_->unlock();
    }

  private:
    mutex *m_;
  };
  pause<> lock();
  pause<guard> scoped_lock();
  bool try_lock();
  void unlock();
};

} // namespace aio
