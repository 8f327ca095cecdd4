/// \file
/// async-unjoined-task.

#ifndef ASYNC_TIDY_CHECKS_UNJOINEDTASKCHECK_H
#define ASYNC_TIDY_CHECKS_UNJOINEDTASKCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct UnjoinedHazard;

/// Finds tasks that outlive what they use, or whose handle is lost.
///
/// For the user-facing documentation see docs/checks/unjoined-task.md.
class UnjoinedTaskCheck : public AsyncCheck {
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
  void report(const UnjoinedHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_UNJOINEDTASKCHECK_H
