/// \file
/// async-stale-state.

#ifndef ASYNC_TIDY_CHECKS_STALESTATECHECK_H
#define ASYNC_TIDY_CHECKS_STALESTATECHECK_H

#include "Checks/AsyncCheck.h"
#include "llvm/ADT/DenseSet.h"

namespace async {
struct ForgottenLock;
struct StaleHazard;

/// Finds state that is looked at before a suspension point and relied on after
/// it, where other code can change it in between.
///
/// For the user-facing documentation see docs/checks/stale-state.md.
class StaleStateCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void onEndOfTranslationUnit() override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const StaleHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
  void report(const ForgottenLock &H);

  /// Annotations that mean nothing, told once.
  llvm::DenseSet<clang::SourceLocation> Told;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_STALESTATECHECK_H
