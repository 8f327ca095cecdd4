// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// An exception leaves at await_resume(), when the coroutine has been suspended: the suspension
// lies on the way into the catch block.

#include "coroutine.h"

struct state {
  int n_ = 0;

  // CHECK-LABEL: state::caught
  aio::task<> caught() {
    try {
      n_ = 1;
      co_await aio::tick();
      // CHECK: block {{[0-9]+}} -> [[RESUME:[0-9]+]] [[CATCH:[0-9]+]]{{[[:space:]]+}}[[@LINE-1]]:7 Suspend
      // CHECK-NEXT: block [[RESUME]] -> {{[0-9]+}} [[CATCH]]
      n_ = 2;
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Write n_
    } catch (...) {
      // CHECK: block [[CATCH]] -> [[HANDLER:[0-9]+]]
      // CHECK-NEXT: block [[HANDLER]] ->
      if (n_ == 1)
        // CHECK-NEXT: [[@LINE-1]]:{{[0-9]+}} Read n_
        // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Branch on equals n_
        n_ = 3;
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Write n_
    }
  }
};
