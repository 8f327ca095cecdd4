// Locks of other libraries, and locks known by their attributes.
#include "absl_mutex.h"
#include "boost_mutex.h"
#include "folly_sync.h"
#include "forms.h"
#include "qt_mutex.h"

class __attribute__((capability("mutex"))) annotated_mutex {
public:
  void enter() __attribute__((acquire_capability()));
  void enter_shared() __attribute__((acquire_shared_capability()));
  bool try_enter() __attribute__((try_acquire_capability(true)));
  void leave() __attribute__((release_capability()));
  void leave_shared() __attribute__((release_shared_capability()));
};

class __attribute__((scoped_lockable)) annotated_guard {
public:
  explicit annotated_guard(annotated_mutex &m)
      __attribute__((acquire_capability(m)));
  ~annotated_guard() __attribute__((release_capability()));
};

struct libraries : fixture {
  absl::Mutex absl_;
  boost::mutex boost_;
  boost::shared_mutex boost_rw_;
  folly::SharedMutex folly_rw_;
  folly::SpinLock folly_spin_;
  folly::Synchronized<store> folly_store_;
  QMutex qt_;
  QReadWriteLock qt_rw_;
  annotated_mutex annotated_;
  void begin() __attribute__((acquire_capability(annotated_)));
  void end() __attribute__((release_capability(annotated_)));

  // FORM: absl-mutex-lock held absl::MutexLock
  aio::task<> absl_mutex_lock() {
    absl::MutexLock l(&absl_); // HELD
    co_await aio::tick();
  }
  // FORM: absl-reader-lock held absl::ReaderMutexLock
  aio::task<> absl_reader_lock() {
    absl::ReaderMutexLock l(&absl_); // HELD
    co_await aio::tick();
  }
  // FORM: absl-releasable held absl::ReleasableMutexLock, released too late
  aio::task<> absl_releasable() {
    absl::ReleasableMutexLock l(&absl_); // HELD
    co_await aio::tick();
    l.Release();
  }
  // FORM: absl-manual held absl::Mutex::Lock
  aio::task<> absl_manual() {
    absl_.Lock(); // HELD
    co_await aio::tick();
    absl_.Unlock();
  }
  // FORM: absl-manual-reader held absl::Mutex::ReaderLock
  aio::task<> absl_manual_reader() {
    absl_.ReaderLock(); // HELD
    co_await aio::tick();
    absl_.ReaderUnlock();
  }
  // FORM: boost-lock-guard held boost::lock_guard
  aio::task<> boost_lock_guard() {
    boost::lock_guard<boost::mutex> l(boost_); // HELD
    co_await aio::tick();
  }
  // FORM: boost-scoped-lock held boost::mutex::scoped_lock
  aio::task<> boost_scoped_lock() {
    boost::mutex::scoped_lock l(boost_); // HELD
    co_await aio::tick();
  }
  // FORM: boost-deferred held boost::unique_lock, deferred and locked
  aio::task<> boost_deferred() {
    boost::unique_lock<boost::mutex> l(boost_, boost::defer_lock);
    l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: boost-shared-lock held boost::shared_lock
  aio::task<> boost_shared_lock() {
    boost::shared_lock<boost::shared_mutex> l(boost_rw_); // HELD
    co_await aio::tick();
  }
  // FORM: boost-manual held boost::mutex::lock
  aio::task<> boost_manual() {
    boost_.lock(); // HELD
    co_await aio::tick();
    boost_.unlock();
  }
  // FORM: folly-wlock held what folly::Synchronized::wlock returns
  aio::task<> folly_wlock() {
    auto s = folly_store_.wlock(); // HELD
    s->value = co_await aio::number();
  }
  // FORM: folly-rlock-temporary held a temporary LockedPtr in the awaiting expression
  aio::task<> folly_rlock_temporary() {
    co_await aio::store(folly_store_.rlock()->value); // HELD
  }
  // FORM: folly-shared-mutex held std::shared_lock on folly::SharedMutex
  aio::task<> folly_shared_mutex() {
    std::shared_lock l(folly_rw_); // HELD
    co_await aio::tick();
  }
  // FORM: folly-spin-lock held std::lock_guard on folly::SpinLock
  aio::task<> folly_spin_lock() {
    std::lock_guard<folly::SpinLock> l(folly_spin_); // HELD
    co_await aio::tick();
  }
  // FORM: qt-locker held QMutexLocker
  aio::task<> qt_locker() {
    QMutexLocker l(&qt_); // HELD
    co_await aio::tick();
  }
  // FORM: qt-relocked held QMutexLocker unlocked and relocked
  aio::task<> qt_relocked() {
    QMutexLocker<QMutex> l(&qt_);
    l.unlock();
    l.relock(); // HELD
    co_await aio::tick();
  }
  // FORM: qt-read-locker held QReadLocker
  aio::task<> qt_read_locker() {
    QReadLocker l(&qt_rw_); // HELD
    co_await aio::tick();
  }
  // FORM: qt-write-locker held QWriteLocker
  aio::task<> qt_write_locker() {
    QWriteLocker l(&qt_rw_); // HELD
    co_await aio::tick();
  }
  // FORM: qt-manual held QReadWriteLock::lockForRead
  aio::task<> qt_manual() {
    qt_rw_.lockForRead(); // HELD
    co_await aio::tick();
    qt_rw_.unlock();
  }
  // FORM: qt-try held QMutex::tryLock with a timeout
  aio::task<> qt_try() {
    if (!qt_.tryLock(10)) // HELD
      co_return;
    co_await aio::tick();
    qt_.unlock();
  }
  // FORM: annotated-guard held a scoped_lockable class
  aio::task<> guard_annotated() {
    annotated_guard g(annotated_); // HELD
    co_await aio::tick();
  }
  // FORM: annotated-manual held a member function with acquire_capability
  aio::task<> manual_annotated() {
    annotated_.enter(); // HELD
    co_await aio::tick();
    annotated_.leave();
  }
  // FORM: annotated-shared held a member function with acquire_shared_capability
  aio::task<> shared_annotated() {
    annotated_.enter_shared(); // HELD
    co_await aio::tick();
    annotated_.leave_shared();
  }
  // FORM: annotated-try held a member function with try_acquire_capability
  aio::task<> try_annotated() {
    if (annotated_.try_enter()) { // HELD
      co_await aio::tick();
      annotated_.leave();
    }
  }
  // FORM: annotated-function held a function of another class that acquires
  aio::task<> function_annotated() {
    begin(); // HELD
    co_await aio::tick();
    end();
  }
};
