// RUN: %check_async %s async-stale-state %t

// Code as it looks while it is typed. What is whole is still judged; what is not must not
// bring the analysis down.

#include "coroutine.h"
#include <map>
#include <memory>

struct connection {
  void reply(int code);
};

struct client {
  connection *c_ = nullptr;
  std::map<int, connection> all_;
  unknown_type u_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'unknown_type'
  int n_ = 0;

  aio::task<> whole_before() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }
  aio::task<> unknown_awaitable() {
    int n = n_;
    co_await missing();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: use of undeclared identifier 'missing'
    n_ = n;
  }
  aio::task<> unknown_member() {
    if (!no_such_)
      // CHECK-MESSAGES: :[[@LINE-1]]:10: error: use of undeclared identifier 'no_such_'
      co_return;
    co_await aio::tick();
    no_such_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: error: use of undeclared identifier 'no_such_'
  }
  aio::task<> unknown_method() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->no_such(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: error: no member named 'no_such' in 'connection'
  }
  aio::task<> of_unknown_type() {
    auto x = u_;
    co_await aio::tick();
    u_ = x;
  }
  aio::task<> unfinished() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->
    // CHECK-MESSAGES: :[[@LINE+1]]:3: error: expected unqualified-id
  }
  aio::task<> no_condition() {
    if ()
      // CHECK-MESSAGES: :[[@LINE-1]]:9: error: expected expression
      co_await aio::tick();
    c_->reply(1);
  }
  aio::task<> bad_key() {
    if (!all_.contains(nullptr))
      // CHECK-MESSAGES: :[[@LINE-1]]:15: error: {{.*}}
      co_return;
    co_await aio::tick();
    all_[0].reply(1);
  }
  void on_gone() {
    c_ = nullptr;
    n_ = no_such_;
    // CHECK-MESSAGES: :[[@LINE-1]]:10: error: use of undeclared identifier 'no_such_'
  }
  aio::task<> whole_after() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before
  }
  void on_reset() { n_ = 0; }
};

// Not closed.
// CHECK-MESSAGES: :[[@LINE+8]]:18: error: expected ';' after struct
// CHECK-MESSAGES: :[[@LINE+7]]:18: error: expected '}'
struct half {
  connection *c_ = nullptr;
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
