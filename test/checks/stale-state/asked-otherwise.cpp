// RUN: %check_async %s async-stale-state %t

// Conditions of several operands after the suspension that are not the question which was asked
// before it.

#include "coroutine.h"
#include <map>
#include <string>

class asked_otherwise {
  std::map<int, int> stock_;

public:
  aio::task<> another_operand(bool fresh, bool late, int k) {
    if (fresh && !stock_.contains(k))
      co_return;
    co_await aio::tick();
    if (late && !stock_.contains(k))
      co_return;
    stock_[k] = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stock_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
  }
  aio::task<> an_operand_that_changed(int round, int k) {
    if (round == 0 && !stock_.contains(k))
      co_return;
    co_await aio::tick();
    ++round;
    if (round == 0 && !stock_.contains(k))
      co_return;
    stock_[k] = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stock_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
  }
  aio::task<> suspended_again(bool fresh, int k) {
    if (fresh && !stock_.contains(k))
      co_return;
    co_await aio::tick();
    if (fresh && !stock_.contains(k))
      co_return;
    co_await aio::tick();
    stock_[k] = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stock_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
  }
  aio::task<> asked_on_one_way_only(bool fresh, bool slow, int k) {
    if (fresh && !stock_.contains(k))
      co_return;
    co_await aio::tick();
    if (slow) {
      if (fresh && !stock_.contains(k))
        co_return;
    }
    stock_[k] = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'stock_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
  }
  void on_sold_out(int k) { stock_.erase(k); }
};
