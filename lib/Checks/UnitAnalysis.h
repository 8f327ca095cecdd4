/// \file
/// The analyses of one translation unit, made once and shared by its checks.

#ifndef ASYNC_TIDY_CHECKS_UNITANALYSIS_H
#define ASYNC_TIDY_CHECKS_UNITANALYSIS_H

#include "Dataflow/HeldLocks.h"
#include "Dataflow/Holders.h"
#include "Dataflow/LockNeeds.h"
#include "Dataflow/TaskReach.h"
#include "Facts/FactStore.h"
#include "Hazards/StaleState.h"
#include "Rewrites/Offers.h"
#include "Sharing/Others.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace async {

/// What is known of one function.
class FunctionAnalysis {
public:
  explicit FunctionAnalysis(const FunctionFacts &Facts) : Facts(Facts) {}

  const FunctionFacts &facts() const { return Facts; }
  const HeldLocks &locks() {
    if (!Locks)
      Locks = std::make_unique<HeldLocks>(Facts);
    return *Locks;
  }
  const Holders &holders() {
    if (!Flow)
      Flow = std::make_unique<Holders>(Facts);
    return *Flow;
  }

private:
  const FunctionFacts &Facts;
  std::unique_ptr<HeldLocks> Locks;
  std::unique_ptr<Holders> Flow;
};

class UnitAnalysis {
public:
  UnitAnalysis(clang::ASTContext &AST, std::shared_ptr<const Models> Library,
               llvm::ArrayRef<std::string> ExtraLockTypes)
      : TheUnit(AST, std::move(Library), ExtraLockTypes), Store(TheUnit),
        Summaries(Store), Started(Summaries), Outside(Started),
        Views(Outside), Needs(Summaries), Rest(Views, Outside),
        Reach(Started, LocksOf), Edits(AST.getSourceManager()) {}

  /// The analysis that the checks of one run of clang-tidy over \p AST share:
  /// all that ask with the same models and lock types get the same one. It
  /// lives as long as somebody holds it. Safe to call from several threads, as
  /// clangd does, each with its own AST.
  static std::shared_ptr<UnitAnalysis>
  get(clang::ASTContext &AST, std::shared_ptr<const Models> Library,
      llvm::ArrayRef<std::string> ExtraLockTypes);

  /// The hazards of a coroutine with state seen before a suspension; empty if it
  /// is skipped.
  const std::vector<StaleHazard> &
  staleState(const clang::FunctionDecl &Coroutine);

  /// Null if \p Function is skipped.
  FunctionAnalysis *analyze(const clang::FunctionDecl &Function);

  Unit &unit() { return TheUnit; }
  FactStore &store() { return Store; }
  Accesses &summaries() { return Summaries; }
  ClassViews &classes() { return Views; }
  LockNeeds &lockNeeds() { return Needs; }
  Tasks &tasks() { return Started; }
  Starters &starters() { return Outside; }
  TaskReach &reach() { return Reach; }
  /// The locks of a function that has facts.
  LocksOfFunction locksOf() { return LocksOf; }
  Others &others() { return Rest; }
  /// The edits offered for this unit.
  Offers &offers() { return Edits; }

private:
  Unit TheUnit;
  FactStore Store;
  Accesses Summaries;
  Tasks Started;
  Starters Outside;
  ClassViews Views;
  LockNeeds Needs;
  Others Rest;
  struct {
    UnitAnalysis *Self;
    const HeldLocks &operator()(const clang::FunctionDecl &Function) const {
      return Self->analyze(Function)->locks();
    }
  } LocksOf{this};
  TaskReach Reach;
  Offers Edits;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionAnalysis>>
      Functions;
  llvm::DenseMap<const clang::FunctionDecl *,
                 std::unique_ptr<std::vector<StaleHazard>>>
      Stale;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_UNITANALYSIS_H
