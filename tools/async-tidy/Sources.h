/// \file
/// The modes that parse sources themselves instead of leaving it to clang-tidy.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_SOURCES_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_SOURCES_H

#include "llvm/ADT/SmallVector.h"

namespace clang::tooling {
class ToolAction;
} // namespace clang::tooling

namespace async {

/// Runs \p Action on each source named in \p Args, a command line as clang-tidy takes
/// it: files, `-p`, `--extra-arg`, `--` and the compiler's flags. Returns the exit code:
/// 1 if the command line is wrong or a source has errors.
int runOnSources(llvm::SmallVectorImpl<const char *> &Args,
                 clang::tooling::ToolAction &Action);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_SOURCES_H
