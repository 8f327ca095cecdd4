/// \file
/// Handles that are used after an awaited call on them has failed.

#ifndef ASYNC_TIDY_HAZARDS_FAILEDHANDLE_H
#define ASYNC_TIDY_HAZARDS_FAILEDHANDLE_H

#include "Hazards/Hazard.h"
#include "Sharing/ClassView.h"
#include <vector>

namespace async {
class FactStore;
class FunctionFacts;

/// A raw pointer, which owns nothing, is cleared after one outcome of a call on it
/// that was awaited, as if what it points to were gone then; after another outcome, an
/// exception, it is used again. Which of the two is meant the code does not say,
/// so that this is for an audit.
struct FailedHandleHazard : Hazard {
  const Path *Handle = nullptr;
  /// Where it is cleared.
  clang::SourceRange Cleared;
  /// The awaited call that may fail.
  clang::SourceRange Awaited;
};

/// The hazards of a coroutine, one for each handle.
std::vector<FailedHandleHazard> findFailedHandles(const FunctionFacts &Facts,
                                                  ClassViews &Classes,
                                                  FactStore &Store);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_FAILEDHANDLE_H
