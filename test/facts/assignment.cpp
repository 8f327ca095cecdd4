// RUN: %async-tidy --dump=facts %s -- -std=c++20 -I%Inputs | FileCheck %s

// The right operand of an assignment comes first, [expr.ass]/1, also where Clang's control-flow
// graph lists the left one first: of op=, and of overloaded operators.

#include "coroutine.h"
#include <map>
#include <string>
#include <vector>

aio::task<std::string> line();

struct state {
  int n_ = 0, i_ = 0;
  std::string text_;
  std::vector<int> v_;
  std::map<int, int> m_;

  // CHECK-LABEL: state::plain
  aio::task<> plain() {
    n_ = co_await aio::number();
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::compound
  aio::task<> compound() {
    n_ += co_await aio::number();
    // CHECK-NOT: Read n_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Read n_
    // CHECK-NEXT: [[@LINE-4]]:{{[0-9]+}} Write n_
  }
  // CHECK-LABEL: state::element
  aio::task<> element() {
    v_[i_] = co_await aio::number();
    // CHECK-NOT: Read i_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Read i_
    // CHECK-NEXT: [[@LINE-4]]:{{[0-9]+}} Call operator[] on v_
    // CHECK-NEXT: [[@LINE-5]]:{{[0-9]+}} Write v_[...]
  }
  // CHECK-LABEL: state::element_compound
  aio::task<> element_compound() {
    v_[i_] += co_await aio::number();
    // CHECK-NOT: Read i_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Read i_
    // CHECK: [[@LINE-4]]:{{[0-9]+}} Read v_[...]
    // CHECK-NEXT: [[@LINE-5]]:{{[0-9]+}} Write v_[...]
  }
  // CHECK-LABEL: state::of_a_map
  aio::task<> of_a_map(int k) {
    m_[k] = co_await aio::number();
    // CHECK-NOT: operator[]
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} Call operator[] on m_
    // CHECK-NEXT: [[@LINE-4]]:{{[0-9]+}} Write m_[...]
  }
  // CHECK-LABEL: state::overloaded
  aio::task<> overloaded() {
    text_ += co_await line();
    // CHECK-NOT: text_
    // CHECK: [[@LINE-2]]:{{[0-9]+}} Suspend
    // CHECK: [[@LINE-3]]:{{[0-9]+}} {{.*}}text_
  }
};
