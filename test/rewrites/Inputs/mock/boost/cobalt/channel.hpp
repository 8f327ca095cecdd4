// As boost/cobalt/channel.hpp and task.hpp of Boost 1.84 declare them.
#pragma once
#include "../../mock.h"
#include <cstddef>
namespace boost::cobalt {
template <class T> struct [[nodiscard]] task : mock::awaiter<T> {
  using promise_type = mock::promise<task, T>;
};
template <class T> struct channel {
  explicit channel(std::size_t limit = 0);
  channel(channel &&) = delete;
  mock::awaiter<T> read();
  mock::awaiter<void> write(T &&item);
};
} // namespace boost::cobalt
