//===- task.h - A lazy coroutine --------------------------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The task owns its frame and resumes who awaits it by symmetric transfer. It
// knows the name of its coroutine, for the trace.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_TASK_H
#define ASYNC_TIDY_TEST_INTERLEAVE_TASK_H

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <utility>

namespace interleave {

using location = std::source_location;

template <class T = void> class task;
class run;

/// The run in progress. Everything here happens on one thread.
inline run *active = nullptr;

/// Thrown to leave a step whose run has failed. Not a std::exception, so that
/// programs do not catch it by accident.
struct abandoned {};

namespace detail {

/// Returns to the coroutine that awaited this one, or to the scheduler.
struct final_awaiter {
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  std::coroutine_handle<>
  await_suspend(std::coroutine_handle<Promise> h) const noexcept {
    if (h.promise().awaited_by)
      return h.promise().awaited_by;
    return std::noop_coroutine();
  }
  void await_resume() const noexcept {}
};

struct promise_base {
  // The default argument gives the place and the name of the coroutine.
  explicit promise_base(location in) : in(in) {}

  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  location in;
  std::coroutine_handle<> awaited_by{};
  std::exception_ptr error{};
};

template <class T> struct promise : promise_base {
  promise(location in = location::current()) : promise_base(in) {}
  task<T> get_return_object() noexcept;
  template <class U> void return_value(U &&result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (error)
      std::rethrow_exception(error);
    return std::move(*value);
  }
  std::optional<T> value;
};

template <> struct promise<void> : promise_base {
  promise(location in = location::current()) : promise_base(in) {}
  task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const {
    if (error)
      std::rethrow_exception(error);
  }
};

/// "sell" for "task<int> shop::counter::sell(int)".
inline std::string short_name(const location &in) {
  std::string name = in.function_name();
  if (name.find("lambda") != std::string::npos)
    return "lambda";
  name = name.substr(0, name.find('('));
  return name.substr(name.find_last_of(": ") + 1);
}
} // namespace detail

/// A lazy coroutine. It owns its frame, so that to drop the outermost task of
/// an abandoned run ends all frames below it.
template <class T> class [[nodiscard]] task {
public:
  using promise_type = detail::promise<T>;
  using handle_type = std::coroutine_handle<promise_type>;

  task() = default;
  explicit task(handle_type h) noexcept : h_(h) {}
  task(task &&other) noexcept : h_(std::exchange(other.h_, {})) {}
  task &operator=(task &&other) noexcept {
    task old(std::exchange(h_, std::exchange(other.h_, {})));
    return *this;
  }
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

  explicit operator bool() const noexcept { return bool(h_); }
  bool done() const noexcept { return h_.done(); }
  handle_type handle() const noexcept { return h_; }
  void start_inline() const { h_.resume(); }
  std::string name() const { return detail::short_name(h_.promise().in); }

  /// What an ended task threw; empty if nothing, or if the run has failed.
  std::string error_text() const {
    if (!h_.promise().error)
      return {};
    try {
      std::rethrow_exception(h_.promise().error);
    } catch (const abandoned &) {
      return {};
    } catch (const std::exception &e) {
      return e.what();
    } catch (...) {
      return "unknown";
    }
  }

private:
  handle_type h_{};
};

template <class T> task<T> detail::promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<promise>::from_promise(*this));
}
inline task<void> detail::promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<promise>::from_promise(*this));
}

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_TASK_H
