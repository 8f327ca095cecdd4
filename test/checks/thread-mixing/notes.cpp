// RUN: %check_async %s async-thread-mixing %t

#include "tasks.h"
#include <string>

int parse(const std::string &text);

class page {
  std::string text_;
  int width_ = 0;

public:
  aio::task<> layout() {
    co_await aio::resume_on(aio::pool());
    const int width = parse(text_);
    co_await aio::resume_on(aio::main_loop());
    width_ = width;
  }
  void on_edit(std::string text) { text_ = std::move(text); }
  // CHECK-NOTES: :[[@LINE-1]]:36: warning: 'text_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it [async-thread-mixing]
  // CHECK-NOTES: :[[@LINE-6]]:29: note: meanwhile 'text_' is read here, on a thread of a pool
  // CHECK-NOTES: :[[@LINE-3]]:36: note: touch 'text_' on one thread only, or guard it with a mutex that is not held across a suspension
};

aio::task<> add(int n, long &sum) {
  co_await aio::resume_on(aio::pool());
  sum += n;
}
aio::task<> both() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
}
// CHECK-NOTES: :[[@LINE-6]]:3: warning: 'sum' is changed here, on a thread of a pool, without a lock in common with another thread that uses it [async-thread-mixing]
// CHECK-NOTES: :[[@LINE-3]]:26: note: reached from here
// CHECK-NOTES: :[[@LINE-8]]:3: note: another task runs the same code, on a thread of a pool
// CHECK-NOTES: :[[@LINE-9]]:3: note: touch 'sum' on one thread only, or guard it with a mutex that is not held across a suspension

thread_local int depth = 0;
aio::task<> counted() {
  ++depth;
  co_await aio::resume_on(aio::pool());
  --depth;
}
// CHECK-NOTES: :[[@LINE-2]]:3: warning: 'depth' is thread_local: what is lowered here is not that of the thread on which it was raised [async-thread-mixing]
// CHECK-NOTES: :[[@LINE-5]]:3: note: 'depth' of one thread is raised here
// CHECK-NOTES: :[[@LINE-5]]:3: note: suspended here, to go on on another thread
// CHECK-NOTES: :[[@LINE-5]]:3: note: keep the value in the coroutine, or be done with 'depth' before the thread changes
