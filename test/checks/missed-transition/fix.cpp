// RUN: %check_async %s async-missed-transition %t
// RUN: sed -E 's@// (NOTES|CHECK).*@//@' %s > %t.notes.cpp
// RUN: %async-tidy --fix-notes -checks=-*,async-missed-transition -config={} %t.notes.cpp -- -std=c++20 -I%Inputs -I%S
// RUN: FileCheck --check-prefix=NOTES --input-file=%t.notes.cpp %s
// RUN: %async-tidy -checks=-*,async-missed-transition -config={} %t.notes.cpp -- -std=c++20 -I%Inputs -I%S \
// RUN:   | FileCheck --check-prefix=AGAIN --allow-empty %s
// AGAIN-NOT: warning:

// How the change is to be remembered needs a decision: the edits are on a note.

#include "sync.h"

struct desk {
  aio::condition changed_;
  bool ready_ = false;
  void open() {
    ready_ = true;
    changed_.notify_all();
  }
  aio::task<> wait() {
    while (!ready_) {
      co_await aio::tick();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever if 'changed_' was notified
      // CHECK-FIXES: {{^      co_await changed_.wait\(\);$}}
      // NOTES: co_await aio::tick();
      // NOTES-NEXT: if (!ready_) {
      // NOTES-NEXT: co_await changed_.wait();
    }
  }
};
