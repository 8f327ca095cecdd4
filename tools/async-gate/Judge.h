/// \file
/// From the options to the results of the units that they mean.

#ifndef ASYNC_TIDY_TOOLS_ASYNCGATE_JUDGE_H
#define ASYNC_TIDY_TOOLS_ASYNCGATE_JUDGE_H

#include "Options.h"

#include "Findings/Sources.h"
#include "Project/GitChanges.h"
#include "Project/UnitResult.h"
#include "llvm/Support/Error.h"

#include <atomic>

namespace async {

struct GatePrograms {
  /// This one, and the async-tidy that it runs.
  std::string Gate, Worker;
};

/// Finds the database from \p Here, narrows it to what the options and \p Changes say,
/// and judges each unit, with progress on standard error. Writes the shard's file, if
/// one is asked for. Fails where there is nothing to judge; once \p Stop is true, the
/// results are of no use.
llvm::Expected<std::vector<UnitResult>>
judge(const GateOptions &O, const GatePrograms &Programs, llvm::StringRef Here,
      llvm::ArrayRef<ChangedFile> Changes, Sources &Files,
      const std::atomic<bool> &Stop);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCGATE_JUDGE_H
