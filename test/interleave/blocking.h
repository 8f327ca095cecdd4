//===- blocking.h - What blocks an event loop -------------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stand-ins for calls that would hang the process: a run in which one of them
// blocks fails.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_BLOCKING_H
#define ASYNC_TIDY_TEST_INTERLEAVE_BLOCKING_H

#include "explore.h"

namespace interleave {

/// What `std::mutex` is to an event loop: to lock it while another fiber of the
/// same thread holds it stops the loop, and with it the holder.
class thread_mutex {
public:
  void lock() {
    if (!try_lock())
      active->fail("the loop is blocked: the lock is held by a suspended task");
  }
  bool try_lock() noexcept { return !std::exchange(held_, true); }
  void unlock() noexcept { held_ = false; }

private:
  bool held_ = false;
};

/// What `std::latch` and a condition variable are to an event loop: to wait for
/// what another fiber of the same thread has to do stops the loop.
class thread_event {
public:
  void set() noexcept { set_ = true; }
  void wait() const {
    if (!set_)
      active->fail("the loop is blocked: a suspended task would set the event");
  }

private:
  bool set_ = false;
};

/// Waits for a task without awaiting it. On the loop's own thread this is fatal
/// unless the task never suspends, since nobody is left to resume it.
template <class T> T sync_wait(task<T> body) {
  body.start_inline();
  if (!body.done())
    active->fail("the loop is blocked: it waits for a task that it must run");
  return body.await_resume();
}

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_BLOCKING_H
