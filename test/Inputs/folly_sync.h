// The part of folly that the tests use: thread locks, and the coroutine mutex.
#pragma once
#include "coroutine.h"
#include <mutex>

namespace folly {

class SpinLock {
public:
  void lock() const noexcept;
  void unlock() const noexcept;
  bool try_lock() const noexcept;
};

class SharedMutex {
public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};

template <class T> class LockedPtr {
public:
  LockedPtr(LockedPtr &&) noexcept;
  ~LockedPtr();
  T *operator->() const;
  T &operator*() const;
  void unlock();
};

template <class T> class Synchronized {
public:
  LockedPtr<T> wlock();
  LockedPtr<const T> rlock() const;
  LockedPtr<T> lock();
  template <class F> auto withWLock(F &&f) { return f(*wlock()); }
};

namespace coro {
template <class T> using Task = aio::task<T>;

class Mutex {
public:
  aio::pause<> co_lock() noexcept;
  aio::pause<std::unique_lock<Mutex>> co_scoped_lock() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
};
} // namespace coro

} // namespace folly
