/// \file
/// Results of units by the content of everything that went into them.
///
/// A unit's entry is found by its command, the options and the tools; it lists the
/// files that were read, with their hashes, and those that were looked for in vain. If
/// all of that is still so, the result is what a new run would find.

#ifndef ASYNC_TIDY_PROJECT_UNITCACHE_H
#define ASYNC_TIDY_PROJECT_UNITCACHE_H

#include "Project/Cache.h"
#include "Project/FileStates.h"
#include "Project/IncludeProbes.h"
#include "Project/UnitResult.h"

namespace async {

/// Safe to use from several threads.
class UnitCache {
public:
  /// \p Tools identifies whatever is the same for all units: programs, options.
  /// Files that change from now on are not relied on.
  UnitCache(Cache &Store, std::string Tools);

  std::optional<UnitResult> find(const ProjectUnit &Unit);

  /// Keeps \p Result unless one of \p Inputs may have changed while it was made, or
  /// they are not known.
  void store(const ProjectUnit &Unit, const UnitResult &Result,
             const UnitInputs &Inputs);

private:
  std::string key(const ProjectUnit &Unit) const;

  Cache &Store;
  std::string Tools;
  timespec Start;
  FileStates States;
};

/// Identifies this program, \p Worker, the libraries that both stand on, and what of
/// the environment and the system decides where headers are looked for.
std::string identifyTools(llvm::StringRef Gate, llvm::StringRef Worker);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_UNITCACHE_H
