// Locks taken without a guard, and spin locks, held at a suspension point.
#include "forms.h"
#include <atomic>
#include <pthread.h>

class spin_lock {
public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_acquire))
      ;
  }
  bool try_lock() { return !taken_.test_and_set(std::memory_order_acquire); }
  void unlock() { taken_.clear(std::memory_order_release); }

private:
  std::atomic_flag taken_;
};

struct manual : fixture {
  spin_lock spin_;
  pthread_mutex_t posix_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_rwlock_t posix_rw_ = PTHREAD_RWLOCK_INITIALIZER;
  pthread_spinlock_t posix_spin_{};

  // FORM: manual-lock held lock and unlock around the suspension
  aio::task<> lock() {
    m_.lock(); // HELD
    co_await aio::tick();
    m_.unlock();
  }
  // FORM: manual-never-unlocked held lock without unlock
  aio::task<> never_unlocked() {
    m_.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: manual-pointer held lock through a pointer
  aio::task<> pointer(std::mutex *m) {
    m->lock(); // HELD
    co_await aio::tick();
    m->unlock();
  }
  // FORM: manual-this held lock through an explicit this
  aio::task<> explicit_this() {
    this->m_.lock(); // HELD
    co_await aio::tick();
    this->m_.unlock();
  }
  // FORM: manual-reference-alias held unlock follows through a reference to the same mutex
  aio::task<> reference_alias() {
    auto &m = m_;
    m.lock(); // HELD
    co_await aio::tick();
    m.unlock();
  }
  // FORM: manual-shared held lock_shared
  aio::task<> shared() {
    rw_.lock_shared(); // HELD
    co_await aio::tick();
    rw_.unlock_shared();
  }
  // FORM: manual-recursive held locked twice, unlocked once
  aio::task<> recursive() {
    recursive_.lock(); // HELD
    recursive_.lock();
    recursive_.unlock();
    co_await aio::tick();
    recursive_.unlock();
  }
  // FORM: manual-try-if held in the branch where try_lock succeeded
  aio::task<> try_if() {
    if (m_.try_lock()) { // HELD
      co_await aio::tick();
      m_.unlock();
    }
  }
  // FORM: manual-try-return held after an early return where try_lock failed
  aio::task<> try_return() {
    if (!m_.try_lock()) // HELD
      co_return;
    co_await aio::tick();
    m_.unlock();
  }
  // FORM: manual-try-variable held the result of try_lock is kept in a variable
  aio::task<> try_variable() {
    const bool locked = m_.try_lock(); // HELD
    if (locked) {
      co_await aio::tick();
      m_.unlock();
    }
  }
  // FORM: manual-try-init held the result of try_lock is an if statement's variable
  aio::task<> try_init() {
    if (bool locked = m_.try_lock(); locked) { // HELD
      co_await aio::tick();
      m_.unlock();
    }
  }
  // FORM: manual-try-and held try_lock on the right of &&
  aio::task<> try_and() {
    if (open_ && m_.try_lock()) { // HELD
      co_await aio::tick();
      m_.unlock();
    }
  }
  // FORM: manual-try-loop held spinning on try_lock
  aio::task<> try_loop() {
    while (!m_.try_lock()) // HELD
      ;
    co_await aio::tick();
    m_.unlock();
  }
  // FORM: manual-try-for held try_lock_for
  aio::task<> try_for() {
    if (timed_.try_lock_for(std::chrono::seconds(1))) { // HELD
      co_await aio::tick();
      timed_.unlock();
    }
  }
  // FORM: manual-try-shared held try_lock_shared
  aio::task<> try_shared() {
    if (!rw_.try_lock_shared()) // HELD
      co_return;
    co_await aio::tick();
    rw_.unlock_shared();
  }
  // FORM: manual-other-unlocked held another mutex is unlocked
  aio::task<> other_unlocked() {
    m_.lock(); // HELD
    other_.lock();
    other_.unlock();
    co_await aio::tick();
    m_.unlock();
  }
  // FORM: manual-shards held locking every shard in a loop
  aio::task<> shards() {
    for (auto &m : shards_)
      m.lock(); // HELD
    co_await aio::tick();
    for (auto &m : shards_)
      m.unlock();
  }
  // FORM: std-lock held std::lock on two mutexes
  aio::task<> std_lock() {
    std::lock(m_, other_); // HELD
    co_await aio::tick();
    m_.unlock();
    other_.unlock();
  }
  // FORM: std-lock-one-left held std::lock on two mutexes, one of them unlocked
  aio::task<> std_lock_one_left() {
    std::lock(m_, other_); // HELD
    m_.unlock();
    co_await aio::tick();
    other_.unlock();
  }
  // FORM: std-try-lock held std::try_lock succeeded on two mutexes
  aio::task<> std_try_lock() {
    if (std::try_lock(m_, other_) == -1) { // HELD
      co_await aio::tick();
      m_.unlock();
      other_.unlock();
    }
  }
  // FORM: pthread-mutex held pthread_mutex_lock
  aio::task<> pthread_mutex() {
    pthread_mutex_lock(&posix_); // HELD
    co_await aio::tick();
    pthread_mutex_unlock(&posix_);
  }
  // FORM: pthread-mutex-try held pthread_mutex_trylock, which returns zero on success
  aio::task<> pthread_mutex_try() {
    if (pthread_mutex_trylock(&posix_) == 0) { // HELD
      co_await aio::tick();
      pthread_mutex_unlock(&posix_);
    }
  }
  // FORM: pthread-rwlock held pthread_rwlock_rdlock
  aio::task<> pthread_rwlock() {
    pthread_rwlock_rdlock(&posix_rw_); // HELD
    co_await aio::tick();
    pthread_rwlock_unlock(&posix_rw_);
  }
  // FORM: pthread-spin held pthread_spin_lock
  aio::task<> pthread_spin() {
    pthread_spin_lock(&posix_spin_); // HELD
    co_await aio::tick();
    pthread_spin_unlock(&posix_spin_);
  }
  // FORM: spin-guard held lock_guard on a user's spin lock
  aio::task<> spin_guard() {
    std::lock_guard<spin_lock> l(spin_); // HELD
    co_await aio::tick();
  }
  // FORM: spin-manual held a user's spin lock, locked and unlocked
  aio::task<> spin_manual() {
    spin_.lock(); // HELD
    co_await aio::tick();
    spin_.unlock();
  }
  // FORM: spin-try held a user's spin lock, try_lock succeeded
  aio::task<> spin_try() {
    if (!spin_.try_lock()) // HELD
      co_return;
    co_await aio::tick();
    spin_.unlock();
  }
};
