/// \file
/// What the result of a helper says about the state of a place.

#ifndef ASYNC_TIDY_SHARING_HELPERPREDICATE_H
#define ASYNC_TIDY_SHARING_HELPERPREDICATE_H

#include "Sharing/Access.h"

namespace async {

/// What is so if \p Call, of `bool full() const { return used_ == limit; }`, gives
/// true, with the place as the caller names it; through several helpers. Unknown for
/// all that do more than return a comparison, are virtual, or are not seen.
Predicate resultOf(const CallFact &Call, Accesses &Summaries);

/// The same for calling a closure, such as the predicate of a wait; with the place as
/// the function that makes it names it.
Predicate resultOf(const ClosureFact &Closure, Accesses &Summaries);

} // namespace async

#endif // ASYNC_TIDY_SHARING_HELPERPREDICATE_H
