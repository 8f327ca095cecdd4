/// \file
/// async-lock-across-suspension.

#ifndef ASYNC_TIDY_CHECKS_LOCKACROSSSUSPENSIONCHECK_H
#define ASYNC_TIDY_CHECKS_LOCKACROSSSUSPENSIONCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct LockHazard;

/// Finds threading locks that are held where a coroutine can be suspended.
///
/// For the user-facing documentation see docs/checks/lock-across-suspension.md.
class LockAcrossSuspensionCheck : public AsyncCheck {
public:
  LockAcrossSuspensionCheck(llvm::StringRef Name,
                            clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;
  std::vector<std::string> extraLockTypes() const override;

private:
  void report(const LockHazard &H, const FunctionFacts &Facts, UnitAnalysis &TheUnit);

  const std::vector<std::string> LockTypes;
  const std::vector<std::string> AllowedAwaitables;
  const std::vector<std::string> AllowedCallees;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_LOCKACROSSSUSPENSIONCHECK_H
