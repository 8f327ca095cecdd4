/// \file
/// Captures of a coroutine's closure become its parameters.

#ifndef ASYNC_TIDY_REWRITES_PASSCAPTURES_H
#define ASYNC_TIDY_REWRITES_PASSCAPTURES_H

#include "Rewrites/Source.h"

namespace async {

/// \returns the edits that give the lambda at \p Where, or the one whose closure is
/// called there, parameters in place of its captures, and its calls the arguments:
/// parameters live in the coroutine, captures in the closure
/// ([dcl.fct.def.coroutine]/13). A closure with a name must only be called in the
/// function; for it a decision, as the values are then those at the call. Nothing for
/// captures of `*this`, of packs and of arrays, and where an inner lambda needs
/// `this`.
std::optional<Rewrite> passCaptures(clang::SourceRange Where,
                                    const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_PASSCAPTURES_H
