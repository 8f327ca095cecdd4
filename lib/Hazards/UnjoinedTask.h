/// \file
/// Tasks that outlive what they use, or whose handle is lost while they run.

#ifndef ASYNC_TIDY_HAZARDS_UNJOINEDTASK_H
#define ASYNC_TIDY_HAZARDS_UNJOINEDTASK_H

#include "Hazards/ConcurrentMutation.h"

namespace async {

struct UnjoinedHazard : Hazard {
  enum class Form : uint8_t {
    /// A detached task uses a local of the frame that starts it.
    UsesFrame,
    /// A task that uses a local is waited for, but not on every way out.
    LeftBehind,
    /// The closure that a running coroutine belongs to dies at the end of its
    /// full-expression, and its captures with it ([expr.prim.lambda.capture]).
    ClosureDies,
    /// The same of a closure that is a local: it dies when its function is left.
    ClosureLeft,
    /// A parameter of the task refers to a temporary, which dies before the task
    /// uses it ([class.temporary]/4).
    Dangles,
    /// Who stops the tasks of a class waits for others, and takes away what this
    /// one uses.
    LeftRunning,
    /// The handle of a running task is overwritten.
    Overwritten,
    /// A coroutine is given to somebody who drops the task it returns, so that it
    /// never runs.
    NeverRuns,
  };
  Form How;
  const TaskStart *Task = nullptr;
  /// The way out, the join in another function, or what is used.
  clang::SourceRange Where;
  const clang::FunctionDecl *By = nullptr;
  /// Of LeftRunning: what the task needs later, and what is waited for instead.
  clang::SourceRange Use, Wait;
  /// Where is what lets an exception out.
  bool Throws = false;
};

/// The tasks that \p Facts' function starts and may lose, in source order.
std::vector<UnjoinedHazard> findUnjoinedTasks(const FunctionFacts &Facts,
                                              TaskContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_UNJOINEDTASK_H
