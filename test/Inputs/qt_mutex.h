// The part of QtCore (6) that the tests use.
#pragma once

class QMutex {
public:
  void lock();
  void unlock();
  bool tryLock(int timeout = 0);
};

template <class Mutex> class QMutexLocker {
public:
  explicit QMutexLocker(Mutex *m);
  ~QMutexLocker();
  void unlock() noexcept;
  void relock();
  Mutex *mutex() const noexcept;
};

class QReadWriteLock {
public:
  void lockForRead();
  void lockForWrite();
  void unlock();
};

class QReadLocker {
public:
  explicit QReadLocker(QReadWriteLock *l);
  ~QReadLocker();
  void unlock();
};

class QWriteLocker {
public:
  explicit QWriteLocker(QReadWriteLock *l);
  ~QWriteLocker();
};
