/// \file
/// `--suggest-actor=<class>` and `--suggest-values=<class>::<name>`: designs without what
/// is shared, as headers that compile.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_SUGGEST_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_SUGGEST_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace async {

/// The exit code if there is nothing to suggest: the class is not found, or something
/// in it stands in the way.
constexpr int NoSuggestionExit = 2;

/// Parses the one source named in \p Args, a command line as clang-tidy takes it, and
/// prints the header for the class named \p Class on standard output: all of it, once it
/// has been seen to compile and to have no stale state. Returns the exit code: 0, 1 if
/// the command line is wrong or the source has errors, NoSuggestionExit.
int suggestActor(llvm::StringRef Class, llvm::SmallVectorImpl<const char *> &Args);

/// The same with the header in which the member named \p Member, or the one that the
/// coroutine of that name changes, is passed in and returned.
int suggestValues(llvm::StringRef Member,
                  llvm::SmallVectorImpl<const char *> &Args);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_SUGGEST_H
