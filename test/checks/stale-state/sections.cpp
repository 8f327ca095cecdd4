// RUN: %check_async %s async-stale-state %t

// The object's own async lock is waited for between the look and the act: who waits in line finds
// what those before it did, though they are only other calls of the same function. Two sections
// under a lock are not one.

#include "coroutine.h"
#include <chrono>
#include <string>

struct lease {
  long until = 0;
  std::string key;
};
aio::task<lease> renew();
long now();

class checked_before_the_line {
  aio::mutex line_;
  lease lease_;
  long until_ = 0;
  int opened_ = 0;

public:
  aio::task<> by_time() {
    if (until_ > now())
      co_return;
    auto turn = co_await line_.scoped_lock();
    lease fresh = co_await renew();
    until_ = fresh.until;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'until_' may have changed since it was checked
  }
  aio::task<> by_number() {
    if (opened_ == 0) {
      auto turn = co_await line_.scoped_lock();
      opened_ = co_await aio::number();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'opened_' may have changed since it was checked
    }
  }
};

class checked_again_in_the_line {
  aio::mutex line_;
  long until_ = 0;

public:
  aio::task<> by_time() {
    if (until_ > now())
      co_return;
    auto turn = co_await line_.scoped_lock();
    if (until_ > now())
      co_return;
    lease fresh = co_await renew();
    until_ = fresh.until;
  }
  aio::task<> only_in_the_line() {
    auto turn = co_await line_.scoped_lock();
    if (until_ > now())
      co_return;
    lease fresh = co_await renew();
    until_ = fresh.until;
  }
};

class two_sections {
  aio::mutex line_;
  int last_ = 0;
  int sum_ = 0;

public:
  aio::task<> number(std::string what) {
    int mine;
    {
      auto turn = co_await line_.scoped_lock();
      mine = last_;
    }
    co_await aio::store(mine);
    auto turn = co_await line_.scoped_lock();
    last_ = mine + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'last_' is overwritten with a value computed from what it was before
  }
  aio::task<> given_back_by_hand(int more) {
    co_await line_.lock();
    int sum = sum_;
    line_.unlock();
    int checked = co_await aio::store(more);
    co_await line_.lock();
    sum_ = sum + checked;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sum_' is overwritten with a value computed from what it was before
    line_.unlock();
  }
};

class one_section {
  aio::mutex line_;
  int last_ = 0;

public:
  aio::task<> number() {
    auto turn = co_await line_.scoped_lock();
    int mine = last_;
    co_await aio::store(mine);
    last_ = mine + 1;
  }
  aio::task<> read_again_in_the_second() {
    {
      auto turn = co_await line_.scoped_lock();
      co_await aio::store(last_);
    }
    auto turn = co_await line_.scoped_lock();
    int mine = last_;
    last_ = mine + 1;
  }
};
