/// \file
/// async-invalidated-reference.

#ifndef ASYNC_TIDY_CHECKS_INVALIDATEDREFERENCECHECK_H
#define ASYNC_TIDY_CHECKS_INVALIDATEDREFERENCECHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
struct FailedHandleHazard;
struct InvalidatedHazard;

/// Finds iterators, references, pointers and views that are used after a suspension
/// point in which other code may have invalidated them.
///
/// For the user-facing documentation see docs/checks/invalidated-reference.md.
class InvalidatedReferenceCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const InvalidatedHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);
  void report(const FailedHandleHazard &H);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_INVALIDATEDREFERENCECHECK_H
