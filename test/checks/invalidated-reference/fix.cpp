// RUN: %check_async %s async-invalidated-reference %t
// RUN: sed -E 's@// (NOTES|CHECK).*@//@' %s > %t.notes.cpp
// RUN: %async-tidy --fix-notes -checks=-*,async-invalidated-reference -config={} %t.notes.cpp -- -std=c++20 -I%Inputs -I%S
// RUN: FileCheck --check-prefix=NOTES --input-file=%t.notes.cpp %s
// RUN: %async-tidy -checks=-*,async-invalidated-reference -config={} %t.notes.cpp -- -std=c++20 -I%Inputs -I%S \
// RUN:   | FileCheck --check-prefix=AGAIN --allow-empty %s
// AGAIN-NOT: warning:

// To await first, and to keep a shared owner, is what anybody would want. To find the element again, with
// the exit that was taken, or to copy it needs a decision, and is on a note.

#include "coroutine.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

struct session {
  int hits = 0;
  void note(int n);
  aio::task<> run();
};
aio::task<> greet(const session &s);

struct server {
  std::map<int, session> sessions_;
  std::vector<session> order_;
  std::shared_ptr<session> admin_;
  std::string motd_;

  aio::task<> count(int id) {
    sessions_[id].note(co_await aio::number());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this refers into 'sessions_' and is evaluated before
    // CHECK-FIXES: auto value = co_await aio::number();
    // CHECK-FIXES-NEXT: sessions_[id].note(value);
  }
  aio::task<> watch() {
    co_await admin_->run();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: the object of the awaited call is in 'admin_'
    // CHECK-FIXES: auto owner = admin_;
    // CHECK-FIXES-NEXT: co_await owner->run();
  }

  aio::task<> touch(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end())
      co_return;
    co_await aio::tick();
    it->second.hits++; // one more
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'sessions_', may be invalid
    // CHECK-FIXES: it->second.hits++; // one more
    // NOTES: co_await aio::tick();
    // NOTES-NEXT: it = sessions_.find(id);
    // NOTES-NEXT: if (it == sessions_.end())
    // NOTES-NEXT: co_return;
    // NOTES-NEXT: it->second.hits++; // one more
  }
  aio::task<> rename(unsigned i) {
    session &s = order_[i];
    co_await aio::tick();
    s.hits = 0;
    s.note(1);
    // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: 's', a reference into 'order_', may be invalid
    // CHECK-FIXES: s.hits = 0;
    // NOTES: session &current = order_[i];
    // NOTES-NEXT: current.hits = 0;
    // NOTES-NEXT: current.note(1);
  }
  aio::task<> all() {
    for (const session &each : order_)
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: this loop goes on from a position in 'order_'
      // NOTES: for (auto snapshot = order_; const session &each : snapshot)
      co_await greet(each);
  }
  void on_close(int id) {
    sessions_.erase(id);
    order_.pop_back();
    admin_ = nullptr;
  }
  void on_open() { order_.push_back({}); }
};
