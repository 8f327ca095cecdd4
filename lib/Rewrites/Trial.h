/// \file
/// Parses an edited translation unit in memory.

#ifndef ASYNC_TIDY_REWRITES_TRIAL_H
#define ASYNC_TIDY_REWRITES_TRIAL_H

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <string>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace async {

/// The edits of each file, by the name under which the compiler opened it.
using EditsOfFiles = std::map<std::string, clang::tooling::Replacements>;

/// Parses the unit that \p PP has read once more, with the same options and the
/// same file system, in which the files of \p Edits read as edited. Nothing is
/// written. Calls \p Look with what comes of it.
/// \returns false, and does not call, if that does not compile.
bool tryEdits(const clang::Preprocessor &PP, const EditsOfFiles &Edits,
              llvm::function_ref<void(clang::ASTContext &)> Look);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_TRIAL_H
