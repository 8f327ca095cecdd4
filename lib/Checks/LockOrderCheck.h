/// \file
/// async-lock-order.

#ifndef ASYNC_TIDY_CHECKS_LOCKORDERCHECK_H
#define ASYNC_TIDY_CHECKS_LOCKORDERCHECK_H

#include "Checks/AsyncCheck.h"
#include "Hazards/LockOrder.h"

namespace async {

/// Finds async locks whose holders wait for themselves or for each other.
///
/// For the user-facing documentation see docs/checks/lock-order.md.
class LockOrderCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;
  void onEndOfTranslationUnit() override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const LockOrderHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);

  LockOrders Orders;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_LOCKORDERCHECK_H
