/// \file
/// `async-tidy --unit`: one unit for async-gate, judged in a process of its own.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_UNIT_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_UNIT_H

#include "llvm/ADT/ArrayRef.h"

namespace async {

/// The exit code of a run whose report could not be written.
constexpr int NotWrittenExit = 43;

/// Runs `async-tidy --unit [option...] <directory> <file> -- <compiler> <argument>...`:
/// the checks on one file with exactly this command. Prints what
/// Findings/UnitReport.h describes. \p Args is the whole command line.
///
///   --checks=<globs>       as clang-tidy's; without it, the async-* checks that the
///                          file's .clang-tidy leaves on
///   --config-file=<file>   as clang-tidy's
///   --confidence=<level>   overrides the option Confidence of all our checks
///   --full-parse           parses all bodies of libraries (see LeanParse.h)
///   --memory=<MB>          limit of the address space
///   --parent=<pid>         dies with this process
int runUnit(llvm::ArrayRef<const char *> Args);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_UNIT_H
