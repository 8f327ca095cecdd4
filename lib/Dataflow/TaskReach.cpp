#include "Dataflow/TaskReach.h"

#include "Dataflow/Freshness.h"
#include "Facts/Guards.h"
#include "Sharing/PlaceIndex.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

/// True if others than the activation can reach the place as well.
static bool mayBeShared(const Path &Place, const FunctionDecl &Function) {
  const Path &Base = Place.base();
  if (Base.step() == Path::Step::This || Base.step() == Path::Step::Global)
    return true;
  if (Base.step() != Path::Step::Variable)
    return false;
  if (Base.decl()->getDeclContext() != &Function)
    return true;
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee)
      return isa<ParmVarDecl>(Base.decl());
  return false;
}

namespace {

/// Accesses of one function whose earlier look decides a later change.
class Looks {
public:
  Looks(const FunctionFacts &Facts, Accesses &Summaries)
      : Facts(Facts), Summaries(Summaries) {}

  void add(const Fact &At, const Path &Place) {
    ByPlace.add(Place, Observed.size());
    Observed.push_back({&At, &Place});
  }
  void add(const BranchFact &Branch) {
    for (const Fact *From : Branch.From)
      BranchesOn[From].push_back(&Branch);
  }
  void ask(const Fact &At) { Asked.push_back(&At); }
  void run() {
    if (!Observed.empty() && Facts.suspensions() != 0)
      Flow = std::make_unique<Freshness>(Facts, Observed, Summaries, Asked);
  }

  bool straddles(const Access &Change) {
    if (!Flow)
      return false;
    Sources From;
    if (const auto *Write = dyn_cast<WriteFact>(Change.At))
      From = Write->From;
    for (size_t I : ByPlace.overlapping(*Change.Place)) {
      Standing Then = Flow->before(*Change.At, I);
      if (!Then.Stale || Then.Fresh || Observed[I].At == Change.At)
        continue;
      if (is_contained(From, Observed[I].At))
        return true;
      if (decides(I, Change) && !isLookedAtAgain(Change))
        return true;
    }
    return false;
  }

private:
  /// Whether the change is made depends on the look \p I.
  bool decides(size_t I, const Access &Change) {
    return llvm::any_of(
        BranchesOn.lookup(Observed[I].At), [&](const BranchFact *Branch) {
          return Facts.guards().decides(Change.At->block(), Branch->block());
        });
  }

  bool isLookedAtAgain(const Access &Change) {
    return llvm::any_of(Flow->recent(*Change.At), [&](size_t I) {
      return Flow->before(*Change.At, I).Current &&
             Observed[I].Place->overlaps(*Change.Place) && decides(I, Change);
    });
  }

  const FunctionFacts &Facts;
  Accesses &Summaries;
  std::vector<Observation> Observed;
  PlaceIndex ByPlace;
  std::vector<const Fact *> Asked;
  /// By what a branch goes by.
  llvm::DenseMap<const Fact *, llvm::SmallVector<const BranchFact *, 1>>
      BranchesOn;
  std::unique_ptr<Freshness> Flow;
};

} // namespace

/// True if the position that \p Start gives is moved on after a suspension.
static bool walks(const FunctionFacts &Facts, const Fact &Start) {
  // Each block twice at most: before a suspension and after it.
  llvm::BitVector Seen(2 * Facts.graph().getNumBlockIDs());
  llvm::SmallVector<std::pair<const CFGBlock *, bool>, 16> Worklist;
  bool Moves = false;
  auto Run = [&](const CFGBlock &Block, bool Behind, bool Suspended) {
    for (const Fact *F : Facts.in(Block)) {
      if (Behind) {
        Behind = F != &Start;
        continue;
      }
      // A new position.
      if (Suspended && F == &Start)
        return;
      Suspended |= isa<SuspendFact>(F);
      const auto *Call = dyn_cast<CallFact>(F);
      if (Suspended && Call && Call->Callee &&
          Call->Callee->getOverloadedOperator() == OO_PlusPlus) {
        Moves = true;
        return;
      }
    }
    for (const CFGBlock::AdjacentBlock &Next : Block.succs())
      if (const CFGBlock *Successor = Next.getReachableBlock()) {
        unsigned Bit = 2 * Successor->getBlockID() + Suspended;
        if (Seen.test(Bit))
          continue;
        Seen.set(Bit);
        Worklist.push_back({Successor, Suspended});
      }
  };
  Run(Start.block(), /*Behind=*/true, /*Suspended=*/false);
  while (!Worklist.empty() && !Moves) {
    auto [Block, Suspended] = Worklist.pop_back_val();
    Run(*Block, /*Behind=*/false, Suspended);
  }
  return Moves;
}

void TaskReach::own(const FunctionFacts &Facts, std::vector<TaskAccess> &Into) {
  const FunctionDecl &Function = Facts.function();
  Accesses &Summaries = Started.summaries();
  Looks Seen(Facts, Summaries);
  std::vector<Access> All;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Branch = dyn_cast<BranchFact>(F))
        Seen.add(*Branch);
      llvm::SmallVector<Access, 4> Found;
      Summaries.of(*F, Found);
      for (const Access &A : Found) {
        if (!mayBeShared(*A.Place, Function))
          continue;
        All.push_back(A);
        if (A.writes())
          Seen.ask(*A.At);
        else
          Seen.add(*A.At, *A.Place);
      }
    }
  if (All.empty())
    return;
  Seen.run();
  for (const Access &A : All) {
    TaskAccess T{A};
    T.In = &Function;
    if (A.writes() && Seen.straddles(A))
      T.Over = Spread::Straddles;
    else if (A.Op == Operation::Iterate && Facts.suspensions() != 0 &&
             walks(Facts, *A.At))
      T.Over = Spread::Walks;
    T.Locks = locksDuring(A, Function);
    Into.push_back(std::move(T));
  }
}

void TaskReach::locksInside(const CallFact &Call, SourceRange Where,
                            llvm::SmallVectorImpl<const Path *> &Into,
                            unsigned Level) {
  const FunctionDecl *Definition =
      Call.Callee ? Call.Callee->getDefinition() : nullptr;
  Accesses &Summaries = Started.summaries();
  if (!Definition || getCoroutineBody(*Definition) || Level > MaxDepth)
    return;
  const FunctionFacts *Facts = Summaries.store().get(*Definition);
  if (!Facts)
    return;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block)) {
      llvm::SmallVector<Access, 4> Found;
      Summaries.of(*F, Found);
      if (none_of(Found, [&](const Access &A) { return A.Where == Where; }))
        continue;
      llvm::SmallVector<const Path *, 2> Held;
      for (const HeldLock &Lock : LocksOf(*Definition).before(*F))
        Held.append(Lock.Acquired->Locks.begin(), Lock.Acquired->Locks.end());
      if (const auto *Inner = dyn_cast<CallFact>(F))
        locksInside(*Inner, Where, Held, Level + 1);
      for (const Path *Lock : Held)
        if (const Path *Named = Summaries.translate(*Lock, *Definition, Call))
          Into.push_back(Named);
      return;
    }
}

llvm::SmallVector<const Path *, 2>
TaskReach::locksDuring(const Access &What, const FunctionDecl &Function) {
  llvm::SmallVector<const Path *, 2> Held;
  for (const HeldLock &Lock : LocksOf(Function).before(*What.At))
    Held.append(Lock.Acquired->Locks.begin(), Lock.Acquired->Locks.end());
  if (const auto *Call = dyn_cast<CallFact>(What.At);
      Call && Call->range() != What.Where)
    locksInside(*Call, What.Where, Held, 0);
  return Held;
}

/// A coroutine that is not seen may change what it gets a reference to, and be
/// suspended half-way.
void TaskReach::lend(const TaskStart &Task, std::vector<TaskAccess> &Into) {
  if (Task.Body || Task.Closure || !Task.Start->Callee ||
      Task.How != TaskStart::Fate::Awaited)
    return;
  for (unsigned I = 0; I != Task.Start->Callee->getNumParams() &&
                       I != Task.Start->Arguments.size();
       ++I) {
    QualType Type = Task.Start->Callee->getParamDecl(I)->getType();
    const Path *Place = Task.Start->Arguments[I];
    if (!Place || !Type->isLValueReferenceType() ||
        Type->getPointeeType().isConstQualified())
      continue;
    TaskAccess T{{Place, Operation::Replaces, Constant(),
                  WriteFact::Form::Update, Task.Start, Task.Start->range()}};
    T.Over = Spread::Lent;
    Into.push_back(std::move(T));
  }
}

std::vector<TaskAccess> TaskReach::of(const TaskStart &Task) {
  std::vector<TaskAccess> Found;
  if (!Task.Body)
    return Found;
  for (const TaskAccess &Inner : of(*Task.Body)) {
    const Path *Place = Started.outside(*Inner.What.Place, Task);
    if (!Place)
      continue;
    TaskAccess T = Inner;
    T.What.Place = Place;
    T.Locks.clear();
    for (const Path *Lock : Inner.Locks)
      if (const Path *Named = Started.outside(*Lock, Task))
        T.Locks.push_back(Named);
    Found.push_back(std::move(T));
  }
  return Found;
}

const std::vector<TaskAccess> &TaskReach::of(const FunctionDecl &Function) {
  static const std::vector<TaskAccess> None;
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return None;
  if (auto It = Known.find(Definition); It != Known.end())
    return It->second ? *It->second : None;
  if (Depth == MaxDepth)
    return None;
  Known.try_emplace(Definition);
  const FunctionFacts *Facts = Started.summaries().store().get(*Definition);
  if (!Facts)
    return None;
  ++Depth;
  auto Found = std::make_unique<std::vector<TaskAccess>>();
  own(*Facts, *Found);
  for (const TaskStart &Task : Started.of(*Definition)) {
    std::vector<TaskAccess> Theirs = of(Task);
    lend(Task, Theirs);
    for (TaskAccess &T : Theirs) {
      if (!mayBeShared(*T.What.Place, *Definition))
        continue;
      T.What.At = Task.Start;
      if (!T.In)
        T.In = Definition;
      if (Task.How == TaskStart::Fate::Awaited)
        for (const HeldLock &Lock :
             LocksOf(*Definition).before(*Task.Start))
          T.Locks.append(Lock.Acquired->Locks.begin(),
                         Lock.Acquired->Locks.end());
      Found->push_back(std::move(T));
    }
  }
  --Depth;
  return *(Known[Definition] = std::move(Found));
}

} // namespace async
