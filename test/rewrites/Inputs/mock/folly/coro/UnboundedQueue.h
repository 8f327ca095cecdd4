// As folly/coro/UnboundedQueue.h and Task.h declare them.
#pragma once
#include "../../mock.h"
namespace folly::coro {
template <class T = void> struct [[nodiscard]] Task : mock::awaiter<T> {
  using promise_type = mock::promise<Task, T>;
};
template <class T, bool SingleProducer = false, bool SingleConsumer = false>
class UnboundedQueue {
public:
  template <class U = T> void enqueue(U &&item);
  Task<T> dequeue();
};
} // namespace folly::coro
