// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// Checks that stand in helpers, and what their results say.

#include "coroutine.h"
#include <deque>
#include <memory>

struct connection {
  void reply(int code);
};
void detach(aio::task<> t);

class parking {
public:
  void on_arrival(int) {
    detach(enter());
    detach(inverted());
  }
  aio::task<> inverted() {
    if (has_room()) {
      co_await aio::tick();
      ++inside_;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'inside_' may have changed since it was checked
    }
  }
  aio::task<> admitted_first() {
    if (full())
      co_return;
    ++inside_;
    co_await aio::tick();
  }
  aio::task<> asked_again() {
    if (full())
      co_return;
    co_await aio::tick();
    if (full())
      co_return;
    ++inside_;
  }

private:
  bool full() const { return inside_ == 100; }
  bool has_room() const { return !full(); }
  void admit() { ++inside_; }
  aio::task<> enter() {
    if (full())
      co_return;
    co_await aio::tick();
    admit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'inside_' may have changed since it was checked
    // CHECK-MESSAGES: :[[@LINE-5]]:9: note: 'inside_' is checked here
  }
  int inside_ = 0;
};

class session {
public:
  aio::task<> greet() {
    if (!is_open())
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'conn_' may no longer be what it was when it was checked
  }
  // The other way round, and with a helper that says something else.
  aio::task<> open() {
    if (is_open())
      co_return;
    co_await aio::tick();
  }
  virtual ~session() = default;
  void close() { conn_.reset(); }

private:
  bool is_open() const { return static_cast<bool>(conn_); }
  std::unique_ptr<connection> conn_;
};

// What is not known says nothing: an override may answer otherwise.
class overridden {
public:
  aio::task<> enter() {
    if (full())
      co_return;
    co_await aio::tick();
    ++inside_;
  }
  void leave() { --inside_; }
  virtual bool full() const { return inside_ == 100; }

private:
  int inside_ = 0;
};

// The state of another object, as the helper's caller names it.
struct hall {
  bool full() const { return inside == 100; }
  int inside = 0;
};
class two_halls {
public:
  void on_guest(int) { detach(enter()); }

private:
  aio::task<> enter() {
    if (left_.full())
      co_return;
    co_await aio::tick();
    ++left_.inside;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'left_.inside' may have changed since it was checked
    ++right_.inside;
  }
  hall left_, right_;
};
