/// \file
/// Waits for something that may have come and gone.

#ifndef ASYNC_TIDY_HAZARDS_MISSEDTRANSITION_H
#define ASYNC_TIDY_HAZARDS_MISSEDTRANSITION_H

#include "Dataflow/HeldLocks.h"
#include "Hazards/Hazard.h"
#include "Sharing/ClassView.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace async {

struct MissedHazard : Hazard {
  enum class Form : uint8_t {
    /// What decides to wait was seen before a suspension: a notification that
    /// came in it is lost.
    LostWakeup,
    /// The same; what decides came from what was awaited.
    AskedBefore,
    /// The wait ends when a place has one value, which others set and leave.
    PassedThrough,
    /// Others are woken before what they will look at is set.
    WokenEarly,
  };
  Form What;
  /// The condition or event; null for a wait that only sleeps.
  const Path *Signal = nullptr;
  /// The test before the wait; for PassedThrough where the value is set, for
  /// WokenEarly where the place is set.
  clang::SourceRange First;
  /// Who notifies; for PassedThrough where the value is left again, for
  /// WokenEarly who waits, if that is seen.
  clang::SourceRange Second;
  const clang::FunctionDecl *By = nullptr;
};

struct MissedContext {
  Accesses &Summaries;
  ClassViews &Classes;
  llvm::function_ref<const HeldLocks *(const clang::FunctionDecl &)> LocksOf;
};

/// The hazards of a coroutine, in source order.
std::vector<MissedHazard> findMissedTransitions(const FunctionFacts &Facts,
                                                MissedContext &Context);

// The three questions, each of one coroutine.
void findLostWakeups(const FunctionFacts &Facts, MissedContext &Context,
                     std::vector<MissedHazard> &Into);
void findPassedThrough(const FunctionFacts &Facts, MissedContext &Context,
                       std::vector<MissedHazard> &Into);
void findWokenEarly(const FunctionFacts &Facts, MissedContext &Context,
                    std::vector<MissedHazard> &Into);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_MISSEDTRANSITION_H
