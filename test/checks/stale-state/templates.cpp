// RUN: %check_async %s async-stale-state %t

// Instantiations are analysed, and reported once for all of them.

#include "coroutine.h"
#include <memory>
#include <optional>

struct connection {
  void reply(int code);
};

template <class T> struct holder {
  std::unique_ptr<T> p_;
  int n_ = 0;
  aio::task<> twice() {
    if (!p_)
      co_return;
    co_await aio::tick();
    p_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may no longer be what it was when it was checked
  }
  // The awaitable decides.
  template <class A> aio::task<> awaits(A a) {
    int n = n_;
    co_await a;
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
  }
  template <class A> aio::task<> awaits_ready(A a) {
    int n = n_;
    co_await a;
    n_ = n + 1;
  }
  // Which branch there is depends on the instantiation.
  template <bool Waits> aio::task<> sometimes() {
    if (!p_)
      co_return;
    if constexpr (Waits)
      co_await aio::tick();
    p_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may no longer be what it was when it was checked
  }
  void on_gone() {
    p_.reset();
    n_ = 0;
  }
};
struct other : connection {};
aio::task<> use(holder<connection> &h) { return h.twice(); }
aio::task<> use(holder<other> &h) { return h.twice(); }
aio::task<> use_pause(holder<connection> &h) { return h.awaits(aio::tick()); }
aio::task<> use_ready(holder<connection> &h) { return h.awaits_ready(aio::none{}); }
aio::task<> use_sometimes(holder<connection> &h) { return h.sometimes<true>(); }
aio::task<> use_never(holder<connection> &h) { return h.sometimes<false>(); }
void use_gone(holder<connection> &h) { h.on_gone(); }
void use_gone(holder<other> &h) { h.on_gone(); }

// Never instantiated: nothing is known of it.
template <class T> struct never {
  T *p_ = nullptr;
  aio::task<> answer() {
    if (!p_)
      co_return;
    co_await aio::tick();
    p_->reply(1);
  }
  void on_gone() { p_ = nullptr; }
};
