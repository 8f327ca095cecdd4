// As cppcoro declares it, and cppcoro/task.hpp.
#pragma once
#include "../mock.h"
namespace cppcoro {
template <class T = void> struct [[nodiscard]] task : mock::awaiter<T> {
  using promise_type = mock::promise<task, T>;
};
class single_consumer_async_auto_reset_event {
public:
  single_consumer_async_auto_reset_event(bool set = false) noexcept;
  void set() noexcept;
  mock::awaiter<void> operator co_await() const noexcept;
};
} // namespace cppcoro
