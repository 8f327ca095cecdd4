/// \file
/// async-concurrent-mutation.

#ifndef ASYNC_TIDY_CHECKS_CONCURRENTMUTATIONCHECK_H
#define ASYNC_TIDY_CHECKS_CONCURRENTMUTATIONCHECK_H

#include "Checks/AsyncCheck.h"
#include "Hazards/ConcurrentMutation.h"

namespace async {

/// Finds what several tasks that run side by side change.
///
/// For the user-facing documentation see docs/checks/concurrent-mutation.md.
class ConcurrentMutationCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;
  bool asksForStarters() const override { return true; }
  void checkStarter(FunctionAnalysis &Starter, UnitAnalysis &TheUnit) override {
    checkCoroutine(Starter, TheUnit);
  }

private:
  void report(const ConcurrentHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_CONCURRENTMUTATIONCHECK_H
