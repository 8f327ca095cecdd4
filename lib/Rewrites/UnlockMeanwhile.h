/// \file
/// Gives locks back where a coroutine waits.

#ifndef ASYNC_TIDY_REWRITES_UNLOCKMEANWHILE_H
#define ASYNC_TIDY_REWRITES_UNLOCKMEANWHILE_H

#include "Hazards/LockAcrossSuspension.h"
#include "Rewrites/Source.h"

namespace async {

/// \returns the edits that unlock before each statement that suspends, and lock
/// again after it; a guard that can't be unlocked becomes a std::unique_lock. A
/// decision: what the lock guards may change meanwhile. Nothing where the
/// statement itself touches what may be guarded.
std::optional<Rewrite> unlockMeanwhile(const LockHazard &H,
                                       const FunctionFacts &Facts,
                                       Unit &TheUnit);

/// \returns the edits that unlock, before the statement at \p Before, the guard that
/// is declared at \p Taken, for good. A decision: what follows goes on without it.
std::optional<Rewrite> unlockBefore(clang::SourceRange Taken,
                                    clang::SourceRange Before,
                                    const FunctionFacts &Facts, Unit &TheUnit);

/// \returns the edits that move the statement at \p Notify behind that at
/// \p Change, in the same block. A decision: it is the same for who waits.
std::optional<Rewrite> notifyAfter(clang::SourceRange Notify,
                                   clang::SourceRange Change,
                                   const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_UNLOCKMEANWHILE_H
