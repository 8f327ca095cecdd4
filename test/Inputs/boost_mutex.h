// The part of Boost.Thread that the tests use.
#pragma once

namespace boost {

struct defer_lock_t {};
inline constexpr defer_lock_t defer_lock{};

template <class Mutex> class lock_guard {
public:
  explicit lock_guard(Mutex &m);
  ~lock_guard();
};

template <class Mutex> class unique_lock {
public:
  unique_lock() noexcept;
  explicit unique_lock(Mutex &m);
  unique_lock(Mutex &m, defer_lock_t) noexcept;
  unique_lock(unique_lock &&) noexcept;
  ~unique_lock();
  void lock();
  void unlock();
  bool owns_lock() const noexcept;
};

template <class Mutex> class shared_lock {
public:
  explicit shared_lock(Mutex &m);
  ~shared_lock();
  void unlock();
};

class mutex {
public:
  typedef unique_lock<mutex> scoped_lock;
  void lock();
  void unlock();
  bool try_lock();
};

class shared_mutex {
public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};

} // namespace boost
