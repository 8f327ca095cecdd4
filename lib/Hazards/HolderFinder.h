/// \file
/// The search for invalidated holders in one coroutine. Internal to Hazards/:
/// InvalidatedReference.cpp finds who invalidates what, HolderProtection.cpp and
/// HolderClaims.cpp what makes it safe.

#ifndef ASYNC_TIDY_HAZARDS_HOLDERFINDER_H
#define ASYNC_TIDY_HAZARDS_HOLDERFINDER_H

#include "Dataflow/Freshness.h"
#include "Dataflow/Holders.h"
#include "Hazards/InvalidatedReference.h"
#include "llvm/ADT/MapVector.h"
#include <map>

namespace async {

/// A use of a holder that was bound before a suspension.
struct StaleUse {
  const clang::CFGBlock *Block;
  const UseFact *At;
  const BindFact *Bind;
};

/// A change by other code, and the place asked about as that code names it.
struct OtherWrite {
  RemoteAccess Write;
  const Path *Place;
  /// What it does to the holder that was asked about.
  Danger How = Danger::None;
};

class HolderFinder {
public:
  HolderFinder(const FunctionFacts &Facts,
               InvalidatedReferenceContext &Context)
      : Facts(Facts), Context(Context) {}

  std::vector<InvalidatedHazard> run();

private:
  /// A branch on something that is asked, and the place it looks at.
  struct Check {
    const BranchFact *Branch;
    size_t Observed;
    Predicate State;
  };

  void judge(const StaleUse &Use, const Dependency &D,
             const BindFact *GivenBy = nullptr);
  /// What the callers in the class, or those who start a free function or lambda,
  /// bind the parameter to that \p Use uses, without awaiting the coroutine at once.
  std::vector<const BindFact *> givenTo(const StaleUse &Use);
  std::optional<InvalidatedHazard> byOthers(const StaleUse &Use,
                                            const Dependency &D);
  std::optional<InvalidatedHazard> byAwaited(const StaleUse &Use,
                                             const Dependency &D);
  std::vector<OtherWrite> writesOf(const Dependency &D) const;
  /// Those that endanger such a holder; found once.
  llvm::ArrayRef<OtherWrite> dangersOf(const Dependency &D);
  bool setsUp(const RemoteAccess &R, const Dependency &D);
  Witness strengthOf(const RemoteAccess &R, const StaleUse &Use,
                     const Dependency &D);
  Confidence formLimit(const StaleUse &Use, const Dependency &D);
  bool usesAfterSuspension(const clang::FunctionDecl &Callee, int Argument,
                           const Path *Captured = nullptr);

  // HolderProtection.cpp
  bool isProtected(const StaleUse &Use, const RemoteAccess &R, Danger How,
                   const Dependency &D);
  bool isLocked(const StaleUse &Use, const RemoteAccess &R,
                const Dependency &D);
  llvm::ArrayRef<const AcquireFact *>
  heldByCallers(const clang::FunctionDecl &Function);
  bool wouldBeSeen(const StaleUse &Use, const RemoteAccess &R, Danger How,
                   const Dependency &D);
  void collectChecks();

  // HolderClaims.cpp
  /// What claims are about, picked from the facts of a function once.
  struct Outline {
    /// Assignments by what they assign, in the order of the text.
    llvm::DenseMap<const void *, llvm::SmallVector<const WriteFact *, 2>> Sets;
    /// Elements that are moved out.
    std::vector<const Access *> Taken;
  };
  const Outline &outlineOf(const FunctionFacts &Of);
  const WriteFact *lastSet(const Path &Member, const Fact &Before);
  bool isClaimed(const StaleUse &Use, const RemoteAccess &R);
  bool isMovedOut(const RemoteAccess &R, const Dependency &D);
  bool findsNothing(const RemoteAccess &R);
  bool isAwaitedFirst(const StaleUse &Use, const RemoteAccess &R);

  const FunctionFacts &Facts;
  InvalidatedReferenceContext &Context;
  llvm::DenseMap<const FunctionFacts *, std::unique_ptr<Outline>> Outlines;
  std::map<std::tuple<const Path *, HolderKind, const TypeModel *>,
           std::vector<OtherWrite>>
      Dangers;
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallVector<const AcquireFact *, 1>>
      CallersLocks;
  /// This coroutine, as one who interferes with itself.
  MemberFunction Mine{&Facts.function()};
  const Holders *Flow = nullptr;
  std::vector<StaleUse> Uses;
  std::optional<std::vector<Check>> Checks;
  std::vector<Observation> Observed;
  std::unique_ptr<Freshness> Fresh;
  /// One hazard for each holder and what it refers into.
  llvm::MapVector<std::pair<const Path *, const Path *>, InvalidatedHazard>
      Hazards;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_HOLDERFINDER_H
