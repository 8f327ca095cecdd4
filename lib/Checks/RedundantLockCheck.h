/// \file
/// async-redundant-lock.

#ifndef ASYNC_TIDY_CHECKS_REDUNDANTLOCKCHECK_H
#define ASYNC_TIDY_CHECKS_REDUNDANTLOCKCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct RedundantLockHazard;

/// Finds async locks around code in which nobody else can run.
///
/// For the user-facing documentation see docs/checks/redundant-lock.md.
class RedundantLockCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const RedundantLockHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_REDUNDANTLOCKCHECK_H
