/// \file
/// The search for stale state in one coroutine. Internal to Hazards/:
/// StaleState.cpp finds what relies on what, StaleProtection.cpp what makes that
/// safe.

#ifndef ASYNC_TIDY_HAZARDS_STALEFINDER_H
#define ASYNC_TIDY_HAZARDS_STALEFINDER_H

#include "Dataflow/Freshness.h"
#include "Facts/Guards.h"
#include "Hazards/Falsify.h"
#include "Hazards/StaleState.h"
#include "llvm/ADT/DenseMap.h"

namespace async {

/// A check: a branch, and one of the observations it was computed from.
struct Check {
  const clang::CFGBlock *Block;
  const BranchFact *Branch;
  size_t Observed;
  Predicate State;
  /// An assertion: it says what is so, and decides nothing.
  bool Asserts;
};

/// What relies on an earlier observation.
struct Act {
  const clang::CFGBlock *Block;
  const Fact *At;
  Access What;
};

/// An assignment of the coroutine's, and what it knows from it; of a value that is
/// no constant, only that it made it.
struct OwnWrite {
  size_t Observed;
  const clang::CFGBlock *Block;
  Predicate State;
};

/// True if \p At is reached from the function's entry without a suspension.
bool isReachedAtOnce(const FunctionFacts &Facts, const Fact &At);

class StaleFinder {
public:
  StaleFinder(const FunctionFacts &Facts, StaleStateContext &Context)
      : Facts(Facts), Context(Context) {}

  std::vector<StaleHazard> run();

private:
  void collect();
  void observe(const clang::CFGBlock &Block, const BranchFact &Branch);
  bool isShared(const Path &Place) const {
    return Context.Remote.isShared(Place, Facts.function());
  }
  size_t addObservation(const Fact &At, const Path &Place);
  void relyOnChecks(const Act &A);
  bool mayRepeat(const Act &A) const;
  void relyOnValues(const Act &A);
  // What the coroutine changed itself before (StaleClaims.cpp).
  void completeLate(const Act &A);
  void relyOnOwnWrites(const Act &A);
  void giveUpUnasked(const Act &A);
  void passOn(const SuspendFact &Point);
  void dropUnseen(const Act &A);
  void countLate(const Act &A);
  // Copies, and members that belong together (StaleCopies.cpp).
  void useMemberAsLocal(const Act &A);
  void feedOthers(const Act &A);
  void completeHalf(const Act &A);
  void decideStale();
  bool isDecidedByCheckOf(const Path &Place, const Fact &At);
  /// True if \p R can't happen while \p Held holds: it asks first.
  bool isKeptOut(const Predicate &Held, const RemoteAccess &R);
  void fill(StaleHazard &H, const Act &A, const Observation &Seen);
  std::optional<bool> decides(const Check &C, const Act &A);
  bool wouldBeSeen(const Act &A, const RemoteAccess &R);
  bool hasTurn(const Act &A);
  bool isClaimed(const Act &A);
  bool isRevalidated(const Act &A, const Path &Place);
  bool isLockedFrom(const Fact &Seen, const Act &A, const RemoteAccess &R);
  bool isProtected(const Observation &Seen, const Act &A, const RemoteAccess &R);
  bool handsOut(const Path &Place) const;
  void report(Reliance How, const Act &A, const Observation &Seen,
              llvm::function_ref<Effect(const RemoteAccess &)> EffectOf);

  const FunctionFacts &Facts;
  StaleStateContext &Context;
  std::unique_ptr<Freshness> Flow;
  std::vector<Observation> Observed;
  std::vector<Check> Checks;
  std::vector<Act> Acts;
  std::vector<OwnWrite> OwnWrites;
  /// What was passed to a call that is awaited: the call, as an observation, and
  /// the look at what it was given.
  struct Passing {
    size_t Observed;
    const Fact *Look;
  };
  std::vector<Passing> PassedOn;
  /// The place of each hazard, and which it is.
  llvm::DenseMap<const Path *, size_t> Reported;
  /// The coroutine changed what it is being asked about before it was suspended.
  bool Claimed = false;
  std::vector<StaleHazard> Hazards;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_STALEFINDER_H
