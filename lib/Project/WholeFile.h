/// \file
/// Files that are written whole or not at all.

#ifndef ASYNC_TIDY_PROJECT_WHOLEFILE_H
#define ASYNC_TIDY_PROJECT_WHOLEFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

/// Lets \p Write write the file \p Path, or standard output if it is `-`. A file that
/// exists is replaced only by a complete one; what a link points to is replaced, not
/// the link. The error names the file.
llvm::Error writeWholeFile(llvm::StringRef Path,
                           llvm::function_ref<void(llvm::raw_ostream &)> Write);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_WHOLEFILE_H
