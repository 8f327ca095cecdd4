/// \file
/// The units of a project become findings and a proof that they were judged.

#ifndef ASYNC_TIDY_PROJECT_RUN_H
#define ASYNC_TIDY_PROJECT_RUN_H

#include "Findings/Sources.h"
#include "Project/CompileCommands.h"
#include "Project/Prefilter.h"
#include "Project/UnitCache.h"
#include "Project/Workers.h"
#include "llvm/ADT/ArrayRef.h"

#include <atomic>

namespace async {

struct RunOptions {
  WorkerLimits Limits;
  /// In MB, of each worker; 0: none.
  unsigned Memory = 0;
  /// The async-tidy to run.
  std::string Worker;
  /// Handed to the workers; empty: their own defaults.
  std::string Checks, ConfigFile, Confidence;
  /// False: analyse units without coroutine keywords too.
  bool Skip = true;
  /// Parse all that libraries define.
  bool FullParse = false;
  /// What is known already; null: nothing is, and nothing is kept.
  UnitCache *Known = nullptr;
};

/// Told how far a run is. Nothing is told from two threads at once.
class Progress {
public:
  virtual ~Progress() = default;
  virtual void begin(llvm::StringRef What, size_t Total) {}
  virtual void started(llvm::StringRef Unit) {}
  virtual void finished(llvm::StringRef Unit) {}
  virtual void end() {}
};

/// The units that \p Paths, existing files and directories, stand for: a source file
/// for its commands, a directory for what is in it, a header for the first unit that
/// includes it. A path that stands for none goes to \p Unknown, with the reason; without
/// \p Unknown, it is an error.
llvm::Expected<std::vector<ProjectUnit>>
selectUnits(llvm::ArrayRef<ProjectUnit> Units,
            llvm::ArrayRef<std::string> Paths, Prefilter &Scanner,
            std::vector<std::string> *Unknown = nullptr);

/// Scans and analyses \p Units. What comes back is in their order; if \p Stop became
/// true meanwhile, it is of no use.
std::vector<UnitResult> runUnits(llvm::ArrayRef<ProjectUnit> Units,
                                 const RunOptions &Options, Prefilter &Scanner,
                                 Sources &Files, Progress &Watcher,
                                 const std::atomic<bool> &Stop);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_RUN_H
