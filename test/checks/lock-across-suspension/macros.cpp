// RUN: %check_async %s async-lock-across-suspension %t

// Locks and suspensions behind macros: reported where the macro is used, never edited.

#include "coroutine.h"
#include <mutex>

#define LOCK(lockable) std::unique_lock<std::mutex> macro_guard(lockable)
#define AWAIT(awaitable) (co_await (awaitable))
#define LOCKED_TICK(lockable)                                                  \
  do {                                                                         \
    std::lock_guard<std::mutex> in_macro(lockable);                            \
    co_await aio::tick();                                                      \
  } while (false)
#define UNLOCKED_TICK(lockable)                                                \
  do {                                                                         \
    { std::lock_guard<std::mutex> in_macro(lockable); }                        \
    co_await aio::tick();                                                      \
  } while (false)
#define STATE m_
#define UNLOCK(guard) (guard).unlock()

struct counter {
  std::mutex m_;
  int n_ = 0;

  aio::task<> guard_in_macro() {
    LOCK(m_);
    ++n_;
    co_await aio::tick();
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:5: warning: lock 'macro_guard' on 'm_' is held
  // CHECK-FIXES: LOCK(m_);
  // CHECK-FIXES-NEXT: ++n_;
  // CHECK-FIXES-NEXT: co_await aio::tick();

  aio::task<> await_in_macro() {
    std::unique_lock<std::mutex> l(m_);
    ++n_;
    AWAIT(aio::tick());
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
  // CHECK-MESSAGES: :[[@LINE-3]]:5: note: suspended here with 'm_' held
  // CHECK-FIXES: std::unique_lock<std::mutex> l(m_);
  // CHECK-FIXES-NEXT: ++n_;
  // CHECK-FIXES-NEXT: AWAIT(aio::tick());

  aio::task<> both_in_macro() {
    LOCKED_TICK(m_);
  }
  // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: lock 'in_macro' on 'm_' is held

  aio::task<> mutex_in_macro() {
    std::lock_guard<std::mutex> l(STATE);
    n_ = AWAIT(aio::number());
  }
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held

  aio::task<> block_in_macro() {
    UNLOCKED_TICK(m_);
  }

  aio::task<> unlock_in_macro() {
    LOCK(m_);
    ++n_;
    UNLOCK(macro_guard);
    AWAIT(aio::tick());
  }
};
