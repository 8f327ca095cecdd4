/// \file
/// Writes back what follows from the current value, not from an old one.

#ifndef ASYNC_TIDY_REWRITES_UPDATECURRENT_H
#define ASYNC_TIDY_REWRITES_UPDATECURRENT_H

#include "Rewrites/Source.h"

namespace async {

/// For the assignment at \p Write of what was computed, in a local variable, from
/// what the assigned place was before a suspension.
/// \returns the edits that compute it again, from what the place is now
/// (`n_ = n + 1` becomes `n_ = n_ + 1`) or, where the variable was changed in ways that
/// commute (`+=`, `insert`), make the same changes to the place. A decision is
/// needed where somebody else saw the variable.
std::optional<Rewrite> updateCurrent(clang::SourceRange Write,
                                     const Source &Text);

/// \returns the edits that take what \p Place has out of it before it is passed on
/// at \p Passed, in place of the statement at \p Dropped that empties it later. A
/// decision: what can't be passed on is not in the place any more.
std::optional<Rewrite> takeOut(const Path &Place, clang::SourceRange Passed,
                               clang::SourceRange Dropped, const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_UPDATECURRENT_H
