// RUN: %check_async %s async-lock-across-suspension %t

// Every note of a report, in order: where it is suspended, where the lock is given back,
// and what to do. Nothing here can be fixed by an edit, which would show as a note too.

#include "async_locks.h"
#include "coroutine.h"
#include <mutex>

struct counter {
  std::mutex m_;
  int n_ = 0;

  aio::task<> scope() {
    std::lock_guard<std::mutex> l(m_);
    n_ = co_await aio::number();
    ++n_;
  }
  // CHECK-NOTES: :[[@LINE-4]]:33: warning: lock 'l' on 'm_' is held while the coroutine is suspended [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-3]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-7]]:33: note: copy what is needed and release 'm_' before the suspension, or use an async mutex of your coroutine library

  aio::task<> by_hand() {
    m_.lock();
    n_ = co_await aio::number();
    ++n_;
    m_.unlock();
  }
  // CHECK-NOTES: :[[@LINE-5]]:5: warning: 'm_' is locked here and still held while the coroutine is suspended [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-4]]:5: note: released here
  // CHECK-NOTES: :[[@LINE-8]]:5: note: copy what is needed and release 'm_' before the suspension

  // Nobody gives it back: no such note.
  aio::task<> never() {
    m_.lock();
    co_await aio::store(n_);
  }
  // CHECK-NOTES: :[[@LINE-3]]:5: warning: 'm_' is locked here and still held while the coroutine is suspended
  // CHECK-NOTES: :[[@LINE-3]]:5: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-5]]:5: note: copy what is needed

  // Where the inner block ends, not the function's.
  aio::task<> inner_scope() {
    {
      std::unique_lock<std::mutex> l(m_);
      co_await aio::store(n_);
    }
    co_await aio::tick();
  }
  // CHECK-NOTES: :[[@LINE-5]]:36: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-5]]:7: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-5]]:5: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-8]]:36: note: copy what is needed

  aio::task<> unlocked() {
    std::unique_lock<std::mutex> l(m_);
    n_ = co_await aio::number();
    l.unlock();
    co_await aio::tick();
  }
  // CHECK-NOTES: :[[@LINE-5]]:34: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-5]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-5]]:5: note: released here
  // CHECK-NOTES: :[[@LINE-8]]:34: note: copy what is needed

  // Only the suspension points at which it is held.
  aio::task<> window() {
    co_await aio::tick();
    std::unique_lock<std::mutex> l(m_);
    n_ = co_await aio::number();
    l.unlock();
    co_await aio::tick();
    l.lock();
    ++n_;
  }
  // CHECK-NOTES: :[[@LINE-7]]:34: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-7]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-7]]:5: note: released here
  // CHECK-NOTES: :[[@LINE-10]]:34: note: copy what is needed

  // co_return leaves the scope, but the scope ends at its brace.
  aio::task<int> returning() {
    std::lock_guard<std::mutex> l(m_);
    n_ = co_await aio::number();
    co_return n_;
  }
  // CHECK-NOTES: :[[@LINE-4]]:33: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-4]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-3]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-7]]:33: note: copy what is needed

  // Six are shown, the others counted.
  aio::task<> many() {
    std::lock_guard<std::mutex> l(m_);
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
    n_ += co_await aio::number();
  }
  // CHECK-NOTES: :[[@LINE-10]]:33: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-10]]:11: note: and at 2 more suspension points
  // CHECK-NOTES: :[[@LINE-9]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-19]]:33: note: copy what is needed

  // Seven: the last one alone.
  aio::task<> seven() {
    std::lock_guard<std::mutex> l(m_);
    n_ += co_await aio::number() + co_await aio::number() + co_await aio::number();
    n_ += co_await aio::number() + co_await aio::number() + co_await aio::number();
    n_ += co_await aio::number();
  }
  // CHECK-NOTES: :[[@LINE-5]]:33: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES-COUNT-6: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-4]]:11: note: and at 1 more suspension point{{$}}
  // CHECK-NOTES: :[[@LINE-4]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-9]]:33: note: copy what is needed

  // A co_yield is shown by its keyword.
  aio::generator<int> yields() {
    std::lock_guard<std::mutex> l(m_);
    co_yield n_;
    co_yield n_ + 1;
  }
  // CHECK-NOTES: :[[@LINE-4]]:33: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-4]]:5: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-4]]:5: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-4]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-8]]:33: note: copy what is needed

  // The coroutine's return type tells the library, and the library has an async mutex.
  cppcoro::task<> of_a_known_library() {
    std::lock_guard<std::mutex> l(m_);
    n_ = co_await aio::number();
    ++n_;
  }
  // CHECK-NOTES: :[[@LINE-4]]:33: warning: lock 'l' on 'm_' is held
  // CHECK-NOTES: :[[@LINE-4]]:10: note: suspended here with 'm_' held
  // CHECK-NOTES: :[[@LINE-3]]:3: note: released at the end of this scope
  // CHECK-NOTES: :[[@LINE-7]]:33: note: to keep 'm_' across a suspension point use an async mutex: '{{.*}}co_await {{.*}}.scoped_lock_async(){{.*}}'
  // CHECK-NOTES: :[[@LINE-8]]:33: note: unlock 'm_' for as long as the coroutine is suspended
};
