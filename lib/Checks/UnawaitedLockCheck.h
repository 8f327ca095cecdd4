/// \file
/// async-unawaited-lock.

#ifndef ASYNC_TIDY_CHECKS_UNAWAITEDLOCKCHECK_H
#define ASYNC_TIDY_CHECKS_UNAWAITEDLOCKCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {

/// Finds async locks that hold nothing: the awaitable is dropped or never
/// awaited, or the guard dies where it was made.
///
/// For the user-facing documentation see docs/checks/unawaited-lock.md.
class UnawaitedLockCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_UNAWAITEDLOCKCHECK_H
