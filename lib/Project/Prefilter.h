/// \file
/// Which units can have no coroutine of the project's own.

#ifndef ASYNC_TIDY_PROJECT_PREFILTER_H
#define ASYNC_TIDY_PROJECT_PREFILTER_H

#include "Project/CompileCommands.h"
#include "Project/IncludeProbes.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace async {

/// What is known of a unit from its text alone.
struct Relevance {
  enum Kind {
    /// Some file of the project's in it uses coroutines.
    Coroutines,
    /// None does, and all are known.
    None,
    /// Its files are not known: it has to be analysed to tell.
    Unknown
  } What = Unknown;
  /// The project's own files in it, absolute; empty if unknown.
  std::vector<std::string> Files;
  /// What the above was told from.
  UnitInputs Inputs;
};

/// Scans with Clang's dependency scanner: it preprocesses directives only, and keeps
/// what it read for all units. Safe to use from several threads.
class Prefilter {
public:
  /// \p ResourceDir is Clang's own headers', empty where Clang finds it by itself.
  explicit Prefilter(std::string ResourceDir);
  ~Prefilter();

  Relevance classify(const ProjectUnit &Unit);

private:
  class Impl;
  std::unique_ptr<Impl> Scanner;
};

} // namespace async

#endif // ASYNC_TIDY_PROJECT_PREFILTER_H
