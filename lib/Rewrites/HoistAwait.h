/// \file
/// Awaits first, then does the rest in one step.

#ifndef ASYNC_TIDY_REWRITES_HOISTAWAIT_H
#define ASYNC_TIDY_REWRITES_HOISTAWAIT_H

#include "Rewrites/Source.h"

namespace clang {
class CoroutineSuspendExpr;
} // namespace clang

namespace async {

/// The awaits of a statement, and what becomes of them.
struct HoistedAwaits {
  /// In the order of evaluation.
  llvm::SmallVector<const clang::CoroutineSuspendExpr *, 2> Awaits;
  /// The rest of the statement does something before it awaits.
  bool HasEffects = false;
  /// The statement is one await, or a variable made of it.
  bool IsWhole = false;
};

/// The awaits of \p At, if each is evaluated once, before anything that depends on
/// its result.
std::optional<HoistedAwaits> awaitsOf(const Statement &At, const Source &Text);

/// Adds the edits that name the awaits' results in the statement. \p Changed are
/// parts of the awaits that read otherwise.
/// \returns the statements that make them, one a line; empty if they can't be made.
std::string hoistLines(const HoistedAwaits &All, const Statement &At,
                       const Source &Text, Source::Parts Changed,
                       Rewrite &Into);

/// True if the standard library's \p Name is declared.
bool hasStd(clang::ASTContext &AST, llvm::StringRef Name);

/// \returns the edits that move the awaits of the statement at \p Where into
/// statements of their own before it: `n_ = n_ + co_await f()` becomes
/// `auto value = co_await f(); n_ = n_ + value`. Nothing for an await that is not
/// always evaluated, or each time a loop turns; a decision is needed where the rest of the
/// statement does something before it awaits.
std::optional<Rewrite> hoistAwait(clang::SourceRange Where, const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_HOISTAWAIT_H
