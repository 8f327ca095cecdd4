// RUN: %check_async %s async-lock-order %t
// RUN: sed -E 's@// (NOTES|CHECK|AGAIN).*@//@' %s > %t.notes.cpp
// RUN: %async-tidy --fix-notes -checks=-*,async-lock-order -config={} %t.notes.cpp -- -std=c++20 -I%Inputs
// RUN: FileCheck --check-prefix=NOTES --input-file=%t.notes.cpp %s
// RUN: %async-tidy -checks=-*,async-lock-order -config={} %t.notes.cpp -- -std=c++20 -I%Inputs 2>&1 \
// RUN:   | FileCheck --check-prefix=AGAIN --allow-empty %s

// Which of the two gives way needs a decision: the edits are on a note.

#include "sync.h"

struct notebook {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> flush() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  // What guards nothing yet is taken later,
  aio::task<> first() {
    auto turn = co_await m_.scoped_lock();
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    // CHECK-FIXES: {{^    co_await flush\(\);$}}
    // NOTES-LABEL: aio::task<> first() {
    // NOTES-NEXT: {{^    co_await flush\(\);$}}
    // NOTES: {{^    auto turn = co_await m_.scoped_lock\(\);$}}
    // NOTES: ++n_;
    ++n_;
  }
  // or not at all if nothing follows.
  aio::task<> only() {
    auto turn = co_await m_.scoped_lock();
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    // NOTES-LABEL: aio::task<> only() {
    // NOTES-NEXT: {{^    co_await flush\(\);$}}
    // NOTES-NOT: scoped_lock
    // NOTES: {{^  }$}}
  }
  // A guard that can't be unlocked ends with a block.
  aio::task<> in_between() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    // NOTES-LABEL: aio::task<> in_between() {
    // NOTES-NEXT: {{^    {$}}
    // NOTES-NEXT: {{^      auto turn = co_await m_.scoped_lock\(\);$}}
    // NOTES-NEXT: {{^      \+\+n_;$}}
    // NOTES-NEXT: {{^    }$}}
    // NOTES-NEXT: {{^    co_await flush\(\);$}}
  }
  // Nothing where what is declared in between is needed later.
  aio::task<> needed() {
    auto turn = co_await m_.scoped_lock();
    int before = n_;
    co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    n_ = before;
  }
};
// AGAIN: warning: this waits for 'm_'
// AGAIN-NOT: warning:
