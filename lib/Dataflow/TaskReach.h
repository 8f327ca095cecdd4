/// \file
/// What a task does, through all that it awaits, to what others can reach too.

#ifndef ASYNC_TIDY_DATAFLOW_TASKREACH_H
#define ASYNC_TIDY_DATAFLOW_TASKREACH_H

#include "Dataflow/HeldLocks.h"
#include "Sharing/Tasks.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace async {

/// Gives the locks of a function that has facts.
using LocksOfFunction =
    llvm::function_ref<const HeldLocks &(const clang::FunctionDecl &)>;

/// How an access of a task is spread over time.
enum class Spread : uint8_t {
  /// One step: nobody runs in between.
  Step,
  /// A value read before a suspension decides what is written after it.
  Straddles,
  /// A position in a container is kept over a suspension.
  Walks,
  /// A reference is given to a coroutine that is not seen, and awaited.
  Lent,
};

struct TaskAccess {
  /// Named as the function that was asked about does.
  Access What;
  Spread Over = Spread::Step;
  /// The function the access is written in.
  const clang::FunctionDecl *In = nullptr;
  /// The locks held meanwhile, named likewise; those that have no name there are
  /// left out.
  llvm::SmallVector<const Path *, 2> Locks;
};

class TaskReach {
public:
  TaskReach(Tasks &Started, LocksOfFunction LocksOf)
      : Started(Started), LocksOf(LocksOf) {}

  /// What calling \p Function does until it is done, with places as its body names
  /// them: through helpers, what it awaits, and what it starts.
  const std::vector<TaskAccess> &of(const clang::FunctionDecl &Function);

  /// The same for a task, as the function that starts it names things.
  std::vector<TaskAccess> of(const TaskStart &Task);

  /// The locks held during \p What, an access of \p Function's facts: also those
  /// that the helpers take through which it is made.
  llvm::SmallVector<const Path *, 2> locksDuring(
      const Access &What, const clang::FunctionDecl &Function);

private:
  void locksInside(const CallFact &Call, clang::SourceRange Where,
                   llvm::SmallVectorImpl<const Path *> &Into, unsigned Level);
  void own(const FunctionFacts &Facts, std::vector<TaskAccess> &Into);
  void lend(const TaskStart &Task, std::vector<TaskAccess> &Into);

  Tasks &Started;
  LocksOfFunction LocksOf;
  /// Through how many coroutines an access is followed.
  static constexpr unsigned MaxDepth = 6;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *,
                 std::unique_ptr<std::vector<TaskAccess>>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_TASKREACH_H
