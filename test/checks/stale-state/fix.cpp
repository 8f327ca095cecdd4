// RUN: %check_async %s async-stale-state %t
// RUN: sed -E 's@// (NOTES|CHECK).*@//@' %s > %t.notes.cpp
// RUN: %async-tidy --fix-notes -checks=-*,async-stale-state -config={} %t.notes.cpp -- -std=c++20 -I%Inputs
// RUN: FileCheck --check-prefix=NOTES --input-file=%t.notes.cpp %s
// RUN: %async-tidy -checks=-*,async-stale-state -config={} %t.notes.cpp -- -std=c++20 -I%Inputs 2>&1 \
// RUN:   | FileCheck --check-prefix=AGAIN --allow-empty %s
// AGAIN-COUNT-2: warning: 'n_' is overwritten
// AGAIN-NOT: warning:

// Edits that nobody could want otherwise are fix-its. Those that need a decision are on a note: to look
// again, or to take before the wait. --fix leaves them, --fix-notes takes them.

#include "coroutine.h"
#include <map>
#include <utility>
#include <vector>

aio::task<int> price(int id);
aio::task<> send(std::vector<int> items);

struct counter {
  int *p_ = nullptr;
  int n_ = 0;
  bool open_ = false;
  std::vector<int> items_;

  // What is read first is read last.
  aio::task<> hoisted() {
    n_ = n_ + /* the price */ co_await price(1); // of today
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: auto value = co_await price(1);
    // CHECK-FIXES-NEXT: n_ = n_ + /* the price */ value; // of today
  }
  aio::task<int> value(int value) {
    n_ = (co_await price(value)) - n_;
    n_ = n_ * 2 + co_await price(value);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: n_ = (co_await price(value)) - n_;
    // CHECK-FIXES-NEXT: auto result = co_await price(value);
    // CHECK-FIXES-NEXT: n_ = n_ * 2 + result;
    co_return n_;
  }
  aio::task<> unbraced(bool wanted) {
    if (wanted)
      n_ = n_ + co_await price(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: if (wanted) {
    // CHECK-FIXES-NEXT: auto value = co_await price(2);
    // CHECK-FIXES-NEXT: n_ = n_ + value;
    // CHECK-FIXES-NEXT: }
  }

  // A copy that nobody else saw.
  aio::task<> computed() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: aio::task<> computed() {
    // CHECK-FIXES-NEXT: co_await aio::tick();
    // CHECK-FIXES-NEXT: n_ = n_ + 1;
  }
  // One that somebody saw.
  aio::task<> shown() {
    int n = n_;
    co_await price(n);
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: n_ = n + 1;
    // NOTES: co_await price(n);
    // NOTES-NEXT: n_ = n_ + 1;
  }

  aio::task<> leaves() {
    if (!p_)
      co_return;
    co_await aio::tick();
    *p_ = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may no longer be what it was when it was checked
    // CHECK-FIXES: *p_ = 1;
    // NOTES: co_await aio::tick();
    // NOTES-NEXT: if (!p_)
    // NOTES-NEXT: co_return;
    // NOTES-NEXT: *p_ = 1;
  }
  aio::task<> encloses() {
    if (p_) {
      co_await aio::tick();
      *p_ = 1;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'p_' may no longer be what it was when it was checked
      // NOTES: co_await aio::tick();
      // NOTES-NEXT: if (p_) {
      // NOTES-NEXT: *p_ = 1;
    }
  }
  aio::task<> flush() {
    if (items_.empty())
      co_return;
    co_await send(items_);
    items_.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: what was added to 'items_' while this coroutine was suspended is lost
    // CHECK-FIXES: items_.clear();
    // NOTES: auto taken = std::exchange(items_, {});
    // NOTES-NEXT: co_await send(taken);
  }
  void on_reset() {
    p_ = nullptr;
    n_ = 0;
    items_.push_back(0);
  }
  void on_empty() { items_ = {}; }
};

// Not in a macro, and not where the await may not be reached.
#define ADD_PRICE(n) n = n + co_await price(3)
struct plain {
  int n_ = 0;
  aio::task<> in_macro() {
    ADD_PRICE(n_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: ADD_PRICE(n_);
  }
  aio::task<> perhaps(bool more) {
    n_ = n_ + (more ? co_await price(4) : 0);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
    // CHECK-FIXES: n_ = n_ + (more ? co_await price(4) : 0);
  }
  void on_reset() { n_ = 0; }
};
