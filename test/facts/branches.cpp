// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// Conditions: what was looked at stands in the block that branches; an operand of && that
// suspends lies between the first check and the act.

#include "coroutine.h"

struct state {
  int n_ = 0, i_ = 0;
  int *p_ = nullptr;

  // CHECK-LABEL: state::early_return
  aio::task<> early_return() {
    if (!p_)
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Read p_
      // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Branch on not has value p_
      co_return;
    co_await aio::tick();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Suspend
    *p_ = 1;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read p_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Write *p_
  }
  // CHECK-LABEL: state::second_operand_waits
  aio::task<> second_operand_waits() {
    if (n_ > 5 && co_await aio::number())
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
      // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Branch on above n_
      // CHECK: [[@LINE-3]]:{{[0-9]+}} Suspend
      n_ -= 5;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
    // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::one_arm_waits
  aio::task<> one_arm_waits(bool b) {
    n_ = b ? co_await aio::number() : i_;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Branch on equals b
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Read i_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::one_case_waits
  aio::task<> one_case_waits() {
    switch (n_) {
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
      // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Branch
    case 1:
      co_await aio::tick();
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Suspend
      break;
    default:
      i_ = 1;
      // CHECK: [[@LINE-1]]:{{[0-9]+}} Write i_
    }
  }
};
