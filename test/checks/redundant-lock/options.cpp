// RUN: %check_async -check-suffixes=SINGLE %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'
// RUN: %check_async -check-suffixes=LIBRARY %s async-redundant-lock %t
// RUN: %check_async -check-suffixes=LIBRARY %s async-redundant-lock %t -- -config='{CheckOptions: {async-redundant-lock.Executor: unknown}}'
// RUN: %check_async -expect-clean %S/Inputs/increment.cpp async-redundant-lock %t -- -config='{CheckOptions: {Executor: multi}}'
// RUN: not %async-tidy --checks=-*,async-redundant-lock --config='{CheckOptions: {Executor: several}}' %S/Inputs/increment.cpp -- -std=c++20 -I%Inputs | FileCheck --check-prefix=WRONG %s
// WRONG: error: invalid value 'several' of option 'Executor'; expected 'unknown', 'single' or 'multi'

#include "coroutine.h"

// A library that runs all coroutines of a thread on it alone.
namespace seastar {
template <class T = void> class future;
template <> class future<void> {
public:
  struct promise_type {
    future get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
} // namespace seastar

class of_the_library {
  aio::mutex turn_;
  int n_ = 0;
  seastar::future<> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES-SINGLE: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    // CHECK-MESSAGES-LIBRARY: :[[@LINE-2]]:17: warning: 'turn_' is held only where nothing is awaited
    ++n_;
  }
};
class of_another {
  aio::mutex turn_;
  int n_ = 0;
  aio::task<> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES-SINGLE: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    ++n_;
  }
};
