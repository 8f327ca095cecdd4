/// \file
/// The tasks that a function starts: which code they run, what becomes of them,
/// and which of them run side by side.

#ifndef ASYNC_TIDY_SHARING_TASKS_H
#define ASYNC_TIDY_SHARING_TASKS_H

#include "Sharing/Access.h"
#include "llvm/ADT/BitVector.h"
#include <optional>

namespace async {

struct TaskStart {
  /// What becomes of the task.
  enum class Fate : uint8_t {
    /// Not known, or it never runs.
    Unknown,
    /// Awaited in place: `co_await f()`. It runs instead of its caller.
    Awaited,
    /// Runs beside others or beside its caller, and is awaited: when_all, a
    /// local handle or container of tasks that is awaited later.
    Joined,
    /// A scope of tasks was given it, and waits for it.
    Scoped,
    /// Its handle is kept in a member or a global, or in a local that nobody
    /// awaits.
    Stored,
    /// Nobody can wait for it.
    Detached,
    /// The caller gets it.
    Returned,
  };

  /// The call of the coroutine, or, for a callable that is handed over, the call
  /// that is given it.
  const CallFact *Start = nullptr;
  /// What starts or joins it: spawn, when_all; null for one that is awaited, or
  /// runs, without help.
  const CallFact *By = nullptr;
  /// The callable handed over, or the closure called; null for a function.
  const ClosureFact *Closure = nullptr;
  /// The definition of what runs; null if it is not seen.
  const clang::FunctionDecl *Body = nullptr;
  Fate How = Fate::Unknown;
  /// It runs as soon as it is called, not when it is awaited.
  bool Eager = false;
  /// Started again while it may still run: the start stands in a loop that does
  /// not wait for it.
  bool InLoop = false;
  /// What it is handed to calls it several times: once for each element.
  bool Many = false;
  /// By starts several tasks that it is given, and goes on when one is done: this
  /// one may go on running.
  bool Overtaken = false;
  /// Where it is waited for; null if nowhere in this function.
  const Fact *Join = nullptr;
  /// The local, member or container its handle is kept in; null for none.
  const Path *Kept = nullptr;
  /// Of a fan-out, what is walked.
  const Path *Range = nullptr;
  const clang::CFGBlock *Block = nullptr;

  bool runsBesideCaller() const {
    return How == Fate::Joined || How == Fate::Scoped || How == Fate::Stored ||
           How == Fate::Detached;
  }
  bool runsBesideItself() const {
    return runsBesideCaller() && (InLoop || Many);
  }
};

class Tasks {
public:
  explicit Tasks(Accesses &Summaries) : Summaries(Summaries) {}

  /// In the order in which the facts come. Empty for a function without facts.
  const std::vector<TaskStart> &of(const clang::FunctionDecl &Function);

  /// True if \p A and \p B, starts of the same function, can both be running.
  bool areConcurrent(const FunctionFacts &Facts, const TaskStart &A,
                     const TaskStart &B);

  /// A path of the body's facts as the function that starts \p Task names it;
  /// null for what only the task reaches. What a fan-out gives each of its tasks
  /// is that task's own.
  const Path *outside(const Path &Inside, const TaskStart &Task) const;

  /// True if each round of the loop of \p Facts' function that starts \p Task
  /// gives it another object at \p Place, named as that function does: a
  /// reference, or a local that each round makes anew.
  bool isOwnEachRound(const FunctionFacts &Facts, const Path &Place,
                      const TaskStart &Task) const;

  /// What a call does to tasks or callables: Spawn, Join, Switch, Offload or
  /// RunLocked; None if that is not known. By model, else by name.
  CallModel roleOf(const CallFact &Call) const;

  Accesses &summaries() { return Summaries; }

private:
  class Finder;

  /// The tasks of one function.
  struct OfFunction {
    std::vector<TaskStart> Starts;
    /// By task, one bit for each that may run where it is started: started
    /// before, and not joined. Empty until it is asked for.
    std::vector<llvm::BitVector> Running;
  };
  void findRunning(const FunctionFacts &Facts, OfFunction &Tasks) const;

  Accesses &Summaries;
  /// On the heap, so that answers stay where they are.
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<OfFunction>>
      Known;
};

/// True if \p To can be reached from behind \p From without passing \p Barrier.
/// Without a barrier, FunctionFacts::follows() says the same.
bool reaches(const FunctionFacts &Facts, const Fact &From, const Fact &To,
             const Fact *Barrier);

} // namespace async

#endif // ASYNC_TIDY_SHARING_TASKS_H
