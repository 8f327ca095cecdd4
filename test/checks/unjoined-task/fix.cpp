// RUN: %check_async %s async-unjoined-task %t
// RUN: sed -E 's@// (NOTES|CHECK|AGAIN).*@//@' %s > %t.notes.cpp
// RUN: %async-tidy --fix-notes -checks=-*,async-unjoined-task -config={} %t.notes.cpp -- -std=c++20 -I%Inputs
// RUN: FileCheck --check-prefix=NOTES --input-file=%t.notes.cpp %s
// RUN: %async-tidy -checks=-*,async-unjoined-task -config={} %t.notes.cpp -- -std=c++20 -I%Inputs 2>&1 \
// RUN:   | FileCheck --check-prefix=AGAIN --allow-empty %s

// Captures become parameters: these live in the coroutine, the captures in the closure. Of a closure with a name
// the values are then those at the call, which is a decision.

#include "tasks.h"
#include <string>
#include <utility>
#include <vector>

aio::task<int> price(int id);

class importer {
  int rows_ = 0;
  int *last_ = &rows_;
  void added(int);

public:
  void immediate(int id, std::string name) {
    aio::spawn([this, id, copy = std::move(name)](int step) -> aio::task<> {
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure dies at the end of the statement
      // CHECK-FIXES: aio::spawn([](auto *self, auto id, auto copy, int step) -> aio::task<> {
      co_await price(id + step);
      rows_ += this->rows_;
      // CHECK-FIXES: self->rows_ += self->rows_;
      added(copy.size());
      // CHECK-FIXES: self->added(copy.size());
    }(1));
    // CHECK-FIXES: }(this, id, std::move(name), 1));
  }
  aio::task<> by_reference() {
    int n = 0;
    auto counting = aio::launch([&n]() -> aio::task<> {
      // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: this closure dies at the end of the statement
      // CHECK-FIXES: auto counting = aio::launch([](auto &n) -> aio::task<> {
      co_await aio::tick();
      ++n;
    }());
    // CHECK-FIXES: }(n));
    co_await counting.join();
  }
  void named(int id) {
    auto step = [this, id]() -> aio::task<> {
      // CHECK-FIXES: auto step = [this, id]() -> aio::task<> {
      // NOTES: auto step = [](auto *self, auto id) -> aio::task<> {
      co_await price(id);
      ++rows_;
      // NOTES: ++self->rows_;
    };
    aio::spawn(step());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the closure of the coroutine that is started here dies when
    // CHECK-FIXES: aio::spawn(step());
    // NOTES: aio::spawn(step(this, id));
  }
  // An inner lambda has the name `this` for itself.
  void inner(int id) {
    aio::spawn([this, id]() -> aio::task<> {
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure dies at the end of the statement
      // CHECK-FIXES: aio::spawn([this, id]() -> aio::task<> {
      co_await price(id);
      auto add = [this] { ++rows_; };
      add();
    }());
  }
  // Moved into one parameter, it can't be copied into the other.
  void moved(std::string name) {
    aio::spawn([name](std::string other) -> aio::task<> {
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure dies at the end of the statement
      // CHECK-FIXES: aio::spawn([name](std::string other) -> aio::task<> {
      co_await price(other.size() + name.size());
      co_await price(name.size());
    }(std::move(name)));
  }
};

// A reference to a temporary: the coroutine takes it by value.
aio::task<> show(const std::string &text) {
  // CHECK-FIXES: aio::task<> show(const std::string &text) {
  // NOTES: aio::task<> show(const std::string text) {
  co_await price(static_cast<int>(text.size()));
}
std::string named(int id);
aio::task<> later() {
  auto showing = show(named(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'text' of the task that is made here refers to a temporary
  co_await std::move(showing);
}

// Who may wait is a decision, and no edit: a reference is there to be written through.
aio::task<> add(int id, long &sum) { sum += co_await price(id); }
aio::task<> dropped() {
  long sum = 0;
  aio::spawn(add(1, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'sum'
  // CHECK-FIXES: aio::spawn(add(1, sum));
  co_await aio::tick();
}
// AGAIN-COUNT-2: warning: this closure dies
// AGAIN: warning: the task started here uses 'sum'
// AGAIN-NOT: warning:
