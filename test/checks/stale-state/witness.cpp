// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// Why we believe that somebody else runs meanwhile. That a coroutine could run twice at a time,
// or beside another one of its class, is a reason to look, not to warn.

#include "coroutine.h"
#include <deque>
#include <memory>

struct connection {
  void reply(int code);
};
aio::task<std::unique_ptr<connection>> connect();
void detach(aio::task<> t);

// Weak: only itself.
class only_itself {
public:
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
  }
  aio::task<> open() {
    if (!c_)
      c_ = co_await connect();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may have changed since it was checked
  }
  aio::task<> work() {
    while (!jobs_.empty()) {
      co_await aio::tick();
      int job = jobs_.front();
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'jobs_' may no longer be what it was when it was checked
      jobs_.pop_front();
      co_await aio::store(job);
    }
  }

private:
  int n_ = 0;
  std::unique_ptr<connection> c_;
  std::deque<int> jobs_;
};

// Weak: another coroutine of the class.
class another_coroutine {
public:
  aio::task<> take() {
    if (left_ == 0)
      co_return;
    co_await aio::tick();
    --left_;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'left_' may have changed since it was checked
  }
  aio::task<> give_back() {
    co_await aio::tick();
    ++left_;
  }

private:
  int left_ = 1;
};

// Weak: nobody outside can call it, and nobody inside does.
class private_writer {
public:
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }

private:
  void drop() { c_.reset(); }
  std::unique_ptr<connection> c_;
};

// Weak: what is assigned may or may not be what was checked for.
class may_be_null {
public:
  void set(connection *c) { c_ = c; }
  void limit(int n) { n_ = n; }
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }
  aio::task<> take() {
    if (n_ < 5)
      co_return;
    co_await aio::tick();
    n_ -= 5;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' may have changed since it was checked
  }

private:
  connection *c_ = nullptr;
  int n_ = 0;
};

// Strong: a plain function that none of the class's coroutines calls.
class event_handler {
public:
  void on_gone() { c_.reset(); }
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }

private:
  std::unique_ptr<connection> c_;
};

// Strong: who waits for a lock waits for somebody who holds it.
class waits_for_a_lock {
public:
  aio::task<connection *> get() {
    if (!c_) {
      auto turn = co_await m_.scoped_lock();
      c_ = std::make_unique<connection>();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may have changed since it was checked
    }
    co_return c_.get();
  }

private:
  aio::mutex m_;
  std::unique_ptr<connection> c_;
};

// Strong: each event starts the coroutine once more.
class started_by_each_event {
public:
  void on_request(int id) { detach(handle(id)); }

private:
  aio::task<> handle(int id) {
    int n = n_;
    co_await aio::store(id);
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
  }
  int n_ = 0;
};

// None: a coroutine that only the constructor starts.
class run_loop {
public:
  run_loop() { detach(run()); }

private:
  aio::task<> run() {
    for (;;) {
      int n = n_;
      co_await aio::store(n);
      n_ = n + 1;
    }
  }
  int n_ = 0;
};

// Strong for a global: each event starts what awaits it, two calls up.
static int tables_taken = 0;
static int plates_taken = 0;
static int chairs_taken = 0;
static aio::task<bool> take_table(int guest) {
  if (tables_taken > 9)
    co_return false;
  int table = co_await aio::store(guest);
  if (table == 0)
    co_return false;
  tables_taken += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'tables_taken' may have changed since it was checked
  co_return true;
}
static aio::task<bool> take_plate(int guest) {
  if (plates_taken > 9)
    co_return false;
  ++plates_taken;
  if (co_await aio::store(guest) != 0)
    co_return true;
  --plates_taken;
  co_return false;
}
static aio::task<> dine(int guest) {
  if (co_await take_table(guest) && co_await take_plate(guest))
    co_await aio::tick();
}
static aio::task<> welcome(int guest) { co_await dine(guest); }
void on_guest(int guest) { detach(welcome(guest)); }

// Weak: one loop runs it, one round after the other.
static aio::task<> fetch_chair(int guest) {
  if (chairs_taken > 9)
    co_return;
  co_await aio::store(guest);
  ++chairs_taken;
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'chairs_taken' may have changed since it was checked
}
static aio::task<> fetch_chairs() {
  for (int guest = 0; guest < 9; ++guest)
    co_await fetch_chair(guest);
}
void on_opening() { detach(fetch_chairs()); }
