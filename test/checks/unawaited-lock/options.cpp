// RUN: %check_async %s async-unawaited-lock %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-unawaited-lock %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async -check-suffixes=DEFINITE %s async-unawaited-lock %t -- -config='{CheckOptions: {async-unawaited-lock.Confidence: definite}}'
// RUN: %check_async -check-suffixes=,MODEL %s async-unawaited-lock %t -- -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'

#include "sync.h"

namespace vendor {
/// Its methods' names do not say that it is a lock.
class turnstile {
public:
  aio::pause<> enter();
  void leave();
};
} // namespace vendor

struct shelf {
  aio::shared_mutex rw_;
  aio::semaphore units_{3};
  vendor::turnstile gate_;
  int n_ = 0;
  aio::task<> add() {
    (void)co_await rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'rw_' is unlocked again at once
    ++n_;
    co_await aio::tick();
  }
  aio::task<> close() {
    (void)co_await rw_.write_lock();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:11: warning: 'rw_' is unlocked again at once
    ++n_;
    co_await aio::tick();
  }
  aio::task<> take_without_waiting() {
    (void)units_.acquire();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:11: warning: 'units_' is not locked
    ++n_;
    co_await aio::tick();
  }
  aio::task<> bound() {
    auto lock = rw_.write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'rw_' is not locked
    // CHECK-MESSAGES-DEFINITE: :[[@LINE-2]]:17: warning: 'rw_' is not locked
    ++n_;
    co_await aio::tick();
  }
  aio::task<> modelled() {
    gate_.enter();
    // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:5: warning: 'gate_' is not locked
    ++n_;
    co_await aio::tick();
    gate_.leave();
  }
};
