/// \file
/// What a coroutine changed before it was suspended, and changes again after: a
/// claim that may be lost, a transition half made, a buffer emptied unseen.

#include "Facts/FactStore.h"
#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

bool StaleFinder::isKeptOut(const Predicate &Held, const RemoteAccess &R) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  if (!Theirs)
    return false;
  for (const Guards::Decider &D : Theirs->guards().of(R.What.At->block()))
    for (const Fact *F : Theirs->in(*D.Branch)) {
      const auto *Branch = dyn_cast<BranchFact>(F);
      if (!Branch || Branch->Known != BranchFact::Reach::Both ||
          (Branch->State.Subject != Held.Subject &&
           Branch->State.Subject != R.What.Place))
        continue;
      Predicate Asked = Branch->State;
      Asked.Negated ^= !D.Taken;
      if (contradicts(Asked, Held))
        return true;
    }
  return false;
}

bool StaleFinder::isDecidedByCheckOf(const Path &Place, const Fact &At) {
  return llvm::any_of(Checks, [&](const Check &C) {
    return Observed[C.Observed].Place == &Place &&
           Facts.guards().decides(At.block(), *C.Block);
  });
}

/// A member that says which state its object is in.
static bool isState(const Path &Place) {
  return Place.step() == Path::Step::Field &&
         Place.decl()->getType()->isEnumeralType();
}

/// True for a call of a helper, or of a scope guard's closure, that looks at the
/// place before it changes it.
static bool looksItself(const Act &A, Accesses &Summaries) {
  if (!isa<CallFact>(A.At))
    return false;
  llvm::SmallVector<Access, 4> Inside;
  Summaries.of(*A.At, Inside);
  return llvm::any_of(Inside, [&](const Access &Other) {
    return !Other.writes() && Other.Place->overlaps(*A.What.Place);
  });
}

/// `state_ = dialling; co_await dial(); state_ = up;`: who set it meanwhile is
/// overruled.
void StaleFinder::relyOnOwnWrites(const Act &A) {
  if (A.What.Op != Operation::Replaces || !A.What.Value.isKnown() ||
      A.What.How != WriteFact::Form::Assign ||
      looksItself(A, Context.Summaries))
    return;
  for (const OwnWrite &W : OwnWrites) {
    const Observation &Made = Observed[W.Observed];
    if (Made.Place != A.What.Place || Made.At == A.At ||
        !W.State.Value.isKnown() || W.State.Value == A.What.Value ||
        !Flow->before(*A.At, W.Observed).Stale ||
        isRevalidated(A, *A.What.Place))
      continue;
    Claimed = false;
    // A busy flag: a third one may have claimed it after it was cleared. What
    // was set unasked is a step of a state machine, or only tells how far it is.
    bool Asked = isDecidedByCheckOf(*Made.Place, *Made.At);
    if (!Asked && !isState(*Made.Place))
      continue;
    report(Reliance::SetsAgain, A, Made, [&](const RemoteAccess &R) {
      bool Self = R.By->Function == Facts.function().getDefinition();
      if ((Self && R.Strength != Witness::Strong) || isKeptOut(W.State, R))
        return Effect::Preserves;
      if (!Asked && R.What.Value == A.What.Value)
        return Effect::Preserves;
      return effectOn(W.State, R.What);
    });
  }
}

/// A key was added without its value, and the value follows after a suspension.
void StaleFinder::completeLate(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || Write->How != WriteFact::Form::Assign ||
      Write->Place.step() != Path::Step::Element)
    return;
  const Path &Container = *Write->Place.parent();
  auto Report = [&](const Observation &Made, Confidence Level) {
    const MemberFunction *By = nullptr;
    const Access *Read =
        Context.Remote.read(Container, Facts.function(), By);
    if (!Read)
      return;
    Reported[&Container] = Hazards.size();
    StaleHazard H;
    H.How = Reliance::CompletesLate;
    H.Level = Level;
    fill(H, A, {Made.At, &Container});
    H.Meanwhile = Read->Where;
    H.By = By->Function;
    H.ByOperation = Read->Op;
    Hazards.push_back(std::move(H));
  };
  for (size_t I = 0; I != Observed.size(); ++I) {
    const auto *Added = dyn_cast<CallFact>(Observed[I].At);
    if (Added && Added->Object == &Container &&
        Observed[I].Place == &Container && !Reported.contains(&Container) &&
        isBlankEntry(*Added) && Flow->before(*A.At, I).Stale &&
        !isRevalidated(A, Container))
      Report(Observed[I], Confidence::Likely);
  }
  // Or with one that only holds its place.
  for (const OwnWrite &W : OwnWrites) {
    const Observation &Made = Observed[W.Observed];
    const Constant &Value = W.State.Value;
    bool Blank = Value.K == Constant::Kind::Null ||
                 (Value.K == Constant::Kind::Integer && Value.Value == 0);
    if (Blank && Made.Place == &Write->Place && Made.At != A.At &&
        !A.What.Value.isKnown() && !Reported.contains(&Container) &&
        Flow->before(*A.At, W.Observed).Stale && !isRevalidated(A, Container))
      Report(Made, Confidence::Possible);
  }
}

/// `if (leases_.contains(k)) co_return; leases_[k] = me; co_await ...;
/// leases_.erase(k);`: who took the entry away meanwhile let in a third one, whose
/// entry this is.
void StaleFinder::giveUpUnasked(const Act &A) {
  if (A.What.Op != Operation::Shrinks || !A.What.Callee ||
      !A.What.Callee->getDeclName().isIdentifier() ||
      A.What.Callee->getName() != "erase")
    return;
  const Path &Container = *A.What.Place;
  if (looksItself(A, Context.Summaries))
    return;
  for (const OwnWrite &W : OwnWrites) {
    const Observation &Made = Observed[W.Observed];
    if (Made.Place->step() != Path::Step::Element ||
        Made.Place->parent() != &Container ||
        !Flow->before(*A.At, W.Observed).Stale ||
        isRevalidated(A, Container) ||
        !isDecidedByCheckOf(Container, *Made.At))
      continue;
    Claimed = false;
    report(Reliance::GivesUpUnasked, A, {Made.At, &Container},
           [&](const RemoteAccess &R) {
             bool Self = R.By->Function == Facts.function().getDefinition();
             return !Self && (R.What.Op == Operation::Shrinks ||
                              R.What.Op == Operation::Pops)
                        ? Effect::Falsifies
                        : Effect::Preserves;
           });
  }
}

/// Emptied as a whole, or set to a constant.
static bool forgets(const Access &A) {
  if (A.Op == Operation::Shrinks)
    return A.Callee && A.Callee->getDeclName().isIdentifier() &&
           A.Callee->getName() == "clear";
  return A.Op == Operation::Replaces && A.How == WriteFact::Form::Assign &&
         A.Value.isKnown();
}

void StaleFinder::passOn(const SuspendFact &Point) {
  for (const Fact *Source : Point.From) {
    const auto *Awaited = dyn_cast<CallFact>(Source);
    if (!Awaited)
      continue;
    for (const Fact *Look : Awaited->From) {
      llvm::SmallVector<Access, 4> Seen;
      Context.Summaries.of(*Look, Seen);
      for (const Access &A : Seen)
        if (!A.writes() && isShared(*A.Place))
          PassedOn.push_back({addObservation(*Awaited, *A.Place), Look});
    }
  }
}

/// `co_await write(lines_); lines_.clear();`: what was added during the write is
/// cleared unwritten.
void StaleFinder::dropUnseen(const Act &A) {
  if (!forgets(A.What))
    return;
  for (const Passing &P : PassedOn) {
    size_t I = P.Observed;
    const Observation Seen{P.Look, Observed[I].Place};
    if (Seen.Place != A.What.Place)
      continue;
    Standing Then = Flow->before(*A.At, I);
    if (!Then.Stale || Then.Claimed || isRevalidated(A, *A.What.Place))
      continue;
    Claimed = false;
    report(Reliance::DropsUnseen, A, Seen, [&](const RemoteAccess &R) {
      switch (R.What.Op) {
      case Operation::Grows:
      case Operation::Index:
        return Effect::Falsifies;
      case Operation::Replaces:
        if (R.What.How == WriteFact::Form::Assign && R.What.Value.isKnown())
          return R.What.Value == A.What.Value ? Effect::Preserves
                                              : Effect::Falsifies;
        return R.What.How == WriteFact::Form::Decrease ? Effect::Preserves
                                                       : Effect::Falsifies;
      default:
        return Effect::Preserves;
      }
    });
  }
}

bool isReachedAtOnce(const FunctionFacts &Facts, const Fact &At) {
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&Facts.graph().getEntry()};
  llvm::DenseSet<const CFGBlock *> Seen;
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    if (!Seen.insert(Block).second)
      continue;
    bool Suspends = false;
    for (const Fact *F : Facts.in(*Block)) {
      if (F == &At)
        return true;
      Suspends |= isa<SuspendFact>(F);
      if (Suspends)
        break;
    }
    if (Suspends)
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Successor = Next.getReachableBlock())
        Worklist.push_back(Successor);
  }
  return false;
}

/// A task that was started counts itself in only when it has run a while, and
/// counts itself out at its end; somebody else goes by the count.
void StaleFinder::countLate(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || A.What.Op != Operation::Replaces ||
      Write->How != WriteFact::Form::Increase ||
      Reported.contains(&Write->Place) || isReachedAtOnce(Facts, *A.At))
    return;
  bool CountsOut = llvm::any_of(Acts, [&](const Act &Other) {
    return Other.What.Place == A.What.Place &&
           Other.What.How == WriteFact::Form::Decrease &&
           A.At->range().getBegin() < Other.At->range().getBegin();
  });
  if (!CountsOut)
    return;
  const RemoteDecision Asks =
      Context.Remote.decision(Write->Place, Facts.function());
  if (!Asks.By || !Asks.IsStarted)
    return;
  StaleHazard H;
  H.How = Reliance::CountsLate;
  H.Level = Confidence::Likely;
  fill(H, A, {A.At, &Write->Place});
  H.Steps.clear();
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (isa<SuspendFact>(F) &&
          F->range().getBegin() < A.At->range().getBegin())
        H.Steps.push_back({StepKind::Suspension, F->range()});
  llvm::sort(H.Steps, [](const Step &L, const Step &R) {
    return L.Where.getBegin() < R.Where.getBegin();
  });
  H.Meanwhile = Asks.Where;
  H.By = Asks.By;
  H.ByOperation = Operation::Examine;
  Reported[&Write->Place] = Hazards.size();
  Hazards.push_back(std::move(H));
}

} // namespace async
