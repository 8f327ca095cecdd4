#include "Checks/AllHazards.h"

#include "Facts/TaskStarters.h"
#include "Hazards/ConcurrentMutation.h"
#include "Hazards/FailedHandle.h"
#include "Hazards/ForgottenLock.h"
#include "Hazards/InvalidatedReference.h"
#include "Hazards/LockAcrossSuspension.h"
#include "Hazards/MissedTransition.h"
#include "Hazards/RedundantChannel.h"
#include "Hazards/RedundantLock.h"
#include "Hazards/SharedMutableState.h"
#include "Hazards/ThreadMixing.h"
#include "Hazards/UnawaitedLock.h"
#include "Hazards/UnjoinedTask.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace async {

namespace {
/// Sorts what it is given; matches as AsyncCheck does.
class Sorter : public MatchFinder::MatchCallback {
public:
  explicit Sorter(UserFunctions &Found) : Found(Found) {}

  std::optional<TraversalKind> getCheckTraversalKind() const override {
    return TK_AsIs;
  }

  void run(const MatchFinder::MatchResult &Result) override {
    const auto &Function = *Result.Nodes.getNodeAs<FunctionDecl>("function");
    if (Function.isDefaulted() ||
        Result.SourceManager->isInSystemHeader(Function.getLocation()))
      return;
    bool IsCoroutine = isa_and_nonnull<CoroutineBodyStmt>(Function.getBody());
    if (Function.isDependentContext())
      Found.Patterns += IsCoroutine;
    else if (Function.isInvalidDecl())
      Found.Broken += IsCoroutine;
    else
      (IsCoroutine ? Found.Coroutines : Found.Plain).push_back(&Function);
  }

private:
  UserFunctions &Found;
};
} // namespace

UserFunctions UserFunctions::of(ASTContext &AST) {
  UserFunctions Found;
  Sorter Callback(Found);
  MatchFinder Finder;
  Finder.addMatcher(
      functionDecl(unless(isImplicit()), isDefinition()).bind("function"),
      &Callback);
  Finder.matchAST(AST);
  return Found;
}

AllHazards::AllHazards(UnitAnalysis &Analysis, Threads Runs)
    : Analysis(Analysis), Runs(Runs), Calls(Analysis.store(), Analysis.classes(), {}) {}

template <typename SomeHazard>
void AllHazards::visit(Visitor Visit, const SomeHazard &Found,
                       const FunctionFacts &In, ArrayRef<Corner> Corners) {
  if constexpr (requires { rewritesOf(Found, In, Analysis.unit()); })
    if (WithRewrites) {
      Hazard Copy = Found;
      for (Rewrite &R : rewritesOf(Found, In, Analysis.unit()))
        Copy.Rewrites.push_back(std::move(R));
      return Visit(Copy, Corners);
    }
  Visit(Found, Corners);
}

void AllHazards::ofCoroutine(const FunctionDecl &Coroutine, Visitor Visit) {
  FunctionAnalysis *Known = Analysis.analyze(Coroutine);
  if (!Known)
    return;
  const FunctionFacts &Facts = Known->facts();
  ofState(Facts, Visit);
  ofLocks(*Known, Visit);
  for (const BlockHazard &H : Calls.find(Facts)) {
    SmallVector<Corner, 4> Corners;
    for (const BlockLink &Link : H.Chain)
      Corners.push_back({"through", Link.Where, Link.Into});
    if (H.Waker)
      Corners.push_back({"ended", H.Wakes, H.Waker});
    visit(Visit, H, Facts, Corners);
  }
  for (const Hazard &H : findRedundantChannels(Facts, Analysis.store()))
    visit(Visit, H, Facts, {});
  ofTasks(Facts, Visit);
}

void AllHazards::ofPlain(const FunctionDecl &Function, Visitor Visit) {
  if (!mayStartTasks(Function, Analysis.unit()))
    return;
  if (FunctionAnalysis *Known = Analysis.analyze(Function))
    ofTasks(Known->facts(), Visit);
}

void AllHazards::ofState(const FunctionFacts &Facts, Visitor Visit) {
  const FunctionDecl &Coroutine = Facts.function();
  for (const StaleHazard &H : Analysis.staleState(Coroutine))
    visit(Visit, H, Facts,
          {{"seen", H.Seen}, {"meanwhile", H.Meanwhile, H.By}});
  StaleStateContext Forgotten{Analysis.others(), Analysis.summaries(),
                              Analysis.locksOf()};
  for (const ForgottenLock &H :
       findForgottenLocks(Facts, Analysis.classes(), Forgotten))
    visit(Visit, H, Facts, {{"seen", H.Seen}, {"meanwhile", H.Meanwhile, H.By}});

  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine);
  if (Method && !Method->getParent()->isLambda() &&
      Classes.insert(Method->getParent()->getCanonicalDecl()).second) {
    const CXXRecordDecl &Class = *Method->getParent();
    auto StateOf =
        [&](const FunctionDecl &F) -> const std::vector<StaleHazard> & {
      return Analysis.staleState(F);
    };
    for (const SharedMember &S : findSharedMutableState(
             Class, Analysis.classes().get(Class), StateOf)) {
      Hazard H;
      H.Kind = HazardKind::SharedMutableState;
      H.Level = S.Level;
      H.Primary = S.Member->getLocation();
      SmallVector<Corner, 2> Corners;
      for (const Mutator &By : S.By)
        Corners.push_back({"changed", By.Where, By.Coroutine});
      visit(Visit, H, Facts, Corners);
    }
  }

  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return Analysis.analyze(Function)->locks();
  };
  auto HoldersOf = [&](const FunctionDecl &Function) -> const Holders & {
    return Analysis.analyze(Function)->holders();
  };
  InvalidatedReferenceContext Context{Analysis.classes(), Analysis.others(),
                                      Analysis.summaries(), LocksOf, HoldersOf};
  for (const InvalidatedHazard &H : findInvalidatedReferences(Facts, Context))
    visit(Visit, H, Facts,
          {{"bound", H.Bound->range()}, {"meanwhile", H.Meanwhile, H.By}});
  for (const FailedHandleHazard &H :
       findFailedHandles(Facts, Analysis.classes(), Analysis.store()))
    visit(Visit, H, Facts, {{"fails", H.Awaited}, {"cleared", H.Cleared}});
}

void AllHazards::ofLocks(FunctionAnalysis &Known, Visitor Visit) {
  const FunctionFacts &Facts = Known.facts();
  for (const LockHazard &H :
       findLocksAcrossSuspension(Facts, Known.locks(),
                                 [](const SuspendFact &) { return false; }))
    visit(Visit, H, Facts, {});
  for (const UnawaitedHazard &H : findUnawaitedLocks(Facts))
    visit(Visit, H, Facts, {});

  auto MaybeLocksOf = [&](const FunctionDecl &Function) -> const HeldLocks * {
    FunctionAnalysis *Other = Analysis.analyze(Function);
    return Other ? &Other->locks() : nullptr;
  };
  LockOrderContext Order{Analysis.summaries(), Analysis.classes(),
                         Analysis.lockNeeds(), Orders, MaybeLocksOf};
  for (const LockOrderHazard &H : findLockOrder(Facts, Order))
    visit(Visit, H, Facts,
          {{"held", H.HeldAt},
           {"needed", H.NeededAt},
           {"held", H.OtherHeldAt, H.Other},
           {"needed", H.OtherNeededAt, H.Other}});
  MissedContext Missed{Analysis.summaries(), Analysis.classes(), MaybeLocksOf};
  for (const MissedHazard &H : findMissedTransitions(Facts, Missed))
    visit(Visit, H, Facts,
          {{"first", H.First}, {"second", H.Second, H.By}});

  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return Analysis.analyze(Function)->locks();
  };
  RedundantLockContext Redundant{Analysis.store(), Analysis.classes(), LocksOf,
                                 Runs == Threads::Single};
  if (Runs == Threads::Multi)
    return;
  for (const RedundantLockHazard &H : findRedundantLocks(Facts, Redundant)) {
    SmallVector<Corner, 4> Corners;
    for (const LockSection &S : H.Sections)
      Corners.push_back(
          {"section", S.Acquired->range(), &S.In->function()});
    visit(Visit, H, Facts, Corners);
  }
}

void AllHazards::ofTasks(const FunctionFacts &Facts, Visitor Visit) {
  TaskContext Context{Analysis.tasks(), Analysis.reach(), Analysis.classes(),
                      Analysis.locksOf(), Runs};
  for (const ConcurrentHazard &H : findConcurrentMutation(Facts, Context))
    visit(Visit, H, Facts,
          {{"change", H.Change, H.ChangeIn}, {"other", H.Other, H.OtherIn}});
  for (const UnjoinedHazard &H : findUnjoinedTasks(Facts, Context))
    visit(Visit, H, Facts, {{"where", H.Where, H.By}});
  Placements Places(Analysis.tasks());
  for (const MixingHazard &H : ThreadMixing(Context, Places).find(Facts))
    visit(Visit, H, Facts,
          {{"away", H.Away.What.Where, H.Away.In},
           {"other", H.Other.What.Where, H.OtherBy}});
}

HazardCount countHazards(UnitAnalysis &Analysis, Threads Runs,
                         std::vector<RewriteRequest> *Rewritable) {
  HazardCount Count;
  UserFunctions Found = UserFunctions::of(Analysis.unit().AST);
  AllHazards All(Analysis, Runs);
  if (Rewritable)
    All.addRewrites();
  auto Add = [&](const FunctionDecl &In) {
    return [&](const Hazard &H, ArrayRef<Corner>) {
      Count.add(H, In);
      if (Rewritable && !H.Rewrites.empty())
        Rewritable->push_back({H, &In});
    };
  };
  for (const FunctionDecl *Coroutine : Found.Coroutines)
    All.ofCoroutine(*Coroutine, Add(*Coroutine));
  for (const FunctionDecl *Plain : Found.Plain)
    All.ofPlain(*Plain, Add(*Plain));
  return Count;
}

StringRef checkOf(HazardKind Kind) {
  switch (Kind) {
  case HazardKind::GuardAcrossSuspension:
  case HazardKind::LockAcrossSuspension:
    return "lock-across-suspension";
  case HazardKind::StaleState:
    return "stale-state";
  case HazardKind::SharedMutableState:
    return "shared-mutable-state";
  case HazardKind::InvalidatedReference:
    return "invalidated-reference";
  case HazardKind::UnawaitedLock:
    return "unawaited-lock";
  case HazardKind::LockOrder:
    return "lock-order";
  case HazardKind::MissedTransition:
    return "missed-transition";
  case HazardKind::BlockingCall:
    return "blocking-call";
  case HazardKind::RedundantLock:
    return "redundant-lock";
  case HazardKind::RedundantChannel:
    return "redundant-channel";
  case HazardKind::ConcurrentMutation:
    return "concurrent-mutation";
  case HazardKind::UnjoinedTask:
    return "unjoined-task";
  case HazardKind::ThreadMixing:
    return "thread-mixing";
  }
  llvm_unreachable("unknown HazardKind");
}

} // namespace async
