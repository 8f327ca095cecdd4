// RUN: %check_async %s async-lock-order %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-lock-order %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async -check-suffixes=DEFINITE %s async-lock-order %t -- -config='{CheckOptions: {async-lock-order.Confidence: definite}}'
// RUN: %check_async -check-suffixes=,MODEL %s async-lock-order %t -- -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'

#include "sync.h"
#include <optional>

namespace vendor {
/// Its methods' names do not say that it is a lock.
class turnstile {
public:
  aio::pause<> enter();
  void leave();
};
} // namespace vendor

struct notebook {
  aio::mutex m_;
  aio::shared_mutex rw_;
  aio::semaphore units_;
  vendor::turnstile gate_;
  int n_ = 0;

  aio::task<> twice() {
    auto a = co_await m_.scoped_lock();
    auto b = co_await m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: this waits for 'm_'
    // CHECK-MESSAGES-DEFINITE: :[[@LINE-2]]:14: warning: this waits for 'm_'
  }
  aio::task<> bump(bool locked) {
    std::optional<aio::mutex::guard> turn;
    if (!locked)
      turn.emplace(co_await m_.scoped_lock());
    ++n_;
  }
  aio::task<> a_parameter_decides() {
    auto a = co_await m_.scoped_lock();
    co_await bump(false);
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: this waits for 'm_'
  }
  aio::task<> nobody_writes() {
    auto a = co_await rw_.read_lock();
    auto b = co_await rw_.read_lock();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:14: warning: this waits for 'rw_' again, of which this coroutine is a reader
  }
  aio::task<> unknown_units() {
    auto a = co_await units_.scoped_acquire();
    auto b = co_await units_.scoped_acquire();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:14: warning: this waits for one more unit of 'units_'
  }
  aio::task<> modelled() {
    co_await gate_.enter();
    co_await gate_.enter();
    // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:5: warning: this waits for 'gate_'
    gate_.leave();
  }
};
