// RUN: %check_async %s async-invalidated-reference %t

// Whether to find the element again, to copy it or to own it is a decision: it is said, and nothing
// is edited.

#include "coroutine.h"
#include <map>

struct session {
  int hits = 0;
  void note(int n);
};

struct server {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    co_await aio::tick();
    it->second.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'sessions_', may be invalid
    // CHECK-FIXES: it->second.hits++;
  }
  aio::task<> count(int id) {
    sessions_[id].note(co_await aio::number());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this refers into 'sessions_' and is evaluated before
    // CHECK-FIXES: sessions_[id].note(co_await aio::number());
  }
  void on_close(int id) { sessions_.erase(id); }
};
