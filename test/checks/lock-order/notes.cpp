// RUN: %check_async %s async-lock-order %t

// Both acquisitions are shown, and the calls between them.

#include "sync.h"

struct notebook {
  aio::mutex m_, log_;
  aio::event done_;
  int n_ = 0;
  aio::task<> flush() { auto turn = co_await m_.scoped_lock(); }
  aio::task<> tidy() { co_await flush(); }
  aio::task<> save() {
    auto turn = co_await m_.scoped_lock();
    co_await tidy();
  }
  // CHECK-NOTES: :[[@LINE-2]]:5: warning: this waits for 'm_', which this coroutine holds: it never goes on [async-lock-order]
  // CHECK-NOTES: :[[@LINE-4]]:17: note: 'm_' is taken here
  // CHECK-NOTES: :[[@LINE-7]]:15: note: this waits for 'tidy'
  // CHECK-NOTES: :[[@LINE-9]]:15: note: this waits for 'flush'
  // CHECK-NOTES: :[[@LINE-10]]:37: note: which waits for 'm_' here
  // CHECK-NOTES: :[[@LINE-7]]:5: note: call a function here that expects 'm_' to be held, or give it back before this line

  aio::task<> note() {
    auto a = co_await m_.scoped_lock();
    auto b = co_await log_.scoped_lock();
  }
  aio::task<> rotate() {
    auto b = co_await log_.scoped_lock();
    auto a = co_await m_.scoped_lock();
  }
  // CHECK-NOTES: :[[@LINE-2]]:14: warning: this waits for 'm_' with 'log_' held, and 'note' takes them the other way round: they can wait for each other for ever [async-lock-order]
  // CHECK-NOTES: :[[@LINE-4]]:14: note: 'log_' is taken here
  // CHECK-NOTES: :[[@LINE-9]]:14: note: 'note' takes 'm_' here
  // CHECK-NOTES: :[[@LINE-9]]:14: note: and waits for 'log_' here
  // CHECK-NOTES: :[[@LINE-6]]:14: note: take the two always in the same order

  aio::task<> run() {
    auto turn = co_await log_.scoped_lock();
    done_.set();
  }
  aio::task<> stop() {
    auto turn = co_await log_.scoped_lock();
    co_await done_.wait();
  }
  // CHECK-NOTES: :[[@LINE-2]]:5: warning: this waits for 'done_' with 'log_' held, which 'run' needs before it gets that far: they wait for each other for ever [async-lock-order]
  // CHECK-NOTES: :[[@LINE-4]]:17: note: 'log_' is taken here
  // CHECK-NOTES: :[[@LINE-9]]:17: note: 'log_' is needed here
  // CHECK-NOTES: :[[@LINE-9]]:5: note: 'run' gets to 'done_' here
  // CHECK-NOTES: :[[@LINE-6]]:5: note: give 'log_' back before this line
};
