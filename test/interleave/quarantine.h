//===- quarantine.h - Memory freed in a run stays until its end -*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is freed while a run is in progress is overwritten and kept, so that a
// dangling reference never sees a younger object, and reading through it is
// harmless: the program fails its check instead of crashing.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_QUARANTINE_H
#define ASYNC_TIDY_TEST_INTERLEAVE_QUARANTINE_H

namespace interleave {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool under_address_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool under_address_sanitizer =
    __has_feature(address_sanitizer);
#else
inline constexpr bool under_address_sanitizer = false;
#endif

/// Off, freed memory is really freed, for a sanitizer to watch.
inline bool keep_freed_memory = true;

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_QUARANTINE_H
