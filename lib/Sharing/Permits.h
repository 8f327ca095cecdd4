/// \file
/// How many can hold a lock at a time.

#ifndef ASYNC_TIDY_SHARING_PERMITS_H
#define ASYNC_TIDY_SHARING_PERMITS_H

#include <cstdint>
#include <optional>

namespace clang {
class ValueDecl;
} // namespace clang

namespace async {
class Path;

struct Permits {
  /// It counts, by the name of its type; else it is a mutex.
  bool IsSemaphore = false;
  /// What it starts with, if all that initialise it say the same constant.
  std::optional<uint64_t> Count;

  /// So few that holders who want one more can wait for each other.
  bool areFew() const { return !IsSemaphore || (Count && *Count <= 8); }
};

/// Of the lock a path names, by its declaration.
Permits permitsOf(const Path &Lock);

/// The member or variable that is the lock; null for elements and temporaries.
/// Two functions' paths of one lock end in the same declaration.
const clang::ValueDecl *declarationOf(const Path &Lock);

} // namespace async

#endif // ASYNC_TIDY_SHARING_PERMITS_H
