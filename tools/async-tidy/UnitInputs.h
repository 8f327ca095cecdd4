/// \file
/// The files that decide what comes of a unit.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITINPUTS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITINPUTS_H

#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace async {

/// What the preprocessor was asked with `__has_include`.
struct AskedIncludes {
  /// The files that are there, as Clang names them, and the names of those that are
  /// not, as they are written.
  std::set<std::string> Found, Missing;
};

/// Writes to \p Asked, which has to live as long.
std::unique_ptr<clang::PPCallbacks> makeIncludeListener(AskedIncludes &Asked);

/// The model files that \p Options name.
std::vector<std::string>
modelFilesOf(const clang::tidy::ClangTidyOptions &Options);

/// \p Names, relative to \p Directory, as absolute paths with the links of directories
/// resolved; sorted, each once.
std::vector<std::string> canonicalPaths(llvm::ArrayRef<std::string> Names,
                                        llvm::StringRef Directory);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITINPUTS_H
