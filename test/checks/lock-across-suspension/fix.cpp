// RUN: %check_async %s async-lock-across-suspension %t -fix-clean

// The lock is given back before the suspension where nothing behind it needs the lock.
// nofix.cpp has what must not be touched.

#include "coroutine.h"
#include <mutex>
#include <shared_mutex>
#include <vector>

struct queue {
  std::mutex m_;
  std::shared_mutex rw_;
  std::vector<int> items_;
  int count_ = 0;

  aio::task<> unique() {
    std::unique_lock<std::mutex> l(m_);
    ++count_;
    co_await aio::tick();
  }
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
  // CHECK-FIXES: aio::task<> unique() {
  // CHECK-FIXES-NEXT: std::unique_lock<std::mutex> l(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: l.unlock();
  // CHECK-FIXES-NEXT: co_await aio::tick();
  // CHECK-FIXES-NEXT: }

  // What was copied out is this coroutine's own.
  aio::task<> copied() {
    std::shared_lock reading(rw_);
    const int n = count_;
    co_await aio::store(n);
    co_await aio::store(n + 1);
  }
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: warning: lock 'reading' on 'rw_' is held
  // CHECK-FIXES: aio::task<> copied() {
  // CHECK-FIXES-NEXT: std::shared_lock reading(rw_);
  // CHECK-FIXES-NEXT: const int n = count_;
  // CHECK-FIXES-NEXT: reading.unlock();
  // CHECK-FIXES-NEXT: co_await aio::store(n);
  // CHECK-FIXES-NEXT: co_await aio::store(n + 1);
  // CHECK-FIXES-NEXT: }

  // A guard without unlock() gets a block of its own.
  aio::task<> guard() {
    std::lock_guard<std::mutex> l(m_);
    ++count_;
    items_.push_back(count_);
    co_await aio::tick();
  }
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
  // CHECK-FIXES: aio::task<> guard() {
  // CHECK-FIXES-NEXT: {
  // CHECK-FIXES-NEXT: std::lock_guard<std::mutex> l(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: items_.push_back(count_);
  // CHECK-FIXES-NEXT: }
  // CHECK-FIXES-NEXT: co_await aio::tick();
  // CHECK-FIXES-NEXT: }

  // In a loop: each round takes the lock anew.
  aio::task<> loop(int rounds) {
    for (int i = 0; i < rounds; ++i) {
      std::scoped_lock l(m_);
      items_.push_back(i);
      co_await aio::store(i);
    }
  }
  // CHECK-MESSAGES: :[[@LINE-5]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
  // CHECK-FIXES: for (int i = 0; i < rounds; ++i) {
  // CHECK-FIXES-NEXT: {
  // CHECK-FIXES-NEXT: std::scoped_lock l(m_);
  // CHECK-FIXES-NEXT: items_.push_back(i);
  // CHECK-FIXES-NEXT: }
  // CHECK-FIXES-NEXT: co_await aio::store(i);
  // CHECK-FIXES-NEXT: }

  // The suspension is deep in a statement: the whole statement is behind the unlock.
  aio::task<> nested(bool twice) {
    std::unique_lock l(m_);
    ++count_;
    if (twice) {
      co_await aio::tick();
    }
    co_await aio::tick();
  }
  // CHECK-MESSAGES: :[[@LINE-7]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
  // CHECK-FIXES: aio::task<> nested(bool twice) {
  // CHECK-FIXES-NEXT: std::unique_lock l(m_);
  // CHECK-FIXES-NEXT: ++count_;
  // CHECK-FIXES-NEXT: l.unlock();
  // CHECK-FIXES-NEXT: if (twice) {
};
