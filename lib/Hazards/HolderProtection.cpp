/// \file
/// What makes it safe to use a holder after a suspension.

#include "Coroutine/Suspension.h"
#include "Dataflow/HeldLocks.h"
#include "Facts/Guards.h"
#include "Hazards/Falsify.h"
#include "Hazards/HolderFinder.h"
#include "Sharing/Annotations.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

/// What every caller in the class holds when it awaits \p Function, which nobody
/// else can call: the locks it runs under.
llvm::ArrayRef<const AcquireFact *>
HolderFinder::heldByCallers(const FunctionDecl &Function) {
  auto [It, New] = CallersLocks.try_emplace(&Function);
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!New || !Method || Method->getAccess() == AS_public ||
      Method->getParent()->isLambda())
    return It->second;
  std::optional<llvm::SmallVector<const AcquireFact *, 1>> Common;
  for (const MemberFunction &M :
       Context.Classes.get(*Method->getParent()).functions()) {
    const FunctionFacts *Theirs = Context.Summaries.store().get(*M.Function);
    if (!Theirs)
      continue;
    for (const CFGBlock *Block : Theirs->graph())
      for (const Fact *F : Theirs->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee ||
            Call->Callee->getDefinition() != Function.getDefinition())
          continue;
        llvm::SmallVector<const AcquireFact *, 1> Here;
        for (const HeldLock &Lock :
             Context.LocksOf(*M.Function).before(*Call))
          if (Lock.Acquired->World == LockWorld::Async)
            Here.push_back(Lock.Acquired);
        if (!Common)
          Common = std::move(Here);
        else
          llvm::erase_if(*Common, [&](const AcquireFact *One) {
            return llvm::none_of(Here, [&](const AcquireFact *Other) {
              return Other->Locks == One->Locks;
            });
          });
      }
  }
  if (Common)
    CallersLocks[&Function] = std::move(*Common);
  return CallersLocks[&Function];
}

/// An async lock that is held from the binding to the use, and that the other one
/// takes as well; of another object's members a lock that is one, too.
bool HolderFinder::isLocked(const StaleUse &Use, const RemoteAccess &R,
                            const Dependency &D) {
  PathFactory &Paths = Context.Summaries.store().unit().Paths;
  const HeldLocks &Own = Context.LocksOf(Facts.function());
  llvm::SmallVector<const AcquireFact *, 2> Ours(
      heldByCallers(Facts.function()));
  for (const HeldLock &Before : Own.before(*Use.Bind))
    for (const HeldLock &After : Own.before(*Use.At))
      if (Before.Acquired == After.Acquired)
        Ours.push_back(Before.Acquired);
  llvm::SmallVector<const AcquireFact *, 2> Theirs(
      heldByCallers(*R.By->Function));
  for (const HeldLock &Their :
       Context.LocksOf(*R.By->Function).before(*R.What.At))
    Theirs.push_back(Their.Acquired);
  const Path *Guard = guardOf(*D.Of, Paths);
  const CXXRecordDecl *Class = D.Of->base().thisClass();
  auto Member = [&](const Path *Lock) {
    const Path *Known =
        Class ? asMember(*Lock, *Class, Paths, /*AnyObject=*/true) : nullptr;
    return Known ? Known : Lock;
  };
  for (const AcquireFact *Our : Ours) {
    // Others are taken to hold what they are said to need.
    if (Guard && Our->World == LockWorld::Async &&
        is_contained(Our->Locks, Guard))
      return true;
    for (const AcquireFact *Their : Theirs) {
      // Two readers do not keep each other out.
      if (Our->Shared && Their->Shared)
        continue;
      for (const Path *A : Our->Locks)
        for (const Path *B : Their->Locks)
          if (Member(A) == Member(B))
            return true;
    }
  }
  return false;
}

void HolderFinder::collectChecks() {
  if (Checks)
    return;
  Checks.emplace();
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Branch = dyn_cast<BranchFact>(F);
      if (!Branch)
        continue;
      for (const Fact *From : Branch->From) {
        llvm::SmallVector<Access, 4> Seen;
        Context.Summaries.of(*From, Seen);
        for (const Access &A : Seen) {
          if (A.writes())
            continue;
          Predicate State =
              Branch->State.Subject == A.Place ? Branch->State : Predicate();
          State.Subject = A.Place;
          Checks->push_back({Branch, Observed.size(), State});
          Observed.push_back({From, A.Place});
        }
      }
    }
  std::vector<const Fact *> Asked;
  for (const StaleUse &Use : Uses)
    Asked.push_back(Use.At);
  Fresh = std::make_unique<Freshness>(Facts, Observed, Context.Summaries,
                                      Asked);
}

/// The use is reached only past a question, asked since the suspension, whose
/// answer the other one changes in the step in which it invalidates: that the
/// key is there, that it is not closed, that the generation is the same.
bool HolderFinder::wouldBeSeen(const StaleUse &Use, const RemoteAccess &R,
                               Danger How, const Dependency &D) {
  collectChecks();
  for (size_t Recent : Fresh->recent(*Use.At)) {
    // Each check has an observation of its own.
    const Check &C = (*Checks)[Recent];
    std::optional<bool> Needed =
        Facts.guards().decides(Use.At->block(), C.Branch->block());
    if (!Needed || !Fresh->before(*Use.At, C.Observed).Current)
      continue;
    const Path &Place = *Observed[C.Observed].Place;
    Predicate Held = C.State;
    Held.Negated ^= !*Needed;
    bool OfIt = &Place == D.Of;
    // That there are elements does not say that this one is among them, and that
    // it is there not that it has stayed where it was.
    if (OfIt && (How == Danger::Certain || How == Danger::Elsewhere) &&
        D.Kind != HolderKind::Reference)
      continue;
    if (OfIt && Held.K == Predicate::Kind::IsEmpty)
      continue;
    if (&Place == R.What.Place && effectOn(Held, R.What) == Effect::Falsifies)
      return true;
    if (R.By->IsCoroutine)
      continue;
    for (const Access &Theirs : Context.Summaries.of(*R.By->Function)) {
      if (!Theirs.writes() || Theirs.Place != &Place || OfIt)
        continue;
      if (Held.K == Predicate::Kind::Unknown ||
          effectOn(Held, Theirs) == Effect::Falsifies)
        return true;
    }
  }
  return false;
}

/// An iterator that is kept in a member, and that the other one looks after.
static bool isLookedAfter(const StaleUse &Use, const RemoteAccess &R,
                          Accesses &Summaries) {
  const Path &Holder = Use.Bind->Holder;
  return Holder.step() == Path::Step::Field &&
         Holder.base().step() == Path::Step::This &&
         llvm::any_of(Summaries.of(*R.By->Function), [&](const Access &A) {
           return A.Place->overlaps(Holder);
         });
}

std::vector<const BindFact *> HolderFinder::givenTo(const StaleUse &Use) {
  const FunctionDecl *Self = Facts.function().getDefinition();
  const auto *Method = dyn_cast<CXXMethodDecl>(Self);
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Use.Bind->Holder.decl());
  std::vector<const BindFact *> Found;
  if (!Parameter || Parameter->getDeclContext() != Self)
    return Found;
  int Index = static_cast<int>(Parameter->getFunctionScopeIndex());
  llvm::SmallVector<const FunctionFacts *, 8> Callers;
  if (Method && !Method->getParent()->isLambda())
    for (const MemberFunction &M :
         Context.Classes.get(*Method->getParent()).functions())
      if (const FunctionFacts *Theirs =
              Context.Summaries.store().get(*M.Function))
        Callers.push_back(Theirs);
  for (const Starter &S : Context.Rest.startersOf(*Self))
    if (S.Start->runsBesideCaller() && !is_contained(Callers, S.In))
      Callers.push_back(S.In);
  for (const FunctionFacts *Theirs : Callers) {
    llvm::SmallPtrSet<const Path *, 4> Awaited;
    std::vector<const BindFact *> Here;
    for (const CFGBlock *Block : Theirs->graph())
      for (const Fact *F : Theirs->in(*Block)) {
        const auto *Bind = dyn_cast<BindFact>(F);
        if (!Bind || !Bind->Callee || Bind->Argument != Index ||
            Bind->Callee->getDefinition() != Self)
          continue;
        if (Bind->How == BindFact::Form::Given)
          Here.push_back(Bind);
        else
          Awaited.insert(&Bind->Holder);
      }
    for (const BindFact *Bind : Here)
      if (!Awaited.contains(&Bind->Holder) &&
          llvm::all_of(Bind->Into, [](const Dependency &D) {
            return D.Of->base().step() == Path::Step::This;
          }))
        Found.push_back(Bind);
  }
  return Found;
}

/// `retired_.push_back(std::move(*it)); all_.erase(it);`: the element that is erased
/// is an empty owner, and what it owned lives on elsewhere.
bool HolderFinder::isMovedOut(const RemoteAccess &R, const Dependency &D) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  return D.Kind == HolderKind::Reference && Theirs &&
         llvm::any_of(outlineOf(*Theirs).Taken, [&](const Access *A) {
           // An iterator that moves on is not known to stay in its container.
           return (A->Place->step() == Path::Step::Pointee ||
                   A->Place->parent() == R.What.Place) &&
                  A->At->id() < R.What.At->id();
         });
}

/// True if the coroutine \p Callee needs what its parameter refers to, its
/// object, or what it captured as \p Captured, after it was suspended itself. One
/// that can't be seen may.
bool HolderFinder::usesAfterSuspension(const FunctionDecl &Callee,
                                       int Argument, const Path *Captured) {
  const FunctionDecl *Body = Callee.getDefinition();
  const FunctionFacts *Theirs = Body && getCoroutineBody(*Body)
                                    ? Context.Summaries.store().get(*Body)
                                    : nullptr;
  if (!Theirs)
    return true;
  const Holders &Flow = Context.HoldersOf(*Body);
  // Any parameter tells whether there was a suspension; without one, that there
  // is a suspension has to do.
  for (const CFGBlock *Block : Theirs->graph())
    for (const Fact *F : Theirs->in(*Block)) {
      if (Argument < 0 && !Captured) {
        if (isa<SuspendFact>(F))
          return true;
        continue;
      }
      const auto *Use = dyn_cast<UseFact>(F);
      if (!Use ||
          (Captured ? &Use->Holder != Captured
                    : Argument >= static_cast<int>(Body->getNumParams()) ||
                          Use->Holder.decl() != Body->getParamDecl(Argument)))
        continue;
      for (const Reaching &R : Flow.at(*Use))
        if (R.Stale && R.Bind->How == BindFact::Form::Parameter)
          return true;
    }
  return false;
}

bool HolderFinder::isProtected(const StaleUse &Use, const RemoteAccess &R,
                               Danger How, const Dependency &D) {
  return isLocked(Use, R, D) || wouldBeSeen(Use, R, How, D) ||
         isLookedAfter(Use, R, Context.Summaries) || isClaimed(Use, R) ||
         isAwaitedFirst(Use, R) || isMovedOut(R, D) || findsNothing(R);
}

} // namespace async
