// RUN: %check_async %s async-shared-mutable-state %t

// Members that several coroutines of a class change across suspension points: one report each.

#include "coroutine.h"
#include <map>
#include <vector>

void detach(aio::task<> t);
aio::task<> write_all(const std::vector<int> &all);

class account {
public:
  aio::task<> deposit(int amount) {
    int before = balance_;
    co_await aio::tick();
    balance_ = before + amount;
  }
  aio::task<> withdraw(int amount) {
    if (balance_ < amount)
      co_return;
    co_await aio::tick();
    balance_ -= amount;
  }
  void on_interest(int rate) { balance_ += rate; }

private:
  int balance_ = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'balance_' is changed across suspension points by 2 coroutines of 'account' [async-shared-mutable-state]
  // CHECK-MESSAGES: :[[@LINE-13]]:5: note: 'deposit' relies here on what 'balance_' was before it was suspended
  // CHECK-MESSAGES: :[[@LINE-8]]:5: note: 'withdraw' relies here on what 'balance_' was before it was suspended
  // CHECK-MESSAGES: :[[@LINE-4]]:7: note: give 'balance_' one owner
  // CHECK-MESSAGES: :[[@LINE-5]]:7: note: 'async-tidy --suggest-actor=account' prints the class with such an owner
};

// A state machine that three drive.
enum class phase { idle, dialling, up, closing, gone };
class link {
public:
  aio::task<> open() {
    now_ = phase::dialling;
    co_await aio::tick();
    now_ = phase::up;
  }
  aio::task<> close() {
    now_ = phase::closing;
    co_await aio::tick();
    now_ = phase::gone;
  }
  aio::task<> reopen() {
    if (now_ != phase::gone)
      co_return;
    now_ = phase::dialling;
    co_await aio::tick();
    now_ = phase::up;
  }
  void on_reset() { now_ = phase::idle; }

private:
  phase now_ = phase::idle;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'now_' is changed across suspension points by 3 coroutines of 'link'
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: 'async-tidy --suggest-actor=link' prints the class with such an owner
  // CHECK-MESSAGES: :[[@LINE-23]]:15: note: 'aio::task<phase> open(phase current)' would take the value and return the new one; 'async-tidy --suggest-values=link::now_' prints the class so
};

// Two buffers, one of them shared.
class journal {
public:
  void start(int) {
    detach(flush_on_timer());
    detach(flush_on_size());
  }
  void add(int line) {
    lines_.push_back(line);
    once_.push_back(line);
  }

private:
  aio::task<> flush_on_timer() {
    co_await write_all(lines_);
    lines_.clear();
  }
  aio::task<> flush_on_size() {
    co_await write_all(lines_);
    lines_.clear();
    co_await write_all(once_);
    once_.clear();
  }
  std::vector<int> lines_;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'lines_' is changed across suspension points by 2 coroutines of 'journal'
  std::vector<int> once_;
};
