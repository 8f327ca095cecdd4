/// \file
/// How messages name rewrites.

#ifndef ASYNC_TIDY_CHECKS_REWRITEWORDS_H
#define ASYNC_TIDY_CHECKS_REWRITEWORDS_H

#include "Hazards/Hazard.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace async {

/// The edits of \p R if they need no decision: they belong to the warning.
llvm::ArrayRef<clang::FixItHint> editsOfWarning(const std::optional<Rewrite> &R);

/// The edits of \p R if a person must decide: they belong to a note.
llvm::ArrayRef<clang::FixItHint> editsOfNote(const std::optional<Rewrite> &R);

/// What the note says: what the edits of \p R do if they are on it, else
/// \p Remedy. `%0` stands for the place.
llvm::StringRef wordsOfNote(const std::optional<Rewrite> &R,
                            llvm::StringRef Remedy);

} // namespace async

#endif // ASYNC_TIDY_CHECKS_REWRITEWORDS_H
