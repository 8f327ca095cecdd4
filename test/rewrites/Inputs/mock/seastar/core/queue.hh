// As seastar/core/queue.hh and future.hh declare them.
#pragma once
#include "../../mock.h"
#include <cstddef>
#include <type_traits>
namespace seastar {
template <class T = void> struct [[nodiscard]] future : mock::awaiter<T> {
  using promise_type = mock::promise<future, T>;
};
template <class T>
  requires std::is_nothrow_move_constructible_v<T>
class queue {
public:
  explicit queue(std::size_t size);
  bool push(T &&item);
  future<T> pop_eventually() noexcept;
};
} // namespace seastar
