// RUN: %check_async %s async-stale-state %t

// What an operator of a class computes is as old as its operands, a duration as a number is.

#include "coroutine.h"
#include <chrono>
#include <optional>
#include <string>

using seconds = std::chrono::seconds;
aio::task<bool> reachable(seconds within);

class peer {
  seconds wait_{1};
  std::string log_;
  std::optional<int> last_;

public:
  aio::task<> backs_off() {
    const seconds wait = wait_;
    co_await reachable(wait);
    wait_ = wait * 2;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'wait_' is overwritten with a value computed from what it was before
  }
  aio::task<> writes_down(std::string line) {
    std::string before = log_;
    co_await aio::tick();
    log_ = before + line;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'log_' is overwritten with a value computed from what it was before
  }
  // From the current value.
  aio::task<> backs_off_from_now() {
    co_await reachable(wait_);
    wait_ = wait_ * 2;
  }
  // From nothing that others can change.
  aio::task<> sets_anew(seconds wait) {
    const seconds known = wait_;
    co_await reachable(known);
    wait_ = wait * 2;
  }
  // What a pointer-like value refers to is not computed from it.
  aio::task<> looks_again(std::optional<int> given) {
    co_await aio::tick();
    last_ = *given;
  }
  void on_reset() {
    wait_ = seconds(1);
    log_.clear();
    last_ = 0;
  }
};
