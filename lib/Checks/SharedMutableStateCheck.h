/// \file
/// async-shared-mutable-state.

#ifndef ASYNC_TIDY_CHECKS_SHAREDMUTABLESTATECHECK_H
#define ASYNC_TIDY_CHECKS_SHAREDMUTABLESTATECHECK_H

#include "Checks/AsyncCheck.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async {
struct SharedMember;

/// Finds members that several coroutines of a class change across suspension
/// points: one report a member, with the design that removes the hazards.
///
/// For the user-facing documentation see docs/checks/shared-mutable-state.md.
class SharedMutableStateCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;
  void onEndOfTranslationUnit() override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const SharedMember &S, UnitAnalysis &TheUnit);
  /// Names the designs that async-tidy can print for this class.
  void suggest(const SharedMember &S, UnitAnalysis &TheUnit);

  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 8> Done;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_SHAREDMUTABLESTATECHECK_H
