/// \file
/// A test, a suspension, and a wait that has no memory.

#include "Hazards/MissedTransition.h"

#include "Dataflow/Freshness.h"
#include "Facts/Guards.h"
#include "Facts/Reachability.h"
#include "Facts/Unit.h"
#include "Sharing/Signals.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {
namespace {

bool covers(SourceRange Outer, SourceRange Inner) {
  return Outer.getBegin() <= Inner.getBegin() &&
         Inner.getEnd() <= Outer.getEnd();
}

/// A wait without a predicate, on something that has no memory.
struct BareWait {
  const SuspendFact *At;
  const CallFact *Call;
};

class Finder {
public:
  Finder(const FunctionFacts &Facts, MissedContext &Context)
      : Facts(Facts), Context(Context),
        Library(*Context.Summaries.store().unit().Library) {}

  void run(std::vector<MissedHazard> &Into) {
    collect();
    if (Waits.empty())
      return;
    InText = Suspensions;
    llvm::sort(InText, [](const SuspendFact *A, const SuspendFact *B) {
      return A->range().getBegin() < B->range().getBegin();
    });
    std::vector<const Fact *> Asked;
    for (const BareWait &W : Waits)
      Asked.push_back(W.At);
    Flow = std::make_unique<Freshness>(Facts, Observed, Context.Summaries,
                                       Asked);
    for (const BareWait &W : Waits)
      judge(W, Into);
  }

private:
  void collect() {
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *At = dyn_cast<SuspendFact>(F)) {
          Suspensions.push_back(At);
          for (const Fact *From : At->From) {
            const auto *Call = dyn_cast<CallFact>(From);
            // A predicate is tested by the wait itself.
            if (Call && At->Closures.empty() &&
                Call->Callee->getNumParams() <= 1 &&
                signalRole(*Call, Library) == SignalRole::Wait &&
                !remembers(*Call))
              Waits.push_back({At, Call});
          }
        } else if (const auto *Branch = dyn_cast<BranchFact>(F)) {
          for (const Fact *From : Branch->From)
            if (const Path *Place = placeOf(*From)) {
              ObservationsAt[From].push_back(Observed.size());
              Observed.push_back({From, Place});
            }
        } else if (const auto *Write = dyn_cast<WriteFact>(F)) {
          WritesOf[&Write->Place.base()].push_back(Write);
        }
      }
  }

  static const Path *placeOf(const Fact &F) {
    if (const auto *Read = dyn_cast<ReadFact>(&F))
      return &Read->Place;
    const auto *Call = dyn_cast<CallFact>(&F);
    return Call ? Call->Object : nullptr;
  }

  static bool isLocal(const Path &Place) {
    return Place.base().step() == Path::Step::Variable ||
           Place.base().step() == Path::Step::Temporary;
  }

  /// In the order of the graph.
  static bool comesFirst(const Fact &A, const Fact &B) {
    return std::make_pair(A.block().getBlockID(), A.id()) <
           std::make_pair(B.block().getBlockID(), B.id());
  }

  /// The suspension whose result a local, or the condition itself, is.
  const SuspendFact *awaitedFor(const BranchFact &Branch, const BareWait &W) {
    auto Within = [&](SourceRange Range) -> const SuspendFact * {
      const SuspendFact *First = nullptr;
      auto It = llvm::partition_point(InText, [&](const SuspendFact *S) {
        return S->range().getBegin() < Range.getBegin();
      });
      for (; It != InText.end() && (*It)->range().getBegin() <= Range.getEnd();
           ++It)
        if (*It != W.At && covers(Range, (*It)->range()) &&
            (!First || comesFirst(**It, *First)))
          First = *It;
      return First;
    };
    if (const SuspendFact *S = Within(Branch.range()))
      return S;
    llvm::SmallVector<const Path *, 4> Asked;
    if (Branch.State.Subject)
      Asked.push_back(Branch.State.Subject);
    for (const Fact *From : Branch.From)
      if (const Path *Place = placeOf(*From))
        Asked.push_back(Place);
    for (const Path *Place : Asked)
      for (const WriteFact *Write : WritesOf.lookup(&Place->base()))
        if (isLocal(*Place) && Write->Place.contains(*Place))
          if (const SuspendFact *S = Within(Write->range()))
            return S;
    return nullptr;
  }

  bool isNotified(const BareWait &W, bool &Anywhere, MissedHazard &H) {
    const Path &Signal = *W.Call->Object;
    if (Signal.base().step() != Path::Step::This)
      return false;
    for (const MemberFunction &M :
         Context.Classes.get(*Signal.base().thisClass()).functions()) {
      const FunctionFacts *Other = Context.Summaries.store().get(*M.Function);
      if (!Other || M.Function == Facts.function().getDefinition())
        continue;
      for (const CFGBlock *Block : Other->graph())
        for (const Fact *F : Other->in(*Block))
          if (const auto *Call = dyn_cast<CallFact>(F))
            if (Call->Object == &Signal &&
                signalRole(*Call, Library) == SignalRole::Notify) {
              if (Anywhere)
                continue;
              Anywhere = true;
              H.By = M.Function;
              H.Second = Call->range();
            }
    }
    return Anywhere;
  }

  /// An async lock that is held from the test to the wait keeps those out who
  /// take it to notify.
  bool isLocked(const Fact &Test, const BareWait &W) {
    const HeldLocks *Locks = Context.LocksOf(Facts.function());
    if (!Locks)
      return false;
    for (const HeldLock &Before : Locks->before(Test))
      for (const HeldLock &After : Locks->before(*W.Call))
        if (Before.Acquired == After.Acquired &&
            Before.Acquired->World == LockWorld::Async)
          return true;
    return false;
  }

  void judge(const BareWait &W, std::vector<MissedHazard> &Into) {
    const BranchFact *Stale = nullptr;
    const Fact *Test = nullptr;
    const SuspendFact *Between = nullptr;
    bool FromAwait = false;
    for (const Guards::Decider &D : Facts.guards().of(W.At->block()))
      for (const Fact *F : Facts.in(*D.Branch)) {
        const auto *Branch = dyn_cast<BranchFact>(F);
        if (!Branch)
          continue;
        llvm::SmallVector<size_t, 4> Looks;
        for (const Fact *From : Branch->From)
          Looks.append(ObservationsAt.lookup(From));
        llvm::sort(Looks);
        for (size_t I : Looks) {
          if (isLocal(*Observed[I].Place))
            continue;
          Standing Now = Flow->before(*W.At, I);
          if (Now.Fresh && !Now.Stale)
            return;
          if (Now.Stale && !Stale) {
            Stale = Branch;
            Test = Observed[I].At;
          }
        }
        if (const SuspendFact *S = awaitedFor(*Branch, W); S && !Test) {
          // An answer that is waited for, and not asked for again, is no state.
          Stale = Branch;
          Between = S;
          FromAwait = true;
        }
      }
    if (!Stale || (Test && isLocked(*Test, W)))
      return;
    MissedHazard H;
    H.Kind = HazardKind::MissedTransition;
    H.What = Test ? MissedHazard::Form::LostWakeup
                  : MissedHazard::Form::AskedBefore;
    H.Primary = W.At->range();
    H.Signal = W.Call->Object;
    H.First = Test ? Test->range() : Stale->range();
    if (const Path *Place = Test ? placeOf(*Test) : nullptr)
      H.Subjects.push_back(Place);
    bool Notified = false;
    isNotified(W, Notified, H);
    H.Level = Notified ? Confidence::Likely : Confidence::Possible;
    if (FromAwait && !Test) {
      if (Between)
        H.Steps.push_back({StepKind::Suspension, Between->range()});
      // After the wait the question is asked again: a loop.
      if (!Facts.reachability().leads(W.At->block(), Between->block()))
        H.Level = Confidence::Possible;
    } else {
      for (const SuspendFact *S : Suspensions)
        if (S != W.At && Test->range().getBegin() < S->range().getBegin() &&
            S->range().getBegin() < W.At->range().getBegin())
          H.Steps.push_back({StepKind::Suspension, S->range()});
      if (H.Steps.empty())
        return;
    }
    Into.push_back(std::move(H));
  }

  const FunctionFacts &Facts;
  MissedContext &Context;
  const Models &Library;
  std::vector<BareWait> Waits;
  std::vector<Observation> Observed;
  llvm::DenseMap<const Fact *, llvm::SmallVector<size_t, 1>> ObservationsAt;
  /// In the order of the graph, and in that of the text.
  std::vector<const SuspendFact *> Suspensions, InText;
  /// By the base of the place.
  llvm::DenseMap<const Path *, llvm::SmallVector<const WriteFact *, 1>> WritesOf;
  std::unique_ptr<Freshness> Flow;
};

} // namespace

void findLostWakeups(const FunctionFacts &Facts, MissedContext &Context,
                     std::vector<MissedHazard> &Into) {
  Finder(Facts, Context).run(Into);
}

} // namespace async
