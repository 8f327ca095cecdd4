/// \file
/// `--stats`: how much of a program the analyses saw, and what that cost.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_STATS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_STATS_H

#include "llvm/ADT/SmallVector.h"

namespace async {

/// Parses the sources named in \p Args, a command line as clang-tidy takes it, runs all
/// analyses on each and prints figures of each and, of several, in total. Reports
/// nothing. Returns the exit code.
int printStats(llvm::SmallVectorImpl<const char *> &Args);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_STATS_H
