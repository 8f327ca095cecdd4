// RUN: %check_async %s async-invalidated-reference %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-invalidated-reference %t -- \
// RUN:   -config="{CheckOptions: {async-invalidated-reference.Confidence: possible}}"

// What only another call of the same coroutine does, and containers that nobody described.

#include "coroutine.h"
#include <map>

struct session {
  int hits = 0;
};
template <class T> struct table {
  T &at(int i);
  void erase(int i);
};

struct by_event {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct by_itself {
  std::map<int, session> sessions_;
  aio::task<> serve(int id) {
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
    sessions_.erase(id);
  }
};

struct unknown_container {
  table<session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_.at(id);
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};
