// RUN: %check_async %s async-stale-state %t

// Whole reports: what was seen, where it suspends, who interferes, and the way out.

#include "coroutine.h"
#include <deque>
#include <map>
#include <memory>

struct connection {
  void reply(int code);
};
void detach(aio::task<> t);

struct lost_update {
  int n_ = 0;
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  void on_reset() { n_ = 0; }
};
// CHECK-NOTES: :[[@LINE-4]]:5: warning: 'n_' is overwritten with a value computed from what it was before this coroutine was suspended [async-stale-state]
// CHECK-NOTES: :[[@LINE-7]]:13: note: 'n_' is read here
// CHECK-NOTES: :[[@LINE-7]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:21: note: meanwhile 'on_reset' sets 'n_'
// CHECK-NOTES: :[[@LINE-8]]:5: note: read 'n_' again after the suspension, or await first and then update 'n_' in one step

struct changed {
  bool dirty_ = false;
  aio::task<> save() {
    if (!dirty_)
      co_return;
    co_await aio::tick();
    dirty_ = false;
  }
  void on_edit() { dirty_ = true; }
};
// CHECK-NOTES: :[[@LINE-4]]:5: warning: 'dirty_' may have changed since it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-8]]:10: note: 'dirty_' is checked here
// CHECK-NOTES: :[[@LINE-7]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:20: note: meanwhile 'on_edit' sets 'dirty_'
// CHECK-NOTES: :[[@LINE-8]]:5: note: {{.*}}'dirty_'{{.*}}

struct used {
  connection *c_ = nullptr;
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    co_await aio::tick();
    c_->reply(1);
  }
  void on_gone() { forget(); }

private:
  void forget() { c_ = nullptr; }
};
// CHECK-NOTES: :[[@LINE-7]]:5: warning: 'c_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-12]]:10: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-11]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-11]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-6]]:19: note: meanwhile 'on_gone' sets 'c_'
// CHECK-NOTES: :[[@LINE-12]]:5: note: check 'c_' again before this line

struct taken_away {
  std::deque<int> q_;
  aio::task<> flush() {
    while (!q_.empty()) {
      co_await aio::store(q_.front());
      q_.pop_front();
    }
  }
  void cancel() { q_.clear(); }
};
// CHECK-NOTES: :[[@LINE-5]]:7: warning: 'q_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-8]]:13: note: 'q_' is checked here
// CHECK-NOTES: :[[@LINE-8]]:7: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:19: note: meanwhile 'cancel' takes away from 'q_'
// CHECK-NOTES: :[[@LINE-9]]:7: note: {{.*}}'q_'{{.*}}

struct added {
  int n_ = 0;
  aio::task<> enter() {
    if (n_ >= 4)
      co_return;
    co_await aio::tick();
    ++n_;
  }
  void on_direct() { ++n_; }
};
// CHECK-NOTES: :[[@LINE-4]]:5: warning: 'n_' may have changed since it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-8]]:9: note: 'n_' is checked here
// CHECK-NOTES: :[[@LINE-7]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:22: note: meanwhile 'on_direct' sets 'n_'
// CHECK-NOTES: :[[@LINE-8]]:5: note: check 'n_' again before this line

struct locked {
  aio::mutex m_;
  std::unique_ptr<connection> c_;
  aio::task<> open() {
    if (c_)
      co_return;
    auto turn = co_await m_.scoped_lock();
    c_ = std::make_unique<connection>();
  }
};
// CHECK-NOTES: :[[@LINE-3]]:5: warning: 'c_' may have changed since it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-7]]:9: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-6]]:17: note: suspended here until the lock is free, other tasks run
// CHECK-NOTES: :[[@LINE-6]]:5: note: meanwhile another call of 'open' sets 'c_'
// CHECK-NOTES: :[[@LINE-7]]:5: note: check 'c_' again before this line

struct itself {
  void on_request(int id) { detach(handle(id)); }

private:
  aio::task<> handle(int id) {
    int n = n_;
    co_await aio::store(id);
    n_ = n + 1;
  }
  int n_ = 0;
};
// CHECK-NOTES: :[[@LINE-4]]:5: warning: 'n_' is overwritten with a value computed from what it was before this coroutine was suspended [async-stale-state]
// CHECK-NOTES: :[[@LINE-7]]:13: note: 'n_' is read here
// CHECK-NOTES: :[[@LINE-7]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-7]]:5: note: meanwhile another call of 'handle' sets 'n_'
// CHECK-NOTES: :[[@LINE-8]]:5: note: read 'n_' again after the suspension, or await first and then update 'n_' in one step

struct many {
  connection *c_ = nullptr;
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::store(co_await aio::store(co_await aio::number()));
    co_await aio::store(co_await aio::store(co_await aio::number()));
    co_await aio::store(co_await aio::number());
    c_->reply(1);
  }
  void on_gone() { c_ = nullptr; }
};
// CHECK-NOTES: :[[@LINE-4]]:5: warning: 'c_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-10]]:10: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-9]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-10]]:25: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-11]]:45: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-11]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-12]]:25: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-13]]:45: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-13]]:5: note: and at 2 more suspension points
// CHECK-NOTES: :[[@LINE-11]]:20: note: meanwhile 'on_gone' sets 'c_'
// CHECK-NOTES: :[[@LINE-14]]:5: note: check 'c_' again before this line

// The suspensions on the way only, not those before and after.
struct window {
  connection *c_ = nullptr;
  aio::task<> answer() {
    co_await aio::tick();
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    co_await aio::tick();
  }
  void on_gone() { c_ = nullptr; }
};
// CHECK-NOTES: :[[@LINE-5]]:5: warning: 'c_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-9]]:10: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-8]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:20: note: meanwhile 'on_gone' sets 'c_'
// CHECK-NOTES: :[[@LINE-9]]:5: note: check 'c_' again before this line

// Carried around the loop.
struct around {
  connection *c_ = nullptr;
  aio::task<> answer(int n) {
    if (!c_)
      co_return;
    for (int i = 0; i != n; ++i) {
      c_->reply(i);
      co_await aio::tick();
    }
  }
  void on_gone() { c_ = nullptr; }
};
// CHECK-NOTES: :[[@LINE-6]]:7: warning: 'c_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-10]]:10: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-7]]:7: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:20: note: meanwhile 'on_gone' sets 'c_'
// CHECK-NOTES: :[[@LINE-10]]:7: note: check 'c_' again before this line

// One report a place, at the first use.
struct once {
  connection *c_ = nullptr;
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    c_->reply(2);
    co_await aio::tick();
    c_->reply(3);
  }
  void on_gone() { c_ = nullptr; }
};
// CHECK-NOTES: :[[@LINE-7]]:5: warning: 'c_' may no longer be what it was when it was checked: this coroutine was suspended in between [async-stale-state]
// CHECK-NOTES: :[[@LINE-11]]:10: note: 'c_' is checked here
// CHECK-NOTES: :[[@LINE-10]]:5: note: suspended here, other tasks run
// CHECK-NOTES: :[[@LINE-5]]:20: note: meanwhile 'on_gone' sets 'c_'
// CHECK-NOTES: :[[@LINE-11]]:5: note: check 'c_' again before this line
