/// \file
/// State that was looked at before a suspension and is relied on after it.

#ifndef ASYNC_TIDY_HAZARDS_STALESTATE_H
#define ASYNC_TIDY_HAZARDS_STALESTATE_H

#include "Hazards/Hazard.h"
#include "Hazards/Reliance.h"
#include "Sharing/Others.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace async {
class HeldLocks;

struct StaleHazard : Hazard {
  Reliance How;
  /// The earlier read or check.
  clang::SourceRange Seen;
  /// Who interferes.
  clang::SourceRange Meanwhile;
  const clang::FunctionDecl *By = nullptr;
  Operation ByOperation = Operation::Unknown;
  /// Of two members that belong together, the one that was set before, or that
  /// is built on after.
  const Path *Other = nullptr;
  /// The coroutine itself, run twice.
  bool BySelf = false;
  /// The suspension is the wait for a lock.
  bool WaitsForLock = false;
};

/// What the analysis needs to know of other functions.
struct StaleStateContext {
  Others &Remote;
  Accesses &Summaries;
  llvm::function_ref<const HeldLocks &(const clang::FunctionDecl &)> LocksOf;
};

/// The hazards of a coroutine, in source order, at most one a place.
std::vector<StaleHazard> findStaleState(const FunctionFacts &Facts,
                                        StaleStateContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_STALESTATE_H
