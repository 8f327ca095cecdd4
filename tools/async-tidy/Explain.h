/// \file
/// `--explain`: a check's page of docs/checks/, carried inside the program.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_EXPLAIN_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_EXPLAIN_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

/// Prints the page of \p Check, given with or without `async-`, to \p OS. An unknown
/// check is an error on \p Errors that names the nearest and lists all. Returns the
/// exit code.
int explain(llvm::StringRef Check, llvm::raw_ostream &OS,
            llvm::raw_ostream &Errors);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_EXPLAIN_H
