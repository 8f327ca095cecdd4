// RUN: %check_async %s async-redundant-lock %t -- -config='{CheckOptions: {Executor: single}}'

// Every section of the lock ends before anything is awaited. The suspension for the lock itself lies
// before the section.

#include "coroutine.h"
#include "async_locks.h"
#include <map>
#include <string>
#include <vector>

using aio::task;

class counter {
public:
  task<> increment() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited: on one thread nobody else can run there
    ++value_;
  }
  task<int> value() {
    auto turn = co_await turn_.scoped_lock();
    co_return value_;
  }

private:
  aio::mutex turn_;
  int value_ = 0;
};

// The section is closed before the coroutine waits for anything.
class cache {
public:
  task<std::string> get(int key) {
    {
      auto turn = co_await turn_.scoped_lock();
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'turn_' is held only where nothing is awaited
      if (auto it = entries_.find(key); it != entries_.end())
        co_return it->second;
    }
    std::string text = co_await load(key);
    {
      auto turn = co_await turn_.scoped_lock();
      entries_.emplace(key, text);
    }
    co_return text;
  }

private:
  task<std::string> load(int key);
  aio::mutex turn_;
  std::map<int, std::string> entries_;
};
task<std::string> cache::load(int key) { co_return std::to_string(key); }

// Locked and unlocked by hand.
class by_hand {
public:
  task<> add(int n) {
    co_await turn_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'turn_' is held only where nothing is awaited
    all_.push_back(n);
    turn_.unlock();
  }

private:
  aio::mutex turn_;
  std::vector<int> all_;
};

// Whatever the loop awaits, it does so without the lock.
class poller {
public:
  task<> run() {
    while (true) {
      {
        auto turn = co_await turn_.scoped_lock();
        // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'turn_' is held only where nothing is awaited
        if (stopped_)
          co_return;
      }
      co_await aio::tick();
    }
  }
  task<> stop() {
    auto turn = co_await turn_.scoped_lock();
    stopped_ = true;
  }

private:
  aio::mutex turn_;
  bool stopped_ = false;
};

// What never suspends does not open the section.
class never_suspends {
  aio::mutex turn_;
  int n_ = 0;
  task<> add() {
    auto turn = co_await turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'turn_' is held only where nothing is awaited
    n_ += co_await aio::ready<int>{1};
  }
};

class with_units {
public:
  task<> add() {
    auto units = co_await seastar::get_units(one_, 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'one_' is held only where nothing is awaited
    ++n_;
  }

private:
  seastar::semaphore one_{1};
  int n_ = 0;
};
