// RUN: %check_async %s async-invalidated-reference %t

// Code as it looks while it is typed. What is whole is still judged; what is not must not
// bring the analysis down.

#include "coroutine.h"
#include <map>

struct session {
  int hits = 0;
  void note(int n);
};

struct server {
  std::map<int, session> sessions_;
  unknown_container<session> others_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: no template named 'unknown_container'

  aio::task<> whole(int id) {
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  aio::task<> unknown_name(int id) {
    auto &s = others_[id];
    co_await aio::tick();
    s.hits++;
  }
  aio::task<> unknown_await(int id) {
    auto it = sessions_.find(id);
    co_await nothing_like_it();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: use of undeclared identifier 'nothing_like_it'
    it->second.hits++;
  }
  aio::task<> unknown_member() {
    for (auto &[id, s] : sessions_) {
      co_await aio::tick();
      s.nothing++;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this reference into 'sessions_' may be invalid
      // CHECK-MESSAGES: :[[@LINE-2]]:9: error: no member named 'nothing' in 'session'
    }
  }
  void on_close(int id) { sessions_.erase(id); }
};
