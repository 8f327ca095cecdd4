//===- quarantine.cpp - Memory freed in a run stays until its end ---------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces the global allocation functions.
//
//===----------------------------------------------------------------------===//
#include "quarantine.h"

#include "explore.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

/// Stands in front of each block.
struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) block {
  std::size_t size;
  block *next;
};

block *kept = nullptr;

void release_kept() {
  while (block *b = kept) {
    kept = b->next;
    std::free(b);
  }
}

const bool installed = [] {
  interleave::run::after_run = release_kept;
  return true;
}();

} // namespace

void *operator new(std::size_t size) {
  void *raw = std::malloc(sizeof(block) + size);
  if (!raw)
    throw std::bad_alloc();
  return new (raw) block{size, nullptr} + 1;
}

void operator delete(void *p) noexcept {
  if (!p)
    return;
  block *b = static_cast<block *>(p) - 1;
  if (!interleave::active || !interleave::keep_freed_memory)
    return std::free(b);
  std::memset(p, 0xdd, b->size);
  b->next = std::exchange(kept, b);
}

void operator delete(void *p, std::size_t) noexcept { operator delete(p); }
