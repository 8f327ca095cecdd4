// RUN: %check_async %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'

// Reported, but what would remain is another function, or the edit is not certain.

#include "coroutine.h"

class no_coroutine_any_more {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    // CHECK-FIXES: auto turn = co_await turn_.scoped_lock();
    ++n_;
  }
};
class two_in_one_line {
  aio::mutex turn_, other_;
  // CHECK-FIXES: aio::mutex turn_, other_;
  int n_ = 0;
  aio::task<int> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    co_return ++n_;
  }
};
class by_hand {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<int> add() {
    co_await turn_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'turn_' is held only where nothing is awaited
    // CHECK-FIXES: co_await turn_.lock();
    int n = ++n_;
    turn_.unlock();
    co_return n;
  }
};
#define TURN auto turn = co_await turn_.scoped_lock()
class in_a_macro {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<int> add() {
    TURN;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'turn_' is held only where nothing is awaited
    // CHECK-FIXES: TURN;
    co_return ++n_;
  }
};
