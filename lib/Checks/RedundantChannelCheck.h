/// \file
/// async-redundant-channel.

#ifndef ASYNC_TIDY_CHECKS_REDUNDANTCHANNELCHECK_H
#define ASYNC_TIDY_CHECKS_REDUNDANTCHANNELCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {

/// Finds channels that one sequence of steps both fills and drains.
///
/// For the user-facing documentation see docs/checks/redundant-channel.md.
class RedundantChannelCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const Hazard &H);
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_REDUNDANTCHANNELCHECK_H
