/// \file
/// Gives a lock back before the first suspension, where what follows does not
/// need it.

#ifndef ASYNC_TIDY_REWRITES_NARROWLOCK_H
#define ASYNC_TIDY_REWRITES_NARROWLOCK_H

#include "Hazards/LockAcrossSuspension.h"
#include "Rewrites/Source.h"
#include <optional>

namespace async {
class HeldLocks;
struct Unit;

/// \returns the edits that end the hazard: `l.unlock();` before the first
/// statement that suspends if the guard can be unlocked, else a block around
/// the statements that need the lock. Nothing if code after that point uses the
/// guard or touches anything but this activation's own locals, since that may
/// be what the lock guards; nor inside macros.
std::optional<Rewrite> narrowLock(const LockHazard &H,
                                  const FunctionFacts &Facts, Unit &TheUnit);

/// \returns the edits that put braces around the statements of \p Block from the one
/// at \p Declared, a guard's declaration, to the one before \p Until. Nothing if there
/// are none between the two, if what they declare is used later, or if a statement
/// has no line of its own.
std::optional<Rewrite> closeScope(const clang::CompoundStmt &Block,
                                  size_t Declared, size_t Until,
                                  const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_NARROWLOCK_H
