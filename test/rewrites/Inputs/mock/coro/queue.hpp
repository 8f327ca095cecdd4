// As coro/queue.hpp and coro/task.hpp of libcoro declare them.
#pragma once
#include "../mock.h"
namespace coro {
template <class T = void> struct [[nodiscard]] task : mock::awaiter<T> {
  using promise_type = mock::promise<task, T>;
};
template <class T, class E> struct expected {
  explicit operator bool() const noexcept;
  T &operator*() & noexcept;
  T &&operator*() && noexcept;
};
enum class queue_produce_result { produced, stopped };
enum class queue_consume_result { stopped };
template <class T> class queue {
public:
  queue();
  queue(const queue &) = delete;
  task<queue_produce_result> push(const T &item);
  task<queue_produce_result> push(T &&item);
  [[nodiscard]] task<expected<T, queue_consume_result>> pop();
};
} // namespace coro
