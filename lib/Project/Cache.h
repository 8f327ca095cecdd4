/// \file
/// A directory of entries that may disappear at any time: other runs write it too, it
/// is kept small, and what is damaged counts as missing.

#ifndef ASYNC_TIDY_PROJECT_CACHE_H
#define ASYNC_TIDY_PROJECT_CACHE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace async {

/// Safe to use from several threads and processes. An entry is replaced at once
/// or not at all, also by a process that is killed.
class Cache {
public:
  /// Makes \p Directory if it is not there. Fails where it cannot be written; the
  /// error says why and what to do.
  static llvm::Expected<std::unique_ptr<Cache>> open(llvm::StringRef Directory,
                                                     uint64_t MaxBytes);

  /// The entry \p Key (hexadecimal digits). One that is not as it was written is
  /// deleted, and counted.
  std::optional<std::string> get(llvm::StringRef Key);

  /// Best effort: a disk that is full is no error of the run.
  void put(llvm::StringRef Key, llvm::StringRef Text);

  /// Deletes what was not used for longest, until the rest is no larger than the
  /// limit, and what nobody used for a month. Does nothing if nothing was written.
  void prune();

  /// Entries that were damaged.
  unsigned dropped() const { return Dropped; }

private:
  Cache(std::string Directory, uint64_t MaxBytes)
      : Directory(std::move(Directory)), MaxBytes(MaxBytes) {}
  std::string file(llvm::StringRef Key) const;

  std::string Directory;
  uint64_t MaxBytes;
  std::atomic<bool> Written = false;
  std::atomic<unsigned> Dropped = 0;
};

/// Where the cache is if nobody says otherwise: `async-gate` in XDG_CACHE_HOME or
/// ~/.cache; empty if there is no such place.
std::string defaultCacheDirectory();

} // namespace async

#endif // ASYNC_TIDY_PROJECT_CACHE_H
