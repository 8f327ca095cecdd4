// RUN: %check_async %s async-invalidated-reference %t

// The three corners and the way out, told in full.

#include "coroutine.h"
#include <map>
#include <optional>
#include <vector>

struct session {
  int hits = 0;
  aio::task<> send(int n);
};

struct erased_by_an_event {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    // CHECK-NOTES: :[[@LINE+4]]:5: warning: 's', a reference into 'sessions_', may be invalid: this coroutine was suspended since it was taken
    // CHECK-NOTES: :[[@LINE-2]]:5: note: it is taken here
    // CHECK-NOTES: :[[@LINE+1]]:5: note: suspended here, other tasks run
    co_await aio::tick();
    s.hits++;
    // CHECK-NOTES: :[[@LINE+4]]:27: note: meanwhile 'on_close': 'erase' invalidates references to erased elements
    // CHECK-NOTES: :[[@LINE-2]]:5: note: find it again after the suspension, or keep a copy
  }

  void on_close(int id) { sessions_.erase(id); }
};

struct replaced_in_a_loop {
  std::vector<session> sessions_;
  aio::task<> greet_all() {
    for (auto &s : sessions_)
      // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'sessions_' that may be invalid: this coroutine is suspended in its body
      // CHECK-NOTES: :[[@LINE+3]]:7: note: suspended here, other tasks run
      // CHECK-NOTES: :[[@LINE+5]]:51: note: meanwhile 'on_reload': assigning 'sessions_' invalidates iterators
      // CHECK-NOTES: :[[@LINE-4]]:5: note: loop over a copy of the keys or elements
      co_await s.send(1);
  }

  void on_reload(std::vector<session> sessions) { sessions_ = sessions; }
};
