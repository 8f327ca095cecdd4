// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// What a scope guard runs is run at the end of its scope, after the suspensions in it.

#include "coroutine.h"
#include <functional>
#include <map>
#include <utility>

template <class F> class scope_exit {
public:
  explicit scope_exit(F f) : f_(std::move(f)) {}
  ~scope_exit() { run(); }
  void dismiss() { armed_ = false; }

private:
  void run() {
    if (armed_)
      std::move(f_)();
  }
  F f_;
  bool armed_ = true;
};
template <class F> scope_exit<F> defer(F f) { return scope_exit<F>(std::move(f)); }
struct finally {
  std::function<void()> f;
  ~finally() { f(); }
};
/// Keeps what it is given and never calls it.
template <class F> struct keeper {
  F f;
  explicit keeper(F f) : f(std::move(f)) {}
  ~keeper() {}
};

enum class phase { idle, dialling, gone };

// A flag that is cleared unasked, by each kind of guard.
class link {
public:
  aio::task<> constructed() {
    if (a_ != phase::idle)
      co_return;
    a_ = phase::dialling;
    scope_exit clear([this] { a_ = phase::idle; });
    // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'a_' is set without asking what became of it while this coroutine was suspended
    co_await aio::tick();
  }
  aio::task<> given() {
    if (b_ != phase::idle)
      co_return;
    b_ = phase::dialling;
    auto clear = defer([&] { b_ = phase::idle; });
    // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'b_' is set without asking what became of it
    co_await aio::tick();
  }
  aio::task<> erased() {
    if (c_ != phase::idle)
      co_return;
    c_ = phase::dialling;
    finally clear{[this] { c_ = phase::idle; }};
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'c_' is set without asking what became of it
    co_await aio::tick();
  }
  aio::task<> asks_first() {
    if (d_ != phase::idle)
      co_return;
    d_ = phase::dialling;
    scope_exit clear([this] {
      if (d_ == phase::dialling)
        d_ = phase::idle;
    });
    co_await aio::tick();
  }
  aio::task<> ends_before() {
    if (e_ != phase::idle)
      co_return;
    {
      e_ = phase::dialling;
      scope_exit clear([this] { e_ = phase::idle; });
    }
    co_await aio::tick();
  }
  aio::task<> dismissed() {
    if (f_ != phase::idle)
      co_return;
    f_ = phase::dialling;
    scope_exit clear([this] { f_ = phase::idle; });
    co_await aio::tick();
    clear.dismiss();
  }
  aio::task<> never_called() {
    if (g_ != phase::idle)
      co_return;
    g_ = phase::dialling;
    keeper clear([this] { g_ = phase::idle; });
    co_await aio::tick();
  }
  void hang_up() {
    a_ = phase::gone;
    b_ = phase::gone;
    c_ = phase::gone;
    d_ = phase::gone;
    e_ = phase::gone;
    f_ = phase::gone;
    g_ = phase::gone;
  }

private:
  phase a_ = phase::idle, b_ = phase::idle, c_ = phase::idle, d_ = phase::idle,
        e_ = phase::idle, f_ = phase::idle, g_ = phase::idle;
};

// An entry that is given back by its key, whoever's it is.
class leases {
public:
  aio::task<> watch(int camera, int viewer) {
    if (leases_.contains(camera))
      co_return;
    leases_[camera] = viewer;
    scope_exit give_back([this, camera] {
      leases_.erase(camera);
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: this takes an entry out of 'leases_' that need not be the one which this coroutine added before it was suspended
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-4]]:5: note: the entry is added to 'leases_' here
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE+4]]:5: note: suspended here, other tasks run
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE+13]]:29: note: meanwhile 'expire' takes away from 'leases_'
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-5]]:7: note: ask whether the entry of 'leases_' is still this coroutine's own before taking it out
    });
    co_await aio::tick();
  }
  aio::task<> watch_directly(int camera, int viewer) {
    if (direct_.contains(camera))
      co_return;
    direct_[camera] = viewer;
    co_await aio::tick();
    direct_.erase(camera);
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: this takes an entry out of 'direct_'
  }
  void expire(int camera) { leases_.erase(camera), direct_.erase(camera); }

private:
  std::map<int, int> leases_, direct_;
};

class careful_leases {
public:
  aio::task<> watch(int camera, int viewer) {
    if (leases_.contains(camera))
      co_return;
    leases_[camera] = viewer;
    scope_exit give_back([this, camera, viewer] {
      if (leases_.contains(camera) && leases_.at(camera) == viewer)
        leases_.erase(camera);
    });
    co_await aio::tick();
  }
  void expire(int camera) { leases_.erase(camera); }

private:
  std::map<int, int> leases_;
};

// Nobody else takes entries away.
class only_own_leases {
public:
  aio::task<> watch(int camera, int viewer) {
    if (leases_.contains(camera))
      co_return;
    leases_[camera] = viewer;
    scope_exit give_back([this, camera] { leases_.erase(camera); });
    co_await aio::tick();
  }

private:
  std::map<int, int> leases_;
};
