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
  ConcurrentMutationCheck(llvm::StringRef Name,
                          clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;
  bool asksForStarters() const override { return true; }
  void checkStarter(FunctionAnalysis &Starter, UnitAnalysis &TheUnit) override {
    checkCoroutine(Starter, TheUnit);
  }

private:
  void report(const ConcurrentHazard &H);

  const std::string Executor;
  Threads Runs = Threads::Unknown;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_CONCURRENTMUTATIONCHECK_H
