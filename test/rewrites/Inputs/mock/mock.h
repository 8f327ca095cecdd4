// What the stand-ins for libraries share: enough of a coroutine to be compiled.
#pragma once
#include <coroutine>
#include <utility>

namespace mock {
template <class T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class Task, class T> struct promise {
  Task get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
  void return_value(T value);
};
template <class Task> struct promise<Task, void> {
  Task get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
  void return_void();
};
} // namespace mock
