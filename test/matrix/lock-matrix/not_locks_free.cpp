// Held at an await that does not suspend, or no thread's lock at all.
#include "absl_mutex.h"
#include "async_locks.h"
#include "boost_mutex.h"
#include "folly_sync.h"
#include "forms.h"
#include "qt_mutex.h"

/// For single-threaded builds: does nothing.
struct null_mutex {
  void lock() {}
  void unlock() {}
  bool try_lock() { return true; }
};

namespace ui {
/// Has to do with a screen, not with threads.
class lock_guard {
public:
  explicit lock_guard(store &screen) : screen_(screen) { screen_.value = 1; }
  ~lock_guard() { screen_.value = 0; }

private:
  store &screen_;
};
} // namespace ui

struct others : fixture {
  aio::mutex turn_;
  cppcoro::async_mutex cppcoro_;
  folly::coro::Mutex folly_;
  folly::Synchronized<store> folly_store_;
  seastar::semaphore semaphore_{1};
  null_mutex null_;
  std::weak_ptr<store> weak_;
  absl::Mutex absl_;
  boost::mutex boost_;
  QMutex qt_;

  // FORM: suspend-never free std::suspend_never
  aio::task<> suspend_never() {
    std::lock_guard<std::mutex> l(m_);
    co_await std::suspend_never{};
  }
  // FORM: ready-constant free await_ready() is a constant true
  aio::task<> ready_constant() {
    std::lock_guard<std::mutex> l(m_);
    co_await aio::none{};
  }
  // FORM: ready-template free the same in a class template
  aio::task<> ready_template() {
    std::unique_lock<std::mutex> l(m_);
    count_ = co_await aio::ready<int>{1};
  }
  // FORM: ready-operator free the same behind an operator co_await
  aio::task<> ready_operator() {
    std::lock_guard<std::mutex> l(m_);
    co_await aio::none_behind_operator{};
  }
  // FORM: async-guard free the guard of an async mutex
  aio::task<> async_guard() {
    auto g = co_await turn_.scoped_lock();
    co_await aio::tick();
  }
  // FORM: async-manual free an async mutex, locked and unlocked
  aio::task<> async_manual() {
    co_await turn_.lock();
    co_await aio::tick();
    turn_.unlock();
  }
  // FORM: async-unique-lock free a unique_lock adopts an async mutex
  aio::task<> async_unique_lock() {
    co_await turn_.lock();
    std::unique_lock<aio::mutex> l(turn_, std::adopt_lock);
    co_await aio::tick();
  }
  // FORM: async-lock-guard free a lock_guard adopts an async mutex
  aio::task<> async_lock_guard() {
    co_await turn_.lock();
    std::lock_guard l(turn_, std::adopt_lock);
    co_await aio::tick();
  }
  // FORM: async-try-lock free try_lock of an async mutex
  aio::task<> async_try_lock() {
    if (!turn_.try_lock())
      co_return;
    co_await aio::tick();
    turn_.unlock();
  }
  // FORM: async-folly free folly::coro::Mutex, whose guard is a unique_lock
  aio::task<> async_folly() {
    std::unique_lock<folly::coro::Mutex> l = co_await folly_.co_scoped_lock();
    co_await aio::tick();
  }
  // FORM: async-folly-auto free the same through auto
  aio::task<> async_folly_auto() {
    auto l = co_await folly_.co_scoped_lock();
    co_await aio::tick();
  }
  // FORM: async-cppcoro free cppcoro::async_mutex
  aio::task<> async_cppcoro() {
    auto l = co_await cppcoro_.scoped_lock_async();
    co_await aio::tick();
  }
  // FORM: async-seastar free units of a seastar::semaphore
  aio::task<> async_seastar() {
    auto units = co_await seastar::get_units(semaphore_, 1);
    co_await aio::tick();
  }
  // FORM: null-mutex free a mutex that does nothing
  aio::task<> null_lock() {
    std::lock_guard<null_mutex> l(null_);
    co_await aio::tick();
  }
  // FORM: weak-ptr free weak_ptr has a lock() too
  aio::task<> weak_ptr() {
    auto alive = weak_.lock();
    co_await aio::tick();
  }
  // FORM: same-name free a class of the same name that locks nothing
  aio::task<> same_name() {
    ui::lock_guard l(state_);
    co_await aio::tick();
  }
  // FORM: absl-block-ended free absl::MutexLock in a block
  aio::task<> absl_block_ended() {
    {
      absl::MutexLock l(&absl_);
      ++count_;
    }
    co_await aio::tick();
  }
  // FORM: absl-released free absl::ReleasableMutexLock released before
  aio::task<> absl_released() {
    absl::ReleasableMutexLock l(&absl_);
    ++count_;
    l.Release();
    co_await aio::tick();
  }
  // FORM: boost-unlocked free boost::unique_lock unlocked before
  aio::task<> boost_unlocked() {
    boost::unique_lock<boost::mutex> l(boost_);
    ++count_;
    l.unlock();
    co_await aio::tick();
  }
  // FORM: folly-temporary free a temporary LockedPtr ends with its full-expression
  aio::task<> folly_temporary() {
    folly_store_.wlock()->value = 1;
    co_await aio::tick();
  }
  // FORM: folly-callback free withWLock holds the lock around a callback
  aio::task<> folly_callback() {
    const int n = folly_store_.withWLock([](store &s) { return ++s.value; });
    co_await aio::store(n);
  }
  // FORM: folly-unlocked free a LockedPtr unlocked before
  aio::task<> folly_unlocked() {
    auto s = folly_store_.wlock();
    s->value = 1;
    s.unlock();
    co_await aio::tick();
  }
  // FORM: qt-unlocked free QMutexLocker unlocked before
  aio::task<> qt_unlocked() {
    QMutexLocker l(&qt_);
    ++count_;
    l.unlock();
    co_await aio::tick();
  }
  // FORM: qt-null free QMutexLocker on a null pointer locks nothing
  aio::task<> qt_null() {
    QMutexLocker<QMutex> l(nullptr);
    co_await aio::tick();
  }
};
