// RUN: %check_async %s async-invalidated-reference %t

#include "coroutine.h"
#include <map>

struct session {
  int hits = 0;
};
#define AWAIT(what) co_await what
#define LOOK_UP(name, id) auto &name = sessions_[id]

struct in_macros {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    LOOK_UP(s, id);
    AWAIT(aio::tick());
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};
