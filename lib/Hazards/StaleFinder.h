/// \file
/// The search for stale state in one coroutine. Internal to Hazards/:
/// StaleState.cpp finds what relies on what, StaleProtection.cpp what makes that
/// safe, StaleQuestions.cpp what is asked again, StaleReport.cpp who interferes.

#ifndef ASYNC_TIDY_HAZARDS_STALEFINDER_H
#define ASYNC_TIDY_HAZARDS_STALEFINDER_H

#include "Dataflow/Freshness.h"
#include "Hazards/Falsify.h"
#include "Hazards/StaleState.h"
#include "Sharing/PlaceIndex.h"
#include "llvm/ADT/DenseMap.h"

namespace async {

/// A check: a branch, and one of the observations it was computed from.
struct Check {
  const BranchFact *Branch;
  size_t Observed;
  Predicate State;
  /// An assertion: it says what is so, and decides nothing.
  bool Asserts;
};

/// What relies on an earlier observation.
struct Act {
  const Fact *At;
  Access What;
};

/// An assignment of the coroutine's, and what it knows from it; of a value that is
/// no constant, only that it made it.
struct OwnWrite {
  size_t Observed;
  Predicate State;
};

class StaleFinder {
public:
  StaleFinder(const FunctionFacts &Facts, StaleStateContext &Context)
      : Facts(Facts), Context(Context) {}

  std::vector<StaleHazard> run();

private:
  using Indices = PlaceIndex::Numbers;
  /// Of anything numbered, by the place it is about.
  using ByPlace = llvm::DenseMap<const Path *, Indices>;

  void collect();
  void index();
  void observe(const BranchFact &Branch);
  bool isShared(const Path &Place);
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
  bool isReachedAtOnce(const Fact &At);
  bool isDecidedByCheckOf(const Path &Place, const Fact &At);
  bool isDecided(size_t I);
  /// True if \p R can't happen while \p Held holds: it asks first.
  bool isKeptOut(const Predicate &Held, const RemoteAccess &R);
  // Copies, and members that belong together (StaleCopies.cpp).
  void useMemberAsLocal(const Act &A);
  void feedOthers(const Act &A);
  void completeHalf(const Act &A);
  void decideStale();
  /// `const size_t n = rows_.size(); co_await f(); if (i < n) use(rows_[i]);`: the
  /// first element taken because of \p C, an earlier size; null if there is none.
  const Act *takenBy(const Check &C);
  // Containers that are filled together (StaleHalves.cpp).
  void addTo(const Fact &At, const Access &A);
  void completePair(const Act &A);
  void completeTogether(const Act &A);
  bool breaks(const PairReader &Reader, const OwnWrite &W, const Act &A);
  bool isPublishedLater(const RemoteAccess &R, const Act &A);
  // What was waited for (StaleWaits.cpp).
  void waitFor(const SuspendFact &Point);
  void relyOnWaits(const Act &A);
  void relyOnWakeUps(const Act &A);
  // What was passed on (StaleSnapshots.cpp) or taken out (StaleHands.cpp).
  bool isMarkIn(const Path &Mark, const Path &Container);
  void skipUnseen(const Act &A);
  void joinLate(const Act &A);
  void takeOut(const Fact &At, const Access &A);
  void tellLate(const CallFact &Call);
  // Elements at the ends (StaleEnds.cpp).
  void lookAtEnd(const CallFact &Call);
  void takeOther(const Act &A);
  // Containers that are filled again (StaleRefills.cpp).
  void clear(const Fact &At, const Access &A);
  void refill(const Act &A);
  // Members that others change together (StaleCompanions.cpp).
  void relyOnCompanions(const Act &A);
  /// True if \p R's function also calls something on what this coroutine waits
  /// for: close(), cancel().
  bool endsTheWait(const RemoteAccess &R);
  // Reports (StaleReport.cpp).
  bool isTold(Reliance How, const Path &Place) const;
  void fill(StaleHazard &H, const Act &A, const Observation &Seen);
  bool waitsForLock(const Act &A, const Observation &Seen) const;
  bool handsOut(const Path &Place);
  /// Reports if others can do what \p EffectOf says breaks the reliance. For one
  /// act, \p How, \p About and \p Asked must tell one EffectOf from another.
  void report(Reliance How, const Act &A, const Observation &Seen,
              const Predicate &About,
              llvm::function_ref<Effect(const RemoteAccess &)> EffectOf,
              bool Asked = true);
  // What makes it safe (StaleProtection.cpp).
  std::optional<bool> decides(const Check &C, const Act &A) const;
  /// A check, made since the last suspension, that decides whether the act is
  /// reached.
  struct Passed {
    const Check *Which;
    /// What its condition was.
    bool Needed;
  };
  bool wouldBeSeen(const Act &A, const RemoteAccess &R);
  bool hasTurn(const Act &A);
  bool isClaimed(const Act &A);
  bool isRevalidated(const Act &A, const Path &Place);
  bool looksAgain(const Act &A, const Path &Place);
  using Operands = llvm::SmallVector<const BranchFact *, 4>;
  Operands operandsOf(const BranchFact &Last) const;
  bool isAskedAgain(const Check &C, const Act &A);
  llvm::SmallVector<const AcquireFact *, 2>
  heldThroughout(const Observation &Seen, const Act &A);
  bool keepOut(llvm::ArrayRef<const AcquireFact *> Held, const Act &A,
               const RemoteAccess &R);

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
  /// A wait for a condition, as an observation, and what held when it ended.
  struct Wait {
    size_t Observed;
    Predicate State;
  };
  std::vector<Wait> WaitedFor;
  /// What the coroutine adds to containers, looks at at their ends, clears, and takes
  /// out, as observations.
  std::vector<size_t> Additions, EndLooks, Clears, TakenOut;
  /// Its calls that wake others.
  std::vector<const CallFact *> Notifies;

  // The same by what is asked for; each list is in the order above.
  llvm::DenseMap<std::pair<const Fact *, const Path *>, size_t> ObservationOf;
  llvm::DenseMap<const Fact *, Indices> ObservationsAt;
  llvm::DenseMap<size_t, Indices> ChecksOfObservation;
  llvm::DenseMap<const BranchFact *, Indices> ChecksOfBranch;
  PlaceIndex ChecksOf, WaitedForOf;
  ByPlace OwnWritesOf, PassedOnOf, BlankEntries;
  /// Those that are understood and no assertions, in the order of the text.
  std::vector<size_t> InOrder;
  /// Where a place is last decreased.
  llvm::DenseMap<const Path *, clang::SourceLocation> LastDecrease;
  /// All, in the order of the text, and those at which a lock is waited for.
  std::vector<const SuspendFact *> Suspensions, LockWaits;

  // Answers that are asked for again and again.
  llvm::DenseMap<const Path *, bool> Shared, HandedOut;
  llvm::DenseMap<const Path *, RemoteDecision> Decisions;
  llvm::DenseMap<std::pair<const Path *, const Path *>,
                 std::optional<RemoteAccess>>
      FollowedInto;
  llvm::DenseMap<const Path *, llvm::DenseSet<const Path *>> ReadWith;
  llvm::DenseMap<std::pair<const Path *, const Path *>, std::vector<PairReader>>
      NeedBoth;
  llvm::DenseMap<const clang::FunctionDecl *, bool> EndsTheWait;
  /// The branches of a function by what they ask about.
  using BranchesOn =
      llvm::DenseMap<const Path *, llvm::SmallVector<const BranchFact *, 2>>;
  llvm::DenseMap<const FunctionFacts *, std::unique_ptr<BranchesOn>> Branches;
  const BranchesOn &branchesOf(const FunctionFacts &Of);
  /// By own write; nothing if it was not asked yet.
  llvm::DenseMap<size_t, bool> Decided;
  /// The blocks that are entered without a suspension.
  std::optional<llvm::BitVector> AtOnce;
  /// Checks of what nobody else writes.
  std::optional<std::vector<const Check *>> OwnFlags;
  /// Of one act at a time; all but Asked depend only on where it stands.
  struct OfAct {
    const Act *Which = nullptr;
    const Fact *At = nullptr;
    std::vector<Passed> Past;
    std::optional<bool> IsClaimed;
    llvm::SmallVector<std::pair<const Path *, bool>, 4> Revalidated;
    /// By place: the locks held since a check of it that decides.
    llvm::SmallVector<
        std::pair<const Path *, llvm::SmallVector<const AcquireFact *, 2>>, 2>
        HeldSinceCheck;
    /// What was asked in vain, or told.
    struct Question {
      Reliance How;
      const Path *Place;
      Predicate About;
      bool Asked, Waits;
      llvm::SmallVector<const AcquireFact *, 2> Held;
      bool operator==(const Question &) const = default;
    };
    llvm::SmallVector<Question, 4> Asked;
  };
  OfAct Now;
  OfAct &now(const Act &A);

  /// The place of each hazard, and which it is.
  llvm::DenseMap<const Path *, size_t> Reported;
  std::vector<StaleHazard> Hazards;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_STALEFINDER_H
