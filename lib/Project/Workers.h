/// \file
/// Runs programs side by side, each with limits, and survives all of them.

#ifndef ASYNC_TIDY_PROJECT_WORKERS_H
#define ASYNC_TIDY_PROJECT_WORKERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace async {

/// How a program ended.
struct Outcome {
  enum Kind {
    /// With an exit code.
    Exited,
    /// By a signal that it did not get from here.
    Killed,
    /// By us: it took longer than the limit.
    TimedOut,
    /// By us: the run was stopped, or it had not started yet.
    Stopped,
    /// Not at all: Errors says why.
    NotStarted
  } How = Stopped;
  /// The exit code, or the signal.
  int Code = 0;
  /// What it wrote.
  std::string Output;
  std::string Errors;
};

struct WorkerLimits {
  unsigned Jobs = 1;
  /// Of each program; 0: none.
  unsigned Seconds = 0;
};

/// Runs each of \p Commands (program and arguments, in the directory of this process)
/// and calls \p Done with its index, as they end, on the calling thread. \p Started
/// is called likewise. While \p Stop becomes true, what runs is killed with all that
/// it started, and the rest is not started. What the programs write goes through files
/// in \p Scratch, an existing directory.
void runWorkers(llvm::ArrayRef<std::vector<std::string>> Commands,
                const WorkerLimits &Limits, llvm::StringRef Scratch,
                const std::atomic<bool> &Stop,
                std::function<void(size_t)> Started,
                std::function<void(size_t, Outcome)> Done);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_WORKERS_H
