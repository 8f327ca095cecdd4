/// \file
/// Members that all coroutines but one change under the same async lock.

#ifndef ASYNC_TIDY_HAZARDS_FORGOTTENLOCK_H
#define ASYNC_TIDY_HAZARDS_FORGOTTENLOCK_H

#include "Hazards/StaleState.h"

namespace async {

struct ForgottenLock : Hazard {
  /// The lock that the others hold.
  const Path *Lock = nullptr;
  /// Where this coroutine looks at the member before it is suspended.
  clang::SourceRange Seen;
  /// One who changes the member under the lock, and where.
  const clang::FunctionDecl *By = nullptr;
  clang::SourceRange Meanwhile;
};

/// The changes that the coroutine \p Facts is of makes without a lock after a look
/// and a suspension, of members of its class that every other function changes
/// under one exclusive async lock, and at least one of them across a suspension.
/// Not for coroutines that one of those calls, and not for those that begin or end
/// the life of the object by their names. In source order, one a member.
std::vector<ForgottenLock> findForgottenLocks(const FunctionFacts &Facts,
                                              ClassViews &Classes,
                                              StaleStateContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_FORGOTTENLOCK_H
