#include "Hazards/ThreadMixing.h"

#include "Dataflow/Restarts.h"
#include "Hazards/CarriedThreadLocal.h"
#include "Sharing/PlaceType.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace async {

/// A member, a global, or what a parameter refers to: what other threads reach.
static bool isReachable(const Path &Place) {
  const Path &Base = Place.base();
  // Each thread has a thread_local of its own.
  if (Base.step() == Path::Step::Global)
    return !isThreadLocal(Place);
  if (Base.step() == Path::Step::This)
    return &Place != &Base;
  return Base.step() == Path::Step::Variable;
}

static void addLocks(const HeldLocks &Locks, const Fact &At, TaskAccess &To) {
  for (const HeldLock &Lock : Locks.before(At))
    To.Locks.append(Lock.Acquired->Locks.begin(), Lock.Acquired->Locks.end());
}

const std::vector<SitedAccess> &ThreadMixing::of(const FunctionDecl &Function) {
  static const std::vector<SitedAccess> None;
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return None;
  if (auto It = Known.find(Definition); It != Known.end())
    return It->second ? *It->second : None;
  if (Depth == 5)
    return None;
  Known.try_emplace(Definition);
  Accesses &Summaries = Context.Started.summaries();
  const FunctionFacts *Facts = Summaries.store().get(*Definition);
  if (!Facts)
    return None;
  ++Depth;
  auto Found = std::make_unique<std::vector<SitedAccess>>();
  const HeldLocks &Locks = Context.LocksOf(*Definition);
  llvm::DenseSet<const Fact *> AwaitedCalls;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block)) {
      if (const auto *Point = dyn_cast<SuspendFact>(F))
        AwaitedCalls.insert(Point->From.begin(), Point->From.end());
      llvm::SmallVector<Access, 4> Own;
      Summaries.of(*F, Own);
      for (const Access &A : Own) {
        if (!isReachable(*A.Place))
          continue;
        SitedAccess S{{A}, Places.of(*Definition, *F)};
        S.In = Definition;
        S.Locks = Context.Reach.locksDuring(A, *Definition);
        Found->push_back(std::move(S));
      }
    }
  for (const TaskStart &Task : Context.Started.of(*Definition)) {
    if (!Task.Body)
      continue;
    Site Outer = Places.of(*Definition, *Task.Start);
    if (Task.Closure && Task.Start->More.Called != Task.Closure)
      for (unsigned I = 0; I != Task.Start->More.Callables.size(); ++I)
        if (Task.Start->More.Callables[I] == Task.Closure)
          if (Site There = Places.ofCallable(*Task.Start, I);
              There.K != Site::Kind::Home)
            Outer = There;
    for (const SitedAccess &Inner : of(*Task.Body)) {
      const Path *Place = Context.Started.outside(*Inner.What.Place, Task);
      if (!Place || !isReachable(*Place))
        continue;
      SitedAccess S = Inner;
      S.What.Place = Place;
      S.What.At = Task.Start;
      if (S.Where.K == Site::Kind::Home)
        S.Where = Outer;
      S.Awaited &= Task.How == TaskStart::Fate::Awaited;
      S.Locks.clear();
      for (const Path *Lock : Inner.Locks)
        if (const Path *Named = Context.Started.outside(*Lock, Task))
          S.Locks.push_back(Named);
      if (Task.How == TaskStart::Fate::Awaited)
        addLocks(Locks, *Task.Start, S);
      Found->push_back(std::move(S));
    }
  }
  // Plain callables that are run elsewhere.
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call)
        continue;
      bool Awaited = AwaitedCalls.contains(Call);
      for (unsigned I = 0; I != Call->More.Callables.size(); ++I) {
        const ClosureFact *Closure = Call->More.Callables[I];
        if (!Closure || !Closure->Function ||
            Summaries.store().unit().Tasks.isTask(
                Closure->Function->getReturnType()))
          continue;
        Site There = Places.ofCallable(*Call, I);
        if (There.K == Site::Kind::Home)
          continue;
        TaskStart Task;
        Task.Start = Call;
        Task.Closure = Closure;
        Task.Body = Closure->Function->getDefinition();
        if (!Task.Body)
          continue;
        for (const SitedAccess &Inner : of(*Task.Body)) {
          const Path *Place = Context.Started.outside(*Inner.What.Place, Task);
          if (!Place || !isReachable(*Place))
            continue;
          SitedAccess S = Inner;
          S.What.Place = Place;
          S.What.At = Call;
          if (S.Where.K == Site::Kind::Home)
            S.Where = There;
          S.Awaited &= Awaited;
          S.Locks.clear();
          for (const Path *Lock : Inner.Locks)
            if (const Path *Named = Context.Started.outside(*Lock, Task))
              S.Locks.push_back(Named);
          if (Awaited)
            addLocks(Locks, *Call, S);
          Found->push_back(std::move(S));
        }
      }
    }
  --Depth;
  return *(Known[Definition] = std::move(Found));
}

void ThreadMixing::meet(const SitedAccess &Away, const SitedAccess &Other,
                        const FunctionDecl &By, Confidence Level,
                        std::vector<MixingHazard> &Into) {
  if (!Away.What.writes() && !Other.What.writes())
    return;
  if (!areParallel(Away.Where, Other.Where) ||
      !Away.What.Place->overlaps(*Other.What.Place))
    return;
  if (any_of(Away.Locks, [&](const Path *Lock) {
        return is_contained(Other.Locks, Lock);
      }))
    return;
  bool BlameAway = Away.What.writes();
  // Who does not take the lock that the other one takes is to blame.
  if (Away.Locks.empty() != Other.Locks.empty())
    BlameAway = Away.Locks.empty();
  const SitedAccess &Blame = BlameAway ? Away : Other;
  for (MixingHazard &Known : Into)
    if (Known.Primary == Blame.What.Where) {
      if (Known.Level >= Level)
        return;
      Known.Level = Level;
      Known.Away = Away;
      Known.Other = Other;
      Known.OtherBy = &By;
      Known.BlamesAway = BlameAway;
      return;
    }
  MixingHazard H;
  H.Kind = HazardKind::ThreadMixing;
  H.Level = Level;
  H.Primary = Blame.What.Where;
  H.Subjects.push_back(Blame.What.Place);
  H.Away = Away;
  H.Other = Other;
  H.OtherBy = &By;
  H.BlamesAway = BlameAway;
  Into.push_back(std::move(H));
}

/// Who of the class touches it at the same time.
void ThreadMixing::partners(const FunctionFacts &Facts, const SitedAccess &Away,
                            std::vector<MixingHazard> &Into) {
  const FunctionDecl &Function = Facts.function();
  Unit &TheUnit = Context.Started.summaries().store().unit();
  const Path *Place = Away.What.Place;
  const CXXRecordDecl *Class = Place->base().thisClass();
  SitedAccess Seen = Away;
  bool Mine = Place->base().step() == Path::Step::This;
  if (!Mine && Place->base().step() == Path::Step::Variable) {
    // A member of an object that is lent to this function: its class's affair.
    const Path *Object = Place;
    while (Object->parent() && !(Object->step() == Path::Step::Pointee &&
                                 Object->parent() == &Place->base()))
      Object = Object->parent();
    QualType Type = typeOf(*Object);
    Class = Object->step() == Path::Step::Pointee && !Type.isNull()
                ? Type->getAsCXXRecordDecl()
                : nullptr;
    if (!Class || Object == Place)
      return;
    const Path *Self = TheUnit.Paths.getThis(Class);
    Seen.What.Place = TheUnit.Paths.rebase(Place, Object, Self);
    for (const Path *&Lock : Seen.Locks)
      if (Object->contains(*Lock))
        Lock = TheUnit.Paths.rebase(Lock, Object, Self);
  }
  if (!Class || !Class->hasDefinition())
    return;
  const ClassView &View = Context.Classes.get(*Class);
  llvm::SmallVector<Restart, 2> Again;
  if (Mine)
    Again = restartsOf(Function, View, Context.Started);
  // Two runs on a pool.
  if (!Again.empty() && Away.Where.K == Site::Kind::Pool &&
      Away.What.writes()) {
    size_t Before = Into.size();
    meet(Seen, Seen, *Again.front().By, Confidence::Likely, Into);
    if (Into.size() != Before)
      Into.back().Itself = true;
  }
  bool Waits = false;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Point = dyn_cast<SuspendFact>(F))
        Waits |= Point->WaitsForLock;
  for (const MemberFunction &M : View.functions()) {
    if (M.IsSpecial)
      continue;
    bool Self = M.Function == Function.getDefinition();
    if (!Self && (M.Function->getAccess() != AS_public || isOnceByName(*M.Function)))
      continue;
    const FunctionFacts *Theirs =
        Context.Started.summaries().store().get(*M.Function);
    if (!Theirs)
      continue;
    // Who waits for the thread comes after it.
    bool Joins = false;
    for (const CFGBlock *Block : Theirs->graph())
      for (const Fact *F : Theirs->in(*Block))
        if (const auto *Call = dyn_cast<CallFact>(F))
          Joins |= Context.Started.roleOf(*Call).Role == CallRole::Block;
    // What is run there is not also at home, for all we know.
    bool Runs = !Self && llvm::any_of(of(*M.Function), [&](const SitedAccess &A) {
      return A.What.Where == Away.What.Where && A.Where.K == Site::Kind::Home;
    });
    if (Joins || Runs)
      continue;
    for (const SitedAccess &Other : of(*M.Function)) {
      bool Told = Other.Where.K != Site::Kind::Home || Other.Where.Name;
      bool Plain = !M.IsCoroutine;
      Confidence Level = Confidence::Likely;
      if (Self) {
        // Its own run goes on only when the other thread is done; another run of it
        // need not wait.
        bool Overlaps = Waits || !Again.empty() ||
                        (!Away.Awaited && Plain && !Function.param_empty() &&
                         !isOnceByName(Function));
        if (!Overlaps)
          continue;
      } else if (Told) {
        // Both say where they run.
        if (!Other.What.writes() && !Seen.What.writes())
          continue;
      } else if (!Plain) {
        // Where it is guarded on the other thread, it was meant to be here.
        Level = Seen.Awaited && Seen.Locks.empty() ? Confidence::Possible
                                                   : Confidence::Likely;
      } else if (!Other.What.writes() && Seen.Awaited) {
        // A getter is asked when the work is done, for all we know.
        Level = Confidence::Possible;
      }
      meet(Seen, Other, *M.Function, Level, Into);
    }
  }
}

std::vector<MixingHazard> ThreadMixing::find(const FunctionFacts &Facts) {
  std::vector<MixingHazard> Found;
  Unit &TheUnit = Context.Started.summaries().store().unit();
  for (const SitedAccess &A : of(Facts.function())) {
    if ((A.Where.K != Site::Kind::Pool && A.Where.K != Site::Kind::Loop &&
         A.Where.K != Site::Kind::Shard) ||
        isSynchronized(*A.What.Place, TheUnit) ||
        !isNameable(*A.What.Place, Facts.function()))
      continue;
    size_t Before = Found.size();
    partners(Facts, A, Found);
    if (A.Where.K == Site::Kind::Shard)
      for (size_t I = Before; I != Found.size(); ++I)
        Found[I].Level = Confidence::Possible;
    // Tasks of one function, each on a thread of its own.
    if (A.Where.K != Site::Kind::Pool || !A.What.writes() ||
        isInElement(*A.What.Place))
      continue;
    Tasks &All = Context.Started;
    for (const TaskStart &T : All.of(Facts.function())) {
      if (T.Start != A.What.At)
        continue;
      if (T.runsBesideItself() &&
          !All.isOwnEachRound(Facts, *A.What.Place, T)) {
        Before = Found.size();
        meet(A, A, Facts.function(), Confidence::Likely, Found);
        if (Found.size() != Before)
          Found.back().Itself = Found.back().IsFanOut = true;
      }
      for (const TaskStart &U : All.of(Facts.function()))
        if (&U != &T && All.areConcurrent(Facts, T, U))
          for (const SitedAccess &B : of(Facts.function()))
            if (B.What.At == U.Start && !isInElement(*B.What.Place))
              meet(A, B, Facts.function(), Confidence::Likely, Found);
    }
  }
  findCarried(Facts, Places, Found);
  llvm::sort(Found, [](const MixingHazard &A, const MixingHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Found;
}

} // namespace async
