// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// Operands and arguments that stand before the co_await are read before it, by Clang; what is
// passed by reference is not read at all. The object of a call comes before its arguments.

#include "coroutine.h"
#include <algorithm>
#include <memory>

struct part {
  void set(int);
};

struct state {
  int n_ = 0;
  part part_;
  std::unique_ptr<part> p_;

  // CHECK-LABEL: state::sum
  aio::task<> sum() {
    n_ = n_ + co_await aio::number();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::sum_reversed
  aio::task<> sum_reversed() {
    n_ = co_await aio::number() + n_;
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Read n_
    // CHECK-NEXT: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::earlier_argument
  aio::task<> earlier_argument() {
    n_ = std::max<int>(int(n_), co_await aio::number());
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::argument_by_reference
  aio::task<> argument_by_reference() {
    n_ = std::max(n_, co_await aio::number());
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Call max with n_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::object_through_pointer
  aio::task<> object_through_pointer() {
    p_->set(co_await aio::number());
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Call operator-> on p_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK-NOT: operator->
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Call set on *p_
  }
  // CHECK-LABEL: state::object_in_place
  aio::task<> object_in_place() {
    part_.set(co_await aio::number());
    // CHECK-NOT: part_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Call set on part_
  }
  // CHECK-LABEL: state::initialisers
  aio::task<> initialisers() {
    int before = n_, added = co_await aio::number();
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read n_
    // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Write before
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write added
    n_ = before + added;
    // CHECK: [[@LINE-1]]:{{[0-9]+}} Read before
    // CHECK-NEXT: [[@LINE-2]]:{{[0-9]+}} Read added
    // CHECK-NEXT: [[@LINE-3]]:{{[0-9]+}} Write n_
  }
};
