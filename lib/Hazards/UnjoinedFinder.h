/// \file
/// The search for tasks that are lost. Internal to Hazards/: UnjoinedTask.cpp finds
/// what outlives its frame, WaysOut.cpp how a function is left without waiting,
/// LeftRunning.cpp what a stop() does not wait for, LostHandle.cpp handles that are overwritten or dropped.

#ifndef ASYNC_TIDY_HAZARDS_UNJOINEDFINDER_H
#define ASYNC_TIDY_HAZARDS_UNJOINEDFINDER_H

#include "Hazards/UnjoinedTask.h"

namespace async {

class UnjoinedFinder {
public:
  using Form = UnjoinedHazard::Form;
  using Fate = TaskStart::Fate;

  UnjoinedFinder(const FunctionFacts &Facts, TaskContext &Context);

  std::vector<UnjoinedHazard> run();

private:
  const Path *frameOf(const Path *Place) const;
  llvm::SmallVector<const Path *, 4> held(const TaskStart &T) const;
  bool uses(const TaskStart &T, const Path &Place);
  llvm::SmallVector<const Fact *, 2>
  joinsOf(const TaskStart &T, llvm::ArrayRef<const Path *> Held) const;
  bool asksInstead(const clang::CFGBlock &Branch,
                   llvm::ArrayRef<const Fact *> Joins) const;
  bool isRunBehind(const TaskStart &T) const;
  struct WayOut {
    /// A return, or what throws; null if there is none.
    const Fact *At = nullptr;
    /// The end of the function is reached.
    bool FallsOff = false;
    /// `At` is the await of a coroutine that is not seen, which need not throw.
    bool Unseen = false;
  };
  WayOut wayOut(const clang::CFGBlock &Start, const Fact *From,
                llvm::function_ref<bool(const Fact &)> Stops) const;
  WayOut wayOut(const TaskStart &T, llvm::ArrayRef<const Fact *> Joins) const;
  const Fact *reassigned(const TaskStart &T,
                         llvm::ArrayRef<const Fact *> Joins) const;
  void outlives(const TaskStart &T);
  const Path *namedClosure(const TaskStart &T) const;
  const Fact *lateUse(const TaskStart &T, const Binding *&Used) const;
  void closureDies(const TaskStart &T);
  void dangles(const TaskStart &T);
  void overwrites(const TaskStart &T);
  void leftRunning(const TaskStart &T);
  const Fact *
  usedBehind(const FunctionFacts &Runs, const clang::CFGBlock &Block,
             const Fact &Suspension, const Path &Owner,
             llvm::function_ref<bool(const BranchFact &)> Asks) const;
  void neverRuns(const CallFact &Call);
  void report(Form How, const TaskStart *T, clang::SourceRange At,
              const Path *Subject, clang::SourceRange Where,
              const clang::FunctionDecl *By = nullptr);

  const FunctionFacts &Facts;
  TaskContext &Context;
  Unit &TheUnit;
  std::vector<UnjoinedHazard> Hazards;

  // The facts by what will be asked for, each list in the order of the graph.
  template <typename KeyT, typename FactT>
  using Lists =
      llvm::DenseMap<const KeyT *, llvm::SmallVector<const FactT *, 2>>;
  std::vector<const SuspendFact *> Suspensions;
  std::vector<const WriteFact *> Writes;
  std::vector<const CallFact *> Calls;
  /// By what is assigned.
  Lists<Fact, WriteFact> WritesFrom;
  /// By the base of what is put into a container.
  Lists<Path, CallFact> PutInto;
  /// By the base of what is waited for or asked: suspensions, branches, and calls
  /// that block.
  Lists<Path, Fact> WaitsOn;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_UNJOINEDFINDER_H
