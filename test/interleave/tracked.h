//===- tracked.h - Values that know whether they are alive ------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The driver keeps freed memory until the end of a run and overwrites it, so a
// tracked value can say, without undefined results, that it is dead.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_TRACKED_H
#define ASYNC_TIDY_TEST_INTERLEAVE_TRACKED_H

#include "explore.h"

namespace interleave {

/// A value of type T; each use after its destructor fails the run.
template <class T> class tracked {
public:
  tracked(T value = {}) : value_(std::move(value)) {}
  tracked(const tracked &other) : value_(other.get()) {}
  ~tracked() { life_ = dead; }

  tracked &operator=(const tracked &other) {
    get() = other.get();
    return *this;
  }
  tracked &operator=(T value) {
    get() = std::move(value);
    return *this;
  }
  template <class U> tracked &operator+=(const U &more) {
    get() += more;
    return *this;
  }
  tracked &operator++() {
    ++get();
    return *this;
  }
  operator const T &() const { return get(); }

  T &get() {
    check(life_ == alive, "used after the end of its life");
    return value_;
  }
  const T &get() const { return const_cast<tracked *>(this)->get(); }

private:
  static constexpr unsigned alive = 0xa11fe, dead = 0xdead;
  // Volatile, for a store just before the end of a life is dead to optimizers.
  volatile unsigned life_ = alive;
  T value_;
};

/// Runs a function at the end of the scope. What it calls may fail the run.
template <class F> class scope_exit {
public:
  explicit scope_exit(F f) : f_(std::move(f)) {}
  scope_exit(const scope_exit &) = delete;
  ~scope_exit() noexcept(false) {
    if (armed_ && !active->ending())
      f_();
  }
  void dismiss() noexcept { armed_ = false; }

private:
  F f_;
  bool armed_ = true;
};

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_TRACKED_H
