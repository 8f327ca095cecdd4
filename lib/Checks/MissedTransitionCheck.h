/// \file
/// async-missed-transition.

#ifndef ASYNC_TIDY_CHECKS_MISSEDTRANSITIONCHECK_H
#define ASYNC_TIDY_CHECKS_MISSEDTRANSITIONCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct MissedHazard;

/// Finds coroutines that wait for something that may have come and gone.
///
/// For the user-facing documentation see docs/checks/missed-transition.md.
class MissedTransitionCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const MissedHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_MISSEDTRANSITIONCHECK_H
