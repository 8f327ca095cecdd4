// RUN: %check_async -expect-clean %s async-shared-mutable-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// Several coroutines, and no member whose design is in question.

#include "coroutine.h"
#include <map>
#include <utility>
#include <vector>

// One coroutine relies on it, the others only set it.
class one_relies {
public:
  aio::task<> count(int n) {
    n_ = n_ + n;
    co_await aio::tick();
  }
  aio::task<> reset() {
    co_await aio::tick();
    n_ = 0;
  }

private:
  int n_ = 0;
};

// Each looks again.
class looks_again {
public:
  aio::task<> take(int n) {
    co_await aio::tick();
    if (left_ >= n)
      left_ -= n;
  }
  aio::task<> give(int n) {
    co_await aio::tick();
    left_ += n;
  }

private:
  int left_ = 0;
};

// Each takes the lock.
class locked {
public:
  aio::task<> deposit(int amount) {
    auto turn = co_await turn_.scoped_lock();
    int before = balance_;
    co_await aio::tick();
    balance_ = before + amount;
  }
  aio::task<> withdraw(int amount) {
    auto turn = co_await turn_.scoped_lock();
    if (balance_ < amount)
      co_return;
    co_await aio::tick();
    balance_ -= amount;
  }

private:
  aio::mutex turn_;
  int balance_ = 0;
};

// Passed in and returned.
class values {
public:
  aio::task<int> deposit(int balance, int amount) {
    co_await aio::tick();
    co_return balance + amount;
  }
  aio::task<int> withdraw(int balance, int amount) {
    co_await aio::tick();
    co_return balance < amount ? balance : balance - amount;
  }
};
