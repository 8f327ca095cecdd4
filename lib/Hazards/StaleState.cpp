#include "Hazards/StaleState.h"

#include "Hazards/Falsify.h"
#include "Hazards/StaleFinder.h"
#include "Sharing/Annotations.h"
#include "Sharing/HelperPredicate.h"
#include "Sharing/Signals.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

size_t StaleFinder::addObservation(const Fact &At, const Path &Place) {
  auto [It, New] = ObservationOf.try_emplace({&At, &Place}, Observed.size());
  if (New) {
    ObservationsAt[&At].push_back(Observed.size());
    Observed.push_back({&At, &Place});
  }
  return It->second;
}

bool StaleFinder::isShared(const Path &Place) {
  auto [It, New] = Shared.try_emplace(&Place, false);
  if (New)
    It->second = Context.Remote.isShared(Place, Facts.function());
  return It->second;
}

/// `if (full())` and `if (!full())`: what the helper returns is what is asked.
static Predicate toldByHelper(const BranchFact &Branch, Accesses &Summaries) {
  const auto *Call = Branch.From.size() == 1
                         ? dyn_cast<CallFact>(Branch.From.front())
                         : nullptr;
  SourceRange Asked = Branch.range();
  if (!Call || Branch.State.K != Predicate::Kind::Unknown || !Call->Object ||
      Branch.State.Subject != Call->Object ||
      // `full() == wanted` says something else.
      Asked.getEnd() != Call->range().getEnd() ||
      (Asked.getBegin() == Call->range().getBegin()) == Branch.State.Negated)
    return {};
  Predicate Told = resultOf(*Call, Summaries);
  Told.Negated ^= Branch.State.Negated;
  return Told;
}

void StaleFinder::observe(const BranchFact &Branch) {
  bool Asserts = llvm::any_of(
      Branch.block().succs(), [](const CFGBlock::AdjacentBlock &Next) {
        const CFGBlock *Arm = Next.getReachableBlock();
        return Arm && Arm->hasNoReturnElement();
      });
  const Predicate Told = toldByHelper(Branch, Context.Summaries);
  for (const Fact *From : Branch.From) {
    llvm::SmallVector<Access, 4> Seen;
    Context.Summaries.of(*From, Seen);
    for (const Access &A : Seen) {
      if (A.writes() || !isShared(*A.Place))
        continue;
      Predicate State = Told.Subject == A.Place ? Told : Branch.State;
      // What is asked of a local copy was asked of the place it came from.
      if (State.Subject != A.Place) {
        if (State.Subject && isShared(*State.Subject) &&
            State.Subject != A.Place)
          State = Predicate();
        State.Subject = A.Place;
      }
      Checks.push_back(
          {&Branch, addObservation(*From, *A.Place), State, Asserts});
      if (const BranchFact *First = operandsOf(Branch).back(); First != &Branch)
        addObservation(*First, *A.Place);
    }
  }
}

void StaleFinder::collect() {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Branch = dyn_cast<BranchFact>(F)) {
        observe(*Branch);
        continue;
      }
      llvm::SmallVector<Access, 4> Found;
      Context.Summaries.of(*F, Found);
      for (const Access &A : Found)
        if (isShared(*A.Place)) {
          Acts.push_back({F, A});
          addTo(*F, A);
          clear(*F, A);
          takeOut(*F, A);
        }
      // A call through a handle that tells nothing else uses the handle.
      const auto *Call = dyn_cast<CallFact>(F);
      if (Call && Call->Object && Found.empty() && isShared(*Call->Object))
        Acts.push_back({F,
                        {Call->Object, Operation::Examine, Constant(),
                         WriteFact::Form::Assign, F, F->range()}});
      if (Call) {
        lookAtEnd(*Call);
        if (signalRole(*Call, *Context.Summaries.store().unit().Library) ==
            SignalRole::Notify)
          Notifies.push_back(Call);
      }
      if (Call && Call->Object && isShared(*Call->Object) && isBlankEntry(*Call))
        addObservation(*F, *Call->Object);
      Sources From;
      const auto *Write = dyn_cast<WriteFact>(F);
      if (Write && Write->How == WriteFact::Form::Assign &&
          isShared(Write->Place)) {
        Predicate State;
        State.K = Predicate::Kind::Equals;
        State.Subject = &Write->Place;
        State.Value = Write->Value;
        OwnWrites.push_back({addObservation(*F, Write->Place), State});
      }
      if (const auto *Point = dyn_cast<SuspendFact>(F)) {
        Suspensions.push_back(Point);
        passOn(*Point);
        waitFor(*Point);
      }
      if (Write)
        From = Write->From;
      else if (Call)
        From = Call->From;
      for (const Fact *Source : From) {
        llvm::SmallVector<Access, 4> Seen;
        Context.Summaries.of(*Source, Seen);
        for (const Access &S : Seen)
          if (!S.writes() && isShared(*S.Place))
            addObservation(*Source, *S.Place);
      }
    }
}

/// Lists what was collected by what will be asked for.
void StaleFinder::index() {
  for (auto [I, C] : llvm::enumerate(Checks)) {
    ChecksOfObservation[C.Observed].push_back(I);
    ChecksOfBranch[C.Branch].push_back(I);
    ChecksOf.add(*Observed[C.Observed].Place, I);
  }
  for (auto [I, W] : llvm::enumerate(WaitedFor))
    WaitedForOf.add(*Observed[W.Observed].Place, I);
  for (auto [I, W] : llvm::enumerate(OwnWrites))
    OwnWritesOf[Observed[W.Observed].Place].push_back(I);
  for (auto [I, P] : llvm::enumerate(PassedOn))
    PassedOnOf[Observed[P.Observed].Place].push_back(I);
  for (auto [I, O] : llvm::enumerate(Observed))
    if (const auto *Call = dyn_cast<CallFact>(O.At);
        Call && Call->Object == O.Place && isBlankEntry(*Call))
      BlankEntries[O.Place].push_back(I);
  for (const Act &A : Acts)
    if (A.What.How == WriteFact::Form::Decrease) {
      SourceLocation &Last = LastDecrease[A.What.Place];
      if (Last < A.At->range().getBegin())
        Last = A.At->range().getBegin();
    }
  llvm::sort(Suspensions, [](const SuspendFact *L, const SuspendFact *R) {
    return L->range().getBegin() < R->range().getBegin();
  });
  for (size_t I = 0; I != Checks.size(); ++I)
    if (Checks[I].State && Checks[I].State.K != Predicate::Kind::Unknown &&
        !Checks[I].Asserts)
      InOrder.push_back(I);
  llvm::sort(InOrder, [&](size_t L, size_t R) {
    return Checks[L].Branch->range().getBegin() <
           Checks[R].Branch->range().getBegin();
  });
  llvm::sort(Additions, [&](size_t L, size_t R) {
    return Observed[L].At->range().getBegin() <
           Observed[R].At->range().getBegin();
  });
  llvm::copy_if(Suspensions, std::back_inserter(LockWaits),
                [](const SuspendFact *Point) { return Point->WaitsForLock; });
}

/// What is said to do no harm when it is done twice.
bool StaleFinder::mayRepeat(const Act &A) const {
  const auto *Call = dyn_cast<CallFact>(A.At);
  return isIdempotent(*A.What.Place) || isIdempotent(Facts.function()) ||
         (Call && Call->Callee && isIdempotent(*Call->Callee));
}

void StaleFinder::relyOnChecks(const Act &A) {
  for (size_t I : ChecksOf.overlapping(*A.What.Place)) {
    const Check &C = Checks[I];
    if (!C.State || C.State.K == Predicate::Kind::Unknown || C.Asserts ||
        Observed[C.Observed].At == A.At)
      continue;
    Standing Then = Flow->before(*A.At, C.Observed);
    if (!Then.Stale)
      continue;
    std::optional<bool> Needed = decides(C, A);
    if (!Needed)
      continue;
    Predicate Held = C.State;
    Held.Negated ^= !*Needed;
    std::optional<Reliance> How = relianceOn(Held, A.What);
    if (!How || (*How == Reliance::CheckedThenChanged && mayRepeat(A)))
      continue;
    if (isTold(*How, *Observed[C.Observed].Place))
      continue;
    // Steps that lead away from the bound need no second look: ++n_; ...; --n_.
    bool Step = A.What.Op == Operation::Replaces &&
                (A.What.How == WriteFact::Form::Increase ||
                 A.What.How == WriteFact::Form::Decrease);
    if ((Step && effectOn(Held, A.What) == Effect::Preserves) ||
        isRevalidated(A, *Observed[C.Observed].Place) || isAskedAgain(C, A))
      continue;
    // A claim keeps out the coroutine's other calls, and all who ask for it;
    // those who don't ask are relyOnOwnWrites' business.
    if (Then.Claimed)
      continue;
    report(*How, A, Observed[C.Observed], Held, [&](const RemoteAccess &R) {
      const Access &Theirs = R.What;
      if (isKeptOut(Held, R))
        return Effect::Preserves;
      bool Assigns = *How == Reliance::CheckedThenChanged &&
                     A.What.Op == Operation::Replaces &&
                     A.What.Value.isKnown() &&
                     Theirs.Op == Operation::Replaces &&
                     Theirs.How == WriteFact::Form::Assign &&
                     Theirs.Value.isKnown();
      // `if (n_ == limit) return; ...; ++n_;`: each step of the same kind brings
      // it nearer, and past it.
      if (Held.K == Predicate::Kind::Equals && Held.Negated && Step &&
          Theirs.Op == Operation::Replaces && Theirs.How == A.What.How)
        return Effect::Falsifies;
      // Checked before the lock: who had the lock has done it already.
      if (hasTurn(A))
        return effectOn(Held, Theirs);
      // Setting the same value; but a claim that is made only now lets in all
      // that are started meanwhile.
      bool Self = R.By->Function == Facts.function().getDefinition();
      if (Assigns && Theirs.Value == A.What.Value)
        return Self && R.Strength == Witness::Strong ? effectOn(Held, Theirs)
                                                     : Effect::Preserves;
      // A request that is made again before it is cleared is lost.
      if (Assigns && A.What.Value.Value == 0 &&
          effectOn(Held, Theirs) == Effect::Preserves)
        return Effect::Falsifies;
      return effectOn(Held, Theirs);
    });
  }
}

void StaleFinder::relyOnValues(const Act &A) {
  Sources From;
  // `n_ -= taken` changes what is there now, whatever `taken` was read from.
  if (const auto *Write = dyn_cast<WriteFact>(A.At);
      Write && A.What.Op == Operation::Replaces &&
      Write->How == WriteFact::Form::Assign)
    From = Write->From;
  else if (const auto *Call = dyn_cast<CallFact>(A.At);
           Call && A.What.Op == Operation::Index)
    From = Call->From;
  Indices Sources;
  for (const Fact *Source : From)
    if (auto It = ObservationsAt.find(Source); It != ObservationsAt.end())
      Sources.append(It->second);
  llvm::sort(Sources);
  Sources.erase(llvm::unique(Sources), Sources.end());
  for (size_t I : Sources) {
    Standing Then = Flow->before(*A.At, I);
    // Saved, changed, and restored: the change protects from nothing.
    bool Restores = A.What.How == WriteFact::Form::Assign && From.size() == 1;
    if (!Then.Stale || (Then.Claimed && !Restores))
      continue;
    bool Index = A.What.Op == Operation::Index;
    if (Index && mayRepeat(A))
      continue;
    if (Index ? !A.What.Place->contains(*Observed[I].Place)
              : A.What.Place != Observed[I].Place)
      continue;
    if (isRevalidated(A, *A.What.Place) || (Index && isAssignedNext(Facts, A.At->block(), *A.At, *A.What.Place)))
      continue;
    Observation Seen{Observed[I].At, A.What.Place};
    report(Index ? Reliance::AddsAgain : Reliance::LostUpdate, A, Seen, {},
           [&](const RemoteAccess &R) {
             const Access &Theirs = R.What;
             if (!Index)
               return Effect::Falsifies;
             return Theirs.Op == Operation::Shrinks ||
                            Theirs.Op == Operation::Pops
                        ? Effect::Falsifies
                        : Effect::Preserves;
           });
  }
}

std::vector<StaleHazard> StaleFinder::run() {
  if (Facts.suspensions() == 0)
    return {};
  collect();
  if (Acts.empty())
    return {};
  index();
  std::vector<const Fact *> Asked;
  for (const Act &A : Acts)
    Asked.push_back(A.At);
  for (const Check &C : Checks)
    Asked.push_back(C.Branch);
  Asked.insert(Asked.end(), Notifies.begin(), Notifies.end());
  Flow = std::make_unique<Freshness>(Facts, Observed, Context.Summaries, Asked);
  // The first act after the suspension is the one to show.
  llvm::sort(Acts, [](const Act &A, const Act &B) {
    return std::make_pair(A.At->range().getBegin(), A.At->id()) <
           std::make_pair(B.At->range().getBegin(), B.At->id());
  });
  for (const Act &A : Acts) {
    relyOnChecks(A);
    relyOnValues(A);
    relyOnWaits(A);
    relyOnWakeUps(A);
    takeOther(A);
    refill(A);
    completePair(A);
    completeTogether(A);
    relyOnCompanions(A);
    completeLate(A);
    relyOnOwnWrites(A);
    giveUpUnasked(A);
    dropUnseen(A);
    skipUnseen(A);
    joinLate(A);
    countLate(A);
    useMemberAsLocal(A);
    feedOthers(A);
    completeHalf(A);
  }
  for (const CallFact *Call : Notifies)
    tellLate(*Call);
  decideStale();
  return std::move(Hazards);
}

std::vector<StaleHazard> findStaleState(const FunctionFacts &Facts,
                                        StaleStateContext &Context) {
  return StaleFinder(Facts, Context).run();
}

} // namespace async
