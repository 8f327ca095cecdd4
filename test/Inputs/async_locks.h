// Async mutexes of real libraries, as far as the tests use them.
#pragma once
#include "coroutine.h"

namespace cppcoro {
class async_mutex;
class async_mutex_lock {
public:
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();
};
class async_mutex {
public:
  bool try_lock() noexcept;
  aio::pause<> lock_async() noexcept;
  aio::pause<async_mutex_lock> scoped_lock_async() noexcept;
  void unlock();
};
} // namespace cppcoro

namespace seastar {
class semaphore {
public:
  explicit semaphore(unsigned long units);
};
class semaphore_units {
public:
  semaphore_units(semaphore_units &&) noexcept;
  ~semaphore_units();
};
aio::pause<semaphore_units> get_units(semaphore &s, unsigned long units);
} // namespace seastar

namespace cppcoro {
template <class T = void> class task;
template <> class task<void> {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
} // namespace cppcoro
