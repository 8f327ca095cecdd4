// RUN: %check_async %s async-stale-state %t

// Macros hide the wait, the check, the use, and whole functions.

#include "coroutine.h"

#define AWAIT(x) co_await (x)
#define RETURN_UNLESS(x)                                                       \
  do {                                                                         \
    if (!(x))                                                                  \
      co_return;                                                               \
  } while (false)
#define TELL(p, code) (p)->reply(code)

struct connection {
  void reply(int code);
};

struct client {
  connection *c_ = nullptr;
  int n_ = 0;

  aio::task<> wait_in_a_macro() {
    if (!c_)
      co_return;
    AWAIT(aio::tick());
    c_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }
  aio::task<> check_in_a_macro() {
    RETURN_UNLESS(c_);
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }
  aio::task<> use_in_a_macro() {
    if (!c_)
      co_return;
    co_await aio::tick();
    TELL(c_, 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' may no longer be what it was when it was checked
  }
  aio::task<> checked_again() {
    RETURN_UNLESS(c_);
    AWAIT(aio::tick());
    RETURN_UNLESS(c_);
    TELL(c_, 1);
  }
  aio::task<> right_operand_first() {
    n_ += AWAIT(aio::number());
  }
#define DEFINE(name)                                                           \
  aio::task<> name() {                                                         \
    int n = n_;                                                                \
    co_await aio::tick();                                                      \
    n_ = n + 1;                                                                \
  }
  DEFINE(whole)
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before

  void on_gone() {
    c_ = nullptr;
    n_ = 0;
  }
};
