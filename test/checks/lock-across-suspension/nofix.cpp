// RUN: %check_async %s async-lock-across-suspension %t

// Where an edit could break the code, a note says what to do instead.

#include "coroutine.h"
#include <mutex>
#include <vector>

std::mutex global_mutex;
int global_count;
aio::pause<> flush_globals();

struct queue {
  std::mutex m_;
  std::vector<int> items_;
  int count_ = 0;
  aio::pause<> flush();

  // What the lock may guard is used behind the suspension.
  aio::task<> used_behind() {
    std::unique_lock used(m_);
    ++count_;
    co_await aio::tick();
    --count_;
  }
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: warning: lock 'used' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-6]]:{{[0-9]+}}: note: copy what is needed and release 'm_' before the suspension, or use an async mutex of your coroutine library
  // CHECK-FIXES: std::unique_lock used(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: co_await aio::tick();
  // CHECK-FIXES-NEXT: --count_;

  // The awaited expression reads it.
  aio::task<> used_in_operand() {
    std::unique_lock operand(m_);
    co_await aio::store(count_);
  }
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: warning: lock 'operand' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::unique_lock operand(m_);
  // CHECK-FIXES-NEXT: co_await aio::store(count_);

  // A member function is called, which can use anything.
  aio::task<> used_in_callee() {
    std::unique_lock callee(m_);
    ++count_;
    co_await flush();
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'callee' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::unique_lock callee(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: co_await flush();

  // A reference into what the lock guards.
  aio::task<> reference() {
    std::lock_guard<std::mutex> referring(m_);
    int &last = items_.back();
    last = co_await aio::number();
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'referring' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::lock_guard<std::mutex> referring(m_);
  // CHECK-FIXES-NEXT: int &last = items_.back();
  // CHECK-FIXES-NEXT: last = co_await aio::number();

  // A block around the guard would end a variable that is used behind.
  aio::task<> declared_inside() {
    std::lock_guard<std::mutex> declaring(m_);
    const int n = count_;
    co_await aio::store(n);
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'declaring' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::lock_guard<std::mutex> declaring(m_);
  // CHECK-FIXES-NEXT: const int n = count_;
  // CHECK-FIXES-NEXT: co_await aio::store(n);

  // An unlock in the loop would run twice.
  aio::task<> loop_inside(int rounds) {
    std::unique_lock looping(m_);
    for (int i = 0; i < rounds; ++i) {
      ++count_;
      co_await aio::tick();
    }
  }
  // CHECK-MESSAGES: :[[@LINE-6]]:{{[0-9]+}}: warning: lock 'looping' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-7]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::unique_lock looping(m_);
  // CHECK-FIXES-NEXT: for (int i = 0; i < rounds; ++i) {
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: co_await aio::tick();

  // The user unlocks already, too late: where is the user's decision.
  aio::task<> unlocked_later() {
    std::unique_lock late(m_);
    ++count_;
    co_await aio::tick();
    late.unlock();
    co_await aio::tick();
  }
  // CHECK-MESSAGES: :[[@LINE-6]]:{{[0-9]+}}: warning: lock 'late' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-7]]:{{[0-9]+}}: note: copy what is needed
  // CHECK-FIXES: std::unique_lock late(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: co_await aio::tick();
  // CHECK-FIXES-NEXT: late.unlock();
};

// A function can reach what a global mutex guards.
aio::task<> global() {
  std::unique_lock anywhere(global_mutex);
  ++global_count;
  co_await flush_globals();
}
// CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'anywhere' on 'global_mutex' is held
// CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: note: copy what is needed and release 'global_mutex' before
// CHECK-FIXES: std::unique_lock anywhere(global_mutex);
// CHECK-FIXES-NEXT: ++global_count;
// CHECK-FIXES-NEXT: co_await flush_globals();
