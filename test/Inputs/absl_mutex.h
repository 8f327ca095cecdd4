// The part of Abseil's synchronization/mutex.h that the tests use; the thread-safety
// attributes are those of the original.
#pragma once

namespace absl {

class __attribute__((lockable)) Mutex {
public:
  Mutex();
  ~Mutex();
  void Lock() __attribute__((exclusive_lock_function()));
  void Unlock() __attribute__((unlock_function()));
  bool TryLock() __attribute__((exclusive_trylock_function(true)));
  void ReaderLock() __attribute__((shared_lock_function()));
  void ReaderUnlock() __attribute__((unlock_function()));
};

class __attribute__((scoped_lockable)) MutexLock {
public:
  explicit MutexLock(Mutex *mu) __attribute__((exclusive_lock_function(mu)));
  ~MutexLock() __attribute__((unlock_function()));
};

class __attribute__((scoped_lockable)) ReaderMutexLock {
public:
  explicit ReaderMutexLock(Mutex *mu) __attribute__((shared_lock_function(mu)));
  ~ReaderMutexLock() __attribute__((unlock_function()));
};

class __attribute__((scoped_lockable)) ReleasableMutexLock {
public:
  explicit ReleasableMutexLock(Mutex *mu)
      __attribute__((exclusive_lock_function(mu)));
  ~ReleasableMutexLock() __attribute__((unlock_function()));
  void Release() __attribute__((unlock_function()));
};

} // namespace absl
