// RUN: %check_async %s async-blocking-call %t -- -- -fno-caret-diagnostics

#include "coroutine.h"
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

aio::task<> flush();

// Who would end the wait may need the thread that waits.
class log_follower {
public:
  aio::task<> append() {
    in_flight_ = true;
    co_await flush();
    in_flight_ = false;
    idle_.notify_all();
  }
  aio::task<> release() {
    std::unique_lock l(mu_);
    idle_.wait(l, [this] { return !in_flight_; });
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'idle_.wait' blocks the thread, and with it every coroutine that runs there [async-blocking-call]
    // CHECK-NOTES: :[[@LINE-6]]:5: note: 'append', which would end the wait, may need this thread
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await it instead: an event, condition or task of the coroutine library
    co_return;
  }

private:
  std::mutex mu_;
  std::condition_variable idle_;
  bool in_flight_ = false;
};

// The chain of helpers, outermost first.
int inner(std::future<int> &f) {
  return f.get();
}
int middle(std::future<int> f) {
  return inner(f);
}
int outer(std::future<int> f) {
  return middle(std::move(f));
}
aio::task<int> through_three(std::future<int> f) {
  co_return outer(std::move(f));
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'outer' blocks the thread, and with it every coroutine that runs there [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-5]]:10: note: 'outer' calls 'middle'
  // CHECK-NOTES: :[[@LINE-9]]:10: note: 'middle' calls 'inner'
  // CHECK-NOTES: :[[@LINE-13]]:10: note: 'inner' calls 'f.get'
  // CHECK-NOTES: :[[@LINE-5]]:13: note: await it instead: an event, condition or task of the coroutine library
}

// What ends at a scope's end.
struct session {
  std::thread reader_;
  ~session() {
    reader_.join();
  }
};
aio::task<> scope_end() {
  session s{std::thread([] {})};
  co_await aio::tick();
}
// CHECK-NOTES: :[[@LINE-1]]:1: warning: the end of 's' blocks the thread, and with it every coroutine that runs there [async-blocking-call]
// CHECK-NOTES: :[[@LINE-8]]:5: note: '~session' calls 'reader_.join'
// CHECK-NOTES: :[[@LINE-3]]:1: note: await it instead: an event, condition or task of the coroutine library

// A helper that spins.
bool volatile done;
void spin_until_done() {
  while (!done)
    ;
}
aio::task<> spins() {
  spin_until_done();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'spin_until_done' blocks the thread, and with it every coroutine that runs there [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-6]]:10: note: 'spin_until_done' waits in this loop
  // CHECK-NOTES: :[[@LINE-3]]:3: note: await it instead: an event, condition or task of the coroutine library
  co_return;
}

// A second wait for the same event takes no time.
aio::task<int> waits_twice(std::shared_future<int> f) {
  f.wait();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'f.wait' blocks the thread, and with it every coroutine that runs there [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it instead: an event, condition or task of the coroutine library
  co_return f.get();
}
