// RUN: %check_async %s async-lock-across-suspension %t

// Instantiations are analysed, and reported once for all of them.

#include "coroutine.h"
#include <concepts>
#include <mutex>
#include <shared_mutex>

struct null_mutex {
  void lock() {}
  void unlock() {}
};

// Two instantiations, one place, one report.
template <class T> aio::task<> twice(std::mutex &m, T &value) {
  std::lock_guard<std::mutex> l(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm' is held
  value = co_await aio::fetch<T>();
}
aio::task<> use_int(std::mutex &m, int &n) { return twice(m, n); }
aio::task<> use_long(std::mutex &m, long &n) { return twice(m, n); }

// The type of the mutex decides.
template <class M> aio::task<> any_mutex(M &m) {
  std::lock_guard<M> l(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm' is held
  co_await aio::store(1);
}
aio::task<> use_mutex(std::mutex &m) { return any_mutex(m); }
aio::task<> use_null_mutex(null_mutex &m) { return any_mutex(m); }

template <class M> aio::task<> harmless_mutex(M &m) {
  std::lock_guard<M> l(m);
  co_await aio::tick();
}
aio::task<> use_only_null_mutex(null_mutex &m) { return harmless_mutex(m); }

// The awaitable decides.
template <class A> aio::task<> any_awaitable(std::mutex &m, A a) {
  std::lock_guard<std::mutex> l(m);
  co_await a;
}
aio::task<> use_ready(std::mutex &m) { return any_awaitable(m, aio::none{}); }

// Which branch there is depends on the instantiation.
template <bool Locked> aio::task<> sometimes(std::mutex &m, int &n) {
  if constexpr (Locked) {
    std::unique_lock<std::mutex> l(m);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm' is held
    n = co_await aio::number();
  } else {
    n = co_await aio::number();
  }
}
aio::task<> use_locked(std::mutex &m, int &n) { return sometimes<true>(m, n); }
aio::task<> use_unlocked(std::mutex &m, int &n) { return sometimes<false>(m, n); }

// A class template, a member template, a partial specialisation.
template <class T, class M = std::mutex> class box {
public:
  aio::task<> set() {
    std::scoped_lock l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    value_ = co_await aio::fetch<T>();
  }
  template <std::convertible_to<T> U> aio::task<> set_from(U u) {
    std::unique_lock<M> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    value_ = u;
    value_ = co_await aio::fetch<T>();
  }

private:
  M m_;
  T value_{};
};
template <class T> class box<T *> {
public:
  aio::task<> set() {
    m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'm_' is locked here and still held
    value_ = co_await aio::fetch<T *>();
    m_.unlock();
  }

private:
  std::mutex m_;
  T *value_ = nullptr;
};
aio::task<> use_box(box<int> &b) { return b.set(); }
aio::task<> use_member_template(box<int> &b) { return b.set_from('x'); }
aio::task<> use_pointer_box(box<int *> &b) { return b.set(); }

// A generic lambda and a pack.
aio::task<> generic(std::shared_mutex &m) {
  auto job = [](auto &mutex, auto... values) -> aio::task<> {
    std::shared_lock l(mutex);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'mutex' is held
    (co_await aio::store(values), ...);
  };
  co_await job(m, 1, 2);
}
template <class... M> aio::task<> all_of(M &...m) {
  std::scoped_lock l(m...);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm' and 'm' is held
  co_await aio::store(sizeof...(m));
}
aio::task<> use_pack(std::mutex &a, std::mutex &b) { return all_of(a, b); }

// Never instantiated: what it locks is not known.
template <class M> aio::task<> never(M &m) {
  std::lock_guard<M> l(m);
  co_await aio::tick();
}
