/// \file
/// How the tasks of a function are found, and what becomes of them. Internal to
/// Sharing/: TaskFinder.cpp follows tasks, TaskFate.cpp says what spawners, joiners
/// and callees do with them.

#ifndef ASYNC_TIDY_SHARING_TASKFINDER_H
#define ASYNC_TIDY_SHARING_TASKFINDER_H

#include "Sharing/Tasks.h"

namespace async {

class Tasks::Finder {
public:
  Finder(Tasks &Owner, const FunctionFacts &Facts)
      : Owner(Owner), Facts(Facts),
        Types(Owner.Summaries.store().unit().Tasks) {}

  std::vector<TaskStart> run();

private:
  using Fate = TaskStart::Fate;

  void collect();
  void start(const CallFact &Call);
  void handOver(const CallFact &Call);
  void follow(const CallFact &Made, TaskStart &T, unsigned Depth = 0);
  void keep(const Path &Place, TaskStart &T);
  void putInto(const Path &Container, llvm::ArrayRef<const Fact *> Users,
               TaskStart &T);
  void spawned(const CallFact &Spawner, TaskStart &T);
  void joined(const CallFact &Joiner, TaskStart &T);
  const SuspendFact *awaitOf(const Fact &Made) const;
  const SuspendFact *awaitOn(const Path &Object) const;
  bool isAwaitedDirectly(const CallFact &Made) const;
  bool isScope(const CallFact &Spawner) const;
  void fateInCallee(const CallFact &Call, unsigned Index, TaskStart &T);
  bool isOvertaken(const CallFact &Helper, const Path *Task) const;
  bool isLeftRunning(const FunctionFacts &Helper, const clang::ParmVarDecl &Task,
                     const CallFact *&By) const;
  static const clang::VarDecl *localOf(const Path *Place);

  Tasks &Owner;
  const FunctionFacts &Facts;
  const TaskTypes &Types;
  /// By fact, those computed from it.
  llvm::DenseMap<const Fact *, llvm::SmallVector<const Fact *, 2>> Users;
  /// By the temporary that is a call's result, the calls that are given it.
  llvm::DenseMap<const Path *, llvm::SmallVector<const CallFact *, 2>> Takers;
  llvm::SmallVector<std::pair<const CallFact *, const clang::CFGBlock *>, 16> Calls;
  llvm::SmallVector<const SuspendFact *, 8> Suspensions;
  const clang::CFGBlock *Block = nullptr;
  std::vector<TaskStart> Found;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_TASKFINDER_H
