/// \file
/// Checks again, after a suspension, what was checked before it.

#ifndef ASYNC_TIDY_REWRITES_CHECKAGAIN_H
#define ASYNC_TIDY_REWRITES_CHECKAGAIN_H

#include "Rewrites/Source.h"

namespace clang {
class IfStmt;
} // namespace clang

namespace async {

/// The `if` statement \p If with its exit, to be put before \p At; empty if it does
/// not end in an exit, does something besides, names what can't be named there, or
/// leaves another loop. \p Chain is what encloses it.
std::string exitAgain(const clang::IfStmt &If,
                      llvm::ArrayRef<const clang::Stmt *> Chain,
                      const Statement &At, const Source &Text);

/// \returns the edits that repeat the condition in which \p Seen stands before the
/// statement at \p Act: with the exit that the code takes where the check fails, or
/// around what follows where the check encloses it. Nothing for a condition that
/// does something, names what can't be named there, or for another exit. It is a
/// decision: what was done before the suspension is not undone.
std::optional<Rewrite> checkAgain(clang::SourceRange Seen,
                                  clang::SourceRange Act, const Source &Text);

/// \returns the edits that assign at \p Act only if the place still has the constant
/// that it was assigned at \p Set.
std::optional<Rewrite> assignIfStill(clang::SourceRange Set,
                                     clang::SourceRange Act,
                                     const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_CHECKAGAIN_H
