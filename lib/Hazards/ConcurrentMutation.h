/// \file
/// Things that tasks which run side by side change.

#ifndef ASYNC_TIDY_HAZARDS_CONCURRENTMUTATION_H
#define ASYNC_TIDY_HAZARDS_CONCURRENTMUTATION_H

#include "Dataflow/TaskReach.h"
#include "Hazards/Hazard.h"
#include "Hazards/Threads.h"
#include "Sharing/ClassView.h"
#include <vector>

namespace async {

struct ConcurrentHazard : Hazard {
  enum class Form : uint8_t {
    /// What one task computed from the old value overwrites another's change.
    Straddled,
    /// A coroutine that is not seen changes it, and may be suspended half-way.
    Lent,
    /// A container is changed while it is walked.
    Walked,
    /// The order of what is added depends on which task is first.
    Order,
    /// Several threads, no lock.
    Race,
    /// Each task makes several steps on one object that belong together.
    Composed,
  };
  Form How;
  /// The change.
  clang::SourceRange Change;
  const clang::FunctionDecl *ChangeIn = nullptr;
  /// The other task's access, or where the other task is started.
  clang::SourceRange Other;
  const clang::FunctionDecl *OtherIn = nullptr;
  /// Both are the same code, run several times at once.
  bool Itself = false;
};

struct TaskContext {
  Tasks &Started;
  TaskReach &Reach;
  ClassViews &Classes;
  LocksOfFunction LocksOf;
  Threads Runs = Threads::Unknown;
};

/// What the tasks that \p Facts' function starts do to each other, and what the
/// function does to its own other runs if it is started again and again. In source
/// order, one a place.
std::vector<ConcurrentHazard> findConcurrentMutation(const FunctionFacts &Facts,
                                                     TaskContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_CONCURRENTMUTATION_H
