/// \file
/// `--dump=facts|flow|tasks|hazards`: what the analysis sees, for tests and for the curious.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMP_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMP_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace async {

/// What to print of each coroutine.
enum class DumpKind {
  /// Its facts.
  Facts,
  /// Its facts, and what the analyses know at each.
  Flow,
  /// The tasks that it starts; also of plain functions.
  Tasks,
  /// What is wrong; also of plain functions.
  Hazards
};

/// Parses the sources named in \p Args, a command line as clang-tidy takes it, and
/// prints each coroutine of theirs. Returns the exit code.
int dump(DumpKind Kind, llvm::SmallVectorImpl<const char *> &Args);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMP_H
