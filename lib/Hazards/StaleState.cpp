#include "Hazards/StaleState.h"

#include "Hazards/Falsify.h"
#include "Hazards/StaleFinder.h"
#include "Sharing/Annotations.h"
#include "Sharing/HelperPredicate.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
size_t StaleFinder::addObservation(const Fact &At, const Path &Place) {
  for (size_t I = 0; I != Observed.size(); ++I)
    if (Observed[I].At == &At && Observed[I].Place == &Place)
      return I;
  Observed.push_back({&At, &Place});
  return Observed.size() - 1;
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

void StaleFinder::observe(const CFGBlock &Block, const BranchFact &Branch) {
  bool Asserts =
      llvm::any_of(Block.succs(), [](const CFGBlock::AdjacentBlock &Next) {
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
          {&Block, &Branch, addObservation(*From, *A.Place), State,
           Asserts});
    }
  }
}

void StaleFinder::collect() {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Branch = dyn_cast<BranchFact>(F)) {
        observe(*Block, *Branch);
        continue;
      }
      llvm::SmallVector<Access, 4> Found;
      Context.Summaries.of(*F, Found);
      for (const Access &A : Found)
        if (isShared(*A.Place))
          Acts.push_back({Block, F, A});
      // A call through a handle that tells nothing else uses the handle.
      const auto *Call = dyn_cast<CallFact>(F);
      if (Call && Call->Object && Found.empty() && isShared(*Call->Object))
        Acts.push_back({Block, F,
                        {Call->Object, Operation::Examine, Constant(),
                         WriteFact::Form::Assign, F, F->range()}});
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
        OwnWrites.push_back({addObservation(*F, Write->Place), Block, State});
      }
      if (const auto *Point = dyn_cast<SuspendFact>(F))
        passOn(*Point);
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

/// What all hazards say: the act, what was seen, and the suspensions between.
void StaleFinder::fill(StaleHazard &H, const Act &A, const Observation &Seen) {
  H.Kind = HazardKind::StaleState;
  // What the end of a scope runs is shown where it is written.
  SourceRange At = A.What.At->range();
  bool Implicit = isa<CallFact>(A.What.At) && At.getBegin() == At.getEnd();
  H.Primary = Implicit ? A.What.Where : At;
  H.Subjects.push_back(Seen.Place);
  H.Seen = Seen.At->range();
  llvm::SmallVector<const SuspendFact *, 4> All, Between;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Point = dyn_cast<SuspendFact>(F)) {
        All.push_back(Point);
        if (Seen.At->range().getBegin() < Point->range().getBegin() &&
            Point->range().getBegin() < A.At->range().getEnd() &&
            // Not the await whose operand the act is in.
            !(Point->range().getBegin() <= A.At->range().getBegin() &&
              A.At->range().getEnd() <= Point->range().getEnd()))
          Between.push_back(Point);
      }
  // Carried around a loop, the suspension may stand anywhere in it.
  if (Between.empty())
    Between = All;
  llvm::sort(Between, [](const SuspendFact *L, const SuspendFact *R) {
    return L->range().getBegin() < R->range().getBegin();
  });
  H.WaitsForLock = llvm::any_of(
      Between, [](const SuspendFact *Point) { return Point->WaitsForLock; });
  for (const SuspendFact *Point : Between)
    H.Steps.push_back({StepKind::Suspension, Point->range()});
}

/// True if \p Place is an owner or optional of whose content a public coroutine
/// returns without waiting: a cache.
bool StaleFinder::handsOut(const Path &Place) const {
  if (Facts.function().getAccess() != AS_public ||
      Place.step() != Path::Step::Field)
    return false;
  QualType Type = Place.decl()->getType();
  if (!Type->isPointerType() && !Type->isRecordType())
    return false;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Return = dyn_cast<ReturnFact>(F);
      if (!Return || !isReachedAtOnce(Facts, *Return))
        continue;
      if (Return->Place && Place.contains(*Return->Place))
        return true;
      for (const Fact *From : Return->From) {
        llvm::SmallVector<Access, 4> Seen;
        Context.Summaries.of(*From, Seen);
        if (llvm::any_of(Seen, [&](const Access &A) {
              return Place.contains(*A.Place);
            }))
          return true;
      }
    }
  return false;
}

void StaleFinder::report(Reliance How, const Act &A, const Observation &Seen,
                    llvm::function_ref<Effect(const RemoteAccess &)> EffectOf) {
  // One report a place: the first, unless a later one is surer.
  auto Known = Reported.find(Seen.Place);
  if (Known != Reported.end() &&
      Hazards[Known->second].Level >= Confidence::Likely)
    return;
  StaleHazard H;
  H.How = How;
  fill(H, A, Seen);
  if (How == Reliance::ChangesCompanion)
    H.Other = A.What.Place;

  const RemoteAccess *Best = nullptr;
  Witness Strength = Witness::None;
  std::vector<RemoteAccess> Remote =
      Context.Remote.writes(*Seen.Place, Facts.function());
  for (const RemoteAccess &R : Remote) {
    Effect What = EffectOf(R);
    bool Self = R.By->Function == Facts.function().getDefinition();
    if (What == Effect::Preserves || (Self && isClaimed(A)) ||
        isProtected(Seen, A, R) || wouldBeSeen(A, R))
      continue;
    Witness Here = R.Strength;
    if (Claimed && (Self || Here != Witness::Strong ||
                    What != Effect::Falsifies || !R.What.Value.isKnown()))
      continue;
    // Who waits for a lock waits for somebody; who takes away an entry that
    // another one uses is an entry of its own.
    if (H.WaitsForLock ||
        (!Self && R.By->IsCoroutine && R.What.Op == Operation::Shrinks &&
         R.By->Function->getAccess() == AS_public &&
         How == Reliance::CheckedThenUsed))
      Here = Witness::Strong;
    // Who wants the value gets it from the cache, or fills the cache: as many as
    // want it.
    if (Self && How == Reliance::CheckedThenChanged && handsOut(*Seen.Place))
      Here = Witness::Strong;
    if (What == Effect::May)
      Here = std::min(Here, Witness::Weak);
    if (Here > Strength) {
      Strength = Here;
      Best = &R;
    }
  }
  if (!Best)
    return;
  // Which element of a container was checked is not known, so neither is
  // whether the three accesses meet.
  for (const Path *P = How == Reliance::LostUpdate ? nullptr : Seen.Place; P;
       P = P->parent())
    if (P->step() == Path::Step::Element)
      Strength = std::min(Strength, Witness::Weak);
  H.Level = Strength == Witness::Strong && !isAudit(How)
                ? Confidence::Likely
                : Confidence::Possible;
  if (Known != Reported.end() &&
      H.Level <= Hazards[Known->second].Level)
    return;
  H.Meanwhile = Best->What.Where;
  H.By = Best->By->Function;
  H.ByOperation = Best->What.Op;
  H.BySelf = H.By == Facts.function().getDefinition();
  if (Known != Reported.end()) {
    Hazards[Known->second] = std::move(H);
    return;
  }
  Reported[Seen.Place] = Hazards.size();
  Hazards.push_back(std::move(H));
}

/// What is said to do no harm when it is done twice.
bool StaleFinder::mayRepeat(const Act &A) const {
  const auto *Call = dyn_cast<CallFact>(A.At);
  return isIdempotent(*A.What.Place) || isIdempotent(Facts.function()) ||
         (Call && Call->Callee && isIdempotent(*Call->Callee));
}

void StaleFinder::relyOnChecks(const Act &A) {
  for (const Check &C : Checks) {
    if (!C.State || C.State.K == Predicate::Kind::Unknown || C.Asserts ||
        Observed[C.Observed].At == A.At)
      continue;
    std::optional<bool> Needed = decides(C, A);
    if (!Needed)
      continue;
    Predicate Held = C.State;
    Held.Negated ^= !*Needed;
    std::optional<Reliance> How = relianceOn(Held, A.What);
    if (!How || (*How == Reliance::CheckedThenChanged && mayRepeat(A)))
      continue;
    Standing Then = Flow->before(*A.At, C.Observed);
    // Steps that lead away from the bound need no second look: ++n_; ...; --n_.
    bool Step = A.What.Op == Operation::Replaces &&
                (A.What.How == WriteFact::Form::Increase ||
                 A.What.How == WriteFact::Form::Decrease);
    if (!Then.Stale || (Step && effectOn(Held, A.What) == Effect::Preserves) ||
        isRevalidated(A, *Observed[C.Observed].Place))
      continue;
    // A claim keeps out the coroutine's other calls, and all who ask for it;
    // those who don't ask are relyOnOwnWrites' business.
    if (Then.Claimed)
      continue;
    Claimed = false;
    report(*How, A, Observed[C.Observed], [&](const RemoteAccess &R) {
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
  for (size_t I = 0; I != Observed.size(); ++I) {
    if (!is_contained(From, Observed[I].At))
      continue;
    Standing Then = Flow->before(*A.At, I);
    // Saved, changed, and restored: the change protects from nothing.
    bool Restores = A.What.How == WriteFact::Form::Assign && From.size() == 1;
    if (!Then.Stale || (Then.Claimed && !Restores))
      continue;
    Claimed = false;
    bool Index = A.What.Op == Operation::Index;
    if (Index && mayRepeat(A))
      continue;
    if (Index ? !A.What.Place->contains(*Observed[I].Place)
              : A.What.Place != Observed[I].Place)
      continue;
    if (isRevalidated(A, *A.What.Place) || (Index && isAssignedNext(Facts, *A.Block, *A.At, *A.What.Place)))
      continue;
    Observation Seen{Observed[I].At, A.What.Place};
    report(Index ? Reliance::AddsAgain : Reliance::LostUpdate, A, Seen,
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
  std::vector<const Fact *> Asked;
  for (const Act &A : Acts)
    Asked.push_back(A.At);
  for (const Check &C : Checks)
    Asked.push_back(C.Branch);
  Flow = std::make_unique<Freshness>(Facts, Observed, Context.Summaries, Asked);
  // The first act after the suspension is the one to show.
  llvm::sort(Acts, [](const Act &A, const Act &B) {
    return std::make_pair(A.At->range().getBegin(), A.At->id()) <
           std::make_pair(B.At->range().getBegin(), B.At->id());
  });
  for (const Act &A : Acts) {
    relyOnChecks(A);
    relyOnValues(A);
    relyOnCompanions(A);
    completeLate(A);
    relyOnOwnWrites(A);
    giveUpUnasked(A);
    dropUnseen(A);
    countLate(A);
    useMemberAsLocal(A);
    feedOthers(A);
    completeHalf(A);
  }
  decideStale();
  return std::move(Hazards);
}

std::vector<StaleHazard> findStaleState(const FunctionFacts &Facts,
                                        StaleStateContext &Context) {
  return StaleFinder(Facts, Context).run();
}

} // namespace async
