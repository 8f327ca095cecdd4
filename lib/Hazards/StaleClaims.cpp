/// \file
/// What a coroutine changed before it was suspended, and changes again after: a
/// claim that may be lost, a transition half made, a buffer emptied unseen.

#include "Facts/FactStore.h"
#include "Facts/Guards.h"
#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

const StaleFinder::BranchesOn &
StaleFinder::branchesOf(const FunctionFacts &Of) {
  std::unique_ptr<BranchesOn> &Known = Branches[&Of];
  if (Known)
    return *Known;
  Known = std::make_unique<BranchesOn>();
  for (const CFGBlock *Block : Of.graph())
    for (const Fact *F : Of.in(*Block))
      if (const auto *Branch = dyn_cast<BranchFact>(F);
          Branch && Branch->Known == BranchFact::Reach::Both &&
          Branch->State.Subject)
        (*Known)[Branch->State.Subject].push_back(Branch);
  return *Known;
}

bool StaleFinder::isKeptOut(const Predicate &Held, const RemoteAccess &R) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  if (!Theirs)
    return false;
  const BranchesOn &Branches = branchesOf(*Theirs);
  auto Excludes = [&](const Path *Subject) {
    auto It = Branches.find(Subject);
    return It != Branches.end() &&
           llvm::any_of(It->second, [&](const BranchFact *Branch) {
             std::optional<bool> Needed = Theirs->guards().decides(
                 R.What.At->block(), Branch->block());
             Predicate Asked = Branch->State;
             Asked.Negated ^= Needed && !*Needed;
             return Needed && contradicts(Asked, Held);
           });
  };
  return Excludes(Held.Subject) ||
         (R.What.Place != Held.Subject && Excludes(R.What.Place));
}

bool StaleFinder::isDecidedByCheckOf(const Path &Place, const Fact &At) {
  return llvm::any_of(ChecksOf.at(Place), [&](size_t I) {
    return Facts.guards().decides(At.block(), Checks[I].Branch->block());
  });
}

/// Whether a check of the place decides about the own write number \p I.
bool StaleFinder::isDecided(size_t I) {
  auto [It, New] = Decided.try_emplace(I, false);
  if (New) {
    const Observation &Made = Observed[OwnWrites[I].Observed];
    It->second = isDecidedByCheckOf(*Made.Place, *Made.At);
  }
  return It->second;
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
  auto Earlier = OwnWritesOf.find(A.What.Place);
  if (Earlier == OwnWritesOf.end())
    return;
  for (size_t I : Earlier->second) {
    const OwnWrite &W = OwnWrites[I];
    const Observation &Made = Observed[W.Observed];
    if (Made.At == A.At || !W.State.Value.isKnown() ||
        W.State.Value == A.What.Value ||
        !Flow->before(*A.At, W.Observed).Stale ||
        isRevalidated(A, *A.What.Place))
      continue;
    // A busy flag: a third one may have claimed it after it was cleared. What
    // was set unasked is a step of a state machine, or only tells how far it is.
    bool Asked = isDecided(I);
    if (!Asked && !isState(*Made.Place))
      continue;
    report(
        Reliance::SetsAgain, A, Made, W.State,
        [&](const RemoteAccess &R) {
          bool Self = R.By->Function == Facts.function().getDefinition();
          if ((Self && R.Strength != Witness::Strong) || isKeptOut(W.State, R))
            return Effect::Preserves;
          if (!Asked && R.What.Value == A.What.Value)
            return Effect::Preserves;
          return effectOn(W.State, R.What);
        },
        Asked);
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
  for (size_t I : BlankEntries.lookup(&Container))
    if (!Reported.contains(&Container) && Flow->before(*A.At, I).Stale &&
        !isRevalidated(A, Container))
      Report(Observed[I], Confidence::Likely);
  // Or with one that only holds its place.
  for (size_t I : OwnWritesOf.lookup(&Write->Place)) {
    const OwnWrite &W = OwnWrites[I];
    const Observation &Made = Observed[W.Observed];
    const Constant &Value = W.State.Value;
    bool Blank = Value.K == Constant::Kind::Null ||
                 (Value.K == Constant::Kind::Integer && Value.Value == 0);
    if (Blank && Made.At != A.At && !A.What.Value.isKnown() && !Reported.contains(&Container) &&
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
  const Path *Entry =
      Context.Summaries.store().unit().Paths.getElement(&Container);
  // Paths are cut at some depth.
  if (Entry->parent() != &Container)
    return;
  for (size_t I : OwnWritesOf.lookup(Entry)) {
    const OwnWrite &W = OwnWrites[I];
    const Observation &Made = Observed[W.Observed];
    if (!Flow->before(*A.At, W.Observed).Stale || isRevalidated(A, Container) ||
        !isDecidedByCheckOf(Container, *Made.At))
      continue;
    report(Reliance::GivesUpUnasked, A, {Made.At, &Container}, {},
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
  Indices Passed;
  if (forgets(A.What))
    Passed = PassedOnOf.lookup(A.What.Place);
  else if (A.What.Op == Operation::Shrinks)
    // An entry, with what is in it.
    for (auto [Which, P] : llvm::enumerate(PassedOn))
      if (const Path *Place = Observed[P.Observed].Place;
          Place != A.What.Place && A.What.Place->contains(*Place))
        Passed.push_back(Which);
  for (size_t Which : Passed) {
    const Passing &P = PassedOn[Which];
    size_t I = P.Observed;
    const Observation Seen{P.Look, Observed[I].Place};
    Standing Then = Flow->before(*A.At, I);
    if (!Then.Stale || Then.Claimed || isRevalidated(A, *A.What.Place))
      continue;
    report(Reliance::DropsUnseen, A, Seen, {}, [&](const RemoteAccess &R) {
      // What is added to the entry, not an entry that is added.
      if (Seen.Place != A.What.Place &&
          (R.What.Place->contains(*A.What.Place) ||
           R.What.Op == Operation::Replaces))
        return Effect::Preserves;
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

/// True if \p At is reached from the function's entry without a suspension.
bool StaleFinder::isReachedAtOnce(const Fact &At) {
  auto Suspends = [](const Fact *F) { return isa<SuspendFact>(F); };
  if (!AtOnce) {
    const CFG &Graph = Facts.graph();
    AtOnce.emplace(Graph.getNumBlockIDs());
    llvm::SmallVector<const CFGBlock *, 8> Worklist{&Graph.getEntry()};
    AtOnce->set(Graph.getEntry().getBlockID());
    while (!Worklist.empty()) {
      const CFGBlock *Block = Worklist.pop_back_val();
      if (llvm::any_of(Facts.in(*Block), Suspends))
        continue;
      for (const CFGBlock::AdjacentBlock &Next : Block->succs())
        if (const CFGBlock *Successor = Next.getReachableBlock();
            Successor && !AtOnce->test(Successor->getBlockID())) {
          AtOnce->set(Successor->getBlockID());
          Worklist.push_back(Successor);
        }
    }
  }
  return AtOnce->test(At.block().getBlockID()) &&
         llvm::none_of(Facts.in(At.block()), [&](const Fact *F) {
           return F->id() < At.id() && Suspends(F);
         });
}

/// A task that was started counts itself in only when it has run a while, and
/// counts itself out at its end; somebody else goes by the count.
void StaleFinder::countLate(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || A.What.Op != Operation::Replaces ||
      Write->How != WriteFact::Form::Increase ||
      Reported.contains(&Write->Place) ||
      // It counts itself out after it.
      !(A.At->range().getBegin() < LastDecrease.lookup(A.What.Place)) ||
      isReachedAtOnce(*A.At))
    return;
  auto [It, New] = Decisions.try_emplace(&Write->Place);
  if (New)
    It->second = Context.Remote.decision(Write->Place, Facts.function());
  const RemoteDecision &Asks = It->second;
  if (!Asks.By || !Asks.IsStarted)
    return;
  StaleHazard H;
  H.How = Reliance::CountsLate;
  H.Level = Confidence::Likely;
  fill(H, A, {A.At, &Write->Place});
  H.Steps.clear();
  for (const SuspendFact *Point : Suspensions)
    if (Point->range().getBegin() < A.At->range().getBegin())
      H.Steps.push_back({StepKind::Suspension, Point->range()});
  H.Meanwhile = Asks.Where;
  H.By = Asks.By;
  H.ByOperation = Operation::Examine;
  Reported[&Write->Place] = Hazards.size();
  Hazards.push_back(std::move(H));
}

} // namespace async
