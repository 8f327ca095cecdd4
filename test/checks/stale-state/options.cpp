// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- \
// RUN:   -config='{CheckOptions: {async-stale-state.Confidence: possible, Confidence: definite}}'
// RUN: %check_async -check-suffixes=MODEL %s async-stale-state %t -- \
// RUN:   -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'

#include "coroutine.h"
#include <memory>

namespace vendor {
/// Its methods' names do not say that it is a lock.
class turnstile {
public:
  aio::pause<> enter();
  void leave();
};
/// That it never suspends cannot be seen.
struct inline_result : aio::pause<int> {};
} // namespace vendor

struct counter {
  int n_ = 0;
  std::unique_ptr<int> p_;
  vendor::turnstile turn_;

  aio::task<> with_a_witness() {
    int n = n_;
    int more = co_await vendor::inline_result{};
    n_ = n + more;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
  }
  aio::task<> without_a_witness() {
    if (!p_) {
      co_await aio::tick();
      p_ = std::make_unique<int>();
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may have changed since it was checked
    }
  }
  // The model makes the wait for the turnstile the wait for a lock.
  aio::task<> before_the_lock() {
    if (!p_) {
      co_await turn_.enter();
      p_ = std::make_unique<int>();
      // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may have changed since it was checked
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-2]]:{{[0-9]+}}: warning: 'p_' may have changed since it was checked
      turn_.leave();
    }
  }
  void on_reset() { n_ = 0; }
};
