/// \file
/// async-thread-mixing.

#ifndef ASYNC_TIDY_CHECKS_THREADMIXINGCHECK_H
#define ASYNC_TIDY_CHECKS_THREADMIXINGCHECK_H

#include "Checks/AsyncCheck.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseSet.h"

namespace async {
struct MixingHazard;

/// Finds state that is touched on a thread pool and on the event loop without a
/// lock.
///
/// For the user-facing documentation see docs/checks/thread-mixing.md.
class ThreadMixingCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;
  void onEndOfTranslationUnit() override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;
  bool asksForStarters() const override { return true; }
  void checkStarter(FunctionAnalysis &Starter, UnitAnalysis &TheUnit) override {
    checkCoroutine(Starter, TheUnit);
  }

private:
  void report(const MixingHazard &H);
  void reportCarried(const MixingHazard &H);

  /// Several functions may lead to one access.
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_THREADMIXINGCHECK_H
