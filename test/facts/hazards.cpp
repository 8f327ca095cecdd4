// RUN: %async-tidy --dump=hazards %s -- -std=c++20 -I%Inputs | FileCheck %s --match-full-lines --strict-whitespace

// What the analyses find, before a check chooses and words it: of every kind and confidence, with
// the corners and the steps; of a function, in the order of the text. Functions without hazards
// and templates that nobody instantiates are not named.

#include "sync.h"
#include <map>
#include <mutex>

void use(int);

struct state {
  int n_ = 0, copy_ = 0;
  std::map<int, int> table_;
  std::mutex m_;

  void on_reset() { n_ = 0; }
  void on_drop(int key) { table_.erase(key); }

  // CHECK-NOT:state::harmless:
  aio::task<> harmless() { co_await aio::tick(); }

  // CHECK:state::update:
  // CHECK-NEXT:  [[@LINE+7]]:5 stale-state likely n_
  // CHECK-NEXT:    [[@LINE+4]]:22 seen
  // CHECK-NEXT:    [[@LINE-9]]:21 meanwhile in on_reset
  // CHECK-NEXT:    [[@LINE+3]]:5 suspension
  aio::task<> update() {
    const int seen = n_;
    co_await aio::tick();
    n_ = seen + 1;
  }

  // Below the default threshold: a snapshot can be meant.
  // CHECK:state::snapshot:
  // CHECK-NEXT:  [[@LINE+7]]:5 stale-state possible n_
  // CHECK-NEXT:    [[@LINE+4]]:22 seen
  // CHECK-NEXT:    [[@LINE-21]]:21 meanwhile in on_reset
  // CHECK-NEXT:    [[@LINE+3]]:5 suspension
  aio::task<> snapshot() {
    const int seen = n_;
    co_await aio::tick();
    copy_ = seen;
  }

  // CHECK:state::locked:
  // CHECK-NEXT:  [[@LINE+8]]:33 lock-across-suspension definite m_ by l
  // CHECK-NEXT:    [[@LINE+9]]:5 suspension
  // CHECK-NEXT:    [[@LINE+10]]:3 end of scope
  // CHECK-NEXT:  [[@LINE+8]]:9 invalidated-reference likely table_
  // CHECK-NEXT:    [[@LINE+5]]:5 bound
  // CHECK-NEXT:    [[@LINE-34]]:27 meanwhile in on_drop
  // CHECK-NEXT:    [[@LINE+4]]:5 suspension
  aio::task<> locked() {
    std::lock_guard<std::mutex> l(m_);
    auto at = table_.find(1);
    co_await aio::tick();
    use(at->second);
  }

  // CHECK-NOT:state::pattern:
  template <class T> aio::task<> pattern() {
    const int seen = n_;
    co_await aio::tick();
    n_ = seen + 1;
  }
};

// Of a plain function: what it starts.
aio::task<> work(int &n) {
  co_await aio::tick();
  ++n;
}
// CHECK:start:
// CHECK-NEXT:  [[@LINE+4]]:3 unjoined-task likely n
// CHECK-NEXT:    [[@LINE+3]]:14 where
void start() {
  int n = 0;
  aio::spawn(work(n));
}
// CHECK-NOT:{{^[a-z]}}
