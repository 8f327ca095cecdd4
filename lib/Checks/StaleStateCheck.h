/// \file
/// async-stale-state.

#ifndef ASYNC_TIDY_CHECKS_STALESTATECHECK_H
#define ASYNC_TIDY_CHECKS_STALESTATECHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct StaleHazard;

/// Finds state that is looked at before a suspension point and relied on after
/// it, where other code can change it in between.
///
/// For the user-facing documentation see docs/checks/stale-state.md.
class StaleStateCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const StaleHazard &H);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_STALESTATECHECK_H
