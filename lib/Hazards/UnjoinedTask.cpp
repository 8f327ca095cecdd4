#include "Hazards/UnjoinedTask.h"

#include "Hazards/UnjoinedFinder.h"
#include "Sharing/PlaceType.h"
#include "Sharing/Throws.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

UnjoinedFinder::UnjoinedFinder(const FunctionFacts &Facts, TaskContext &Context)
    : Facts(Facts), Context(Context),
      TheUnit(Context.Started.summaries().store().unit()) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      llvm::SmallPtrSet<const Path *, 4> Bases;
      auto WaitOn = [&](const Path *Place) {
        if (Place && Bases.insert(&Place->base()).second)
          WaitsOn[&Place->base()].push_back(F);
      };
      if (const auto *Write = dyn_cast<WriteFact>(F)) {
        Writes.push_back(Write);
        for (const Fact *Source : Write->From)
          WritesFrom[Source].push_back(Write);
      } else if (const auto *Branch = dyn_cast<BranchFact>(F)) {
        WaitOn(Branch->State.Subject);
      } else if (const auto *Suspend = dyn_cast<SuspendFact>(F)) {
        Suspensions.push_back(Suspend);
        WaitOn(Suspend->Awaited);
        for (const Fact *Source : Suspend->From)
          if (const auto *Call = dyn_cast<CallFact>(Source)) {
            WaitOn(Call->Object);
            for (const Path *Argument : Call->Arguments)
              WaitOn(Argument);
          }
      } else if (const auto *Call = dyn_cast<CallFact>(F)) {
        Calls.push_back(Call);
        if (!Call->Object || !Call->Callee)
          continue;
        if (TheUnit.Library->findCall(*Call->Callee).Role == CallRole::Block)
          WaitOn(Call->Object);
        if (classify(*Call->Callee) == Operation::Grows)
          for (const Path *Argument : Call->Arguments)
            if (Argument)
              PutInto[&Argument->base()].push_back(Call);
      }
    }
}

void UnjoinedFinder::report(Form How, const TaskStart *T, clang::SourceRange At,
                    const Path *Subject, clang::SourceRange Where,
                    const FunctionDecl *By) {
  UnjoinedHazard H;
  H.Kind = HazardKind::UnjoinedTask;
  H.Level = Confidence::Likely;
  H.Primary = At;
  H.How = How;
  H.Task = T;
  if (Subject)
    H.Subjects.push_back(Subject);
  H.Where = Where;
  H.By = By;
  Hazards.push_back(std::move(H));
}

/// The local that \p Place lies in, if it dies with the frame: not what a reference
/// or a pointer leads to.
const Path *UnjoinedFinder::frameOf(const Path *Place) const {
  if (!Place)
    return nullptr;
  for (const Path *P = Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee)
      return nullptr;
  const Path &Base = Place->base();
  if (Base.step() != Path::Step::Variable ||
      Base.decl()->getDeclContext() != &Facts.function() ||
      Base.decl()->getType()->isReferenceType())
    return nullptr;
  return &Base;
}

/// The places of this function that the task keeps a reference or pointer to.
llvm::SmallVector<const Path *, 4> UnjoinedFinder::held(const TaskStart &T) const {
  llvm::SmallVector<const Path *, 4> Places;
  if (T.Closure)
    for (const Binding &B : T.Closure->Captures)
      if (!B.Copied)
        Places.push_back(B.Outside);
  if (T.Closure && T.Start->More.Called != T.Closure)
    return Places;
  const FunctionDecl *Callee = T.Start->Callee;
  if (T.Start->Object && !T.Closure && isa<CXXMethodDecl>(Callee) &&
      !cast<CXXMethodDecl>(Callee)->isStatic())
    Places.push_back(T.Start->Object);
  for (unsigned I = 0;
       I != Callee->getNumParams() && I != T.Start->Arguments.size(); ++I) {
    QualType Type = Callee->getParamDecl(I)->getType();
    // What is not seen may copy what it only looks at, and takes at once what it
    // is given for good.
    if (!T.Body && Type->isReferenceType() &&
        (Type->isRValueReferenceType() ||
         Type->getPointeeType().isConstQualified()))
      continue;
    if (Type->isReferenceType() || Type->isPointerType())
      Places.push_back(T.Start->Arguments[I]);
  }
  llvm::erase(Places, nullptr);
  return Places;
}

/// True if the task touches what \p Place leads to; also if its body is not seen.
bool UnjoinedFinder::uses(const TaskStart &T, const Path &Place) {
  if (!T.Body)
    return true;
  if (const FunctionFacts *Inner =
          Context.Started.summaries().store().get(*T.Body);
      Inner && Inner->suspensions() == 0 && T.Eager)
    return false;
  // Passed on to what is not seen counts as well.
  for (const TaskAccess &A : Context.Reach.of(T))
    if (A.What.Place->overlaps(Place))
      return true;
  const FunctionFacts *Inner = Context.Started.summaries().store().get(*T.Body);
  if (!Inner)
    return true;
  for (const CFGBlock *Block : Inner->graph())
    for (const Fact *F : Inner->in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call)
        continue;
      auto Leads = [&](const Path *P) {
        const Path *Named = P ? Context.Started.outside(*P, T) : nullptr;
        return Named && Named->overlaps(Place);
      };
      if (Leads(Call->Object) || any_of(Call->Arguments, Leads))
        return true;
    }
  return false;
}

/// The awaits of the task's handle, or of something that the task has too: an event
/// that it sets, a latch, a gate that it holds.
llvm::SmallVector<const Fact *, 2>
UnjoinedFinder::joinsOf(const TaskStart &T, llvm::ArrayRef<const Path *> Held) const {
  llvm::SmallVector<const Fact *, 2> Joins;
  if (T.Join)
    Joins.push_back(T.Join);
  llvm::SmallVector<const Path *, 8> Bases;
  llvm::SmallVector<const Fact *, 8> From(T.Start->From);
  if (T.By)
    From.append(T.By->From.begin(), T.By->From.end());
  auto Add = [&](const Path *Place) {
    if (Place && Place->base().step() != Path::Step::Temporary)
      Bases.push_back(&Place->base());
  };
  Add(T.Kept);
  for (const Path *Place : Held)
    Add(Place);
  for (const Path *Argument : T.Start->Arguments)
    Add(Argument);
  if (T.Closure)
    for (const Binding &B : T.Closure->Captures)
      Add(B.Outside);
  for (const Fact *F : From)
    if (const auto *Call = dyn_cast<CallFact>(F)) {
      Add(Call->Object);
      for (const Path *Argument : Call->Arguments)
        Add(Argument);
    }
  // Copies of one handle come from one call.
  for (const Fact *Source : From)
    for (const WriteFact *Write : WritesFrom.lookup(Source))
      Bases.push_back(&Write->Place.base());
  // The handle is put into a container of them.
  if (T.Kept)
    Bases.push_back(&T.Kept->base());
  if (T.Kept)
    for (const CallFact *Call : PutInto.lookup(&T.Kept->base()))
      if (any_of(Call->Arguments, [&](const Path *Argument) {
            return Argument && T.Kept->contains(*Argument);
          }))
        Bases.push_back(&Call->Object->base());
  llvm::SmallVector<const Fact *, 8> Waits;
  for (const Path *Base : llvm::SmallPtrSet<const Path *, 8>(Bases.begin(), Bases.end())) {
    llvm::SmallVector<const Fact *, 2> Here = WaitsOn.lookup(Base);
    llvm::copy_if(Here, std::back_inserter(Waits), [&](const Fact *F) {
      // It blocks the thread, but it waits: future.get().
      if (isa<CallFact>(F))
        return T.Kept && Base == &T.Kept->base();
      if (Base->step() != Path::Step::Variable || !Facts.follows(*T.Start, *F))
        return false;
      // while (left > 0) co_await ...: asks until the tasks have said so.
      return !isa<BranchFact>(F) || Facts.follows(*F, *F);
    });
  }
  llvm::sort(Waits, [](const Fact *A, const Fact *B) {
    return std::make_pair(A->block().getBlockID(), A->id()) <
           std::make_pair(B->block().getBlockID(), B->id());
  });
  Waits.erase(llvm::unique(Waits), Waits.end());
  Joins.append(Waits);
  return Joins;
}

/// A plain function that runs the loop, or blocks, after it has started a task.
bool UnjoinedFinder::isRunBehind(const TaskStart &T) const {
  if (getCoroutineBody(Facts.function()))
    return false;
  return llvm::any_of(Calls, [&](const CallFact *Call) {
    return Call != T.Start && Call != T.By && Call->Callee &&
           !isa<CXXConstructorDecl>(Call->Callee) &&
           !isRead(classify(*Call->Callee)) && Facts.follows(*T.Start, *Call);
  });
}

/// How the function can be left without passing one of \p Joins; null if it cannot.
/// Exceptions that calls may throw are counted where this function catches them, or
/// where the throw is seen.
const Fact *UnjoinedFinder::wayOut(const TaskStart &T,
                           llvm::ArrayRef<const Fact *> Joins, bool &FallsOff) const {
  llvm::SmallVector<const CFGBlock *, 8> Worklist{T.Block};
  llvm::DenseSet<const CFGBlock *> Seen;
  const Fact *Out = nullptr;
  const Fact *From = T.By ? T.By : T.Start;
  bool Behind = true;
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    bool On = !Behind, Stops = false;
    const Fact *Thrower = nullptr;
    Behind = false;
    for (const Fact *F : Facts.in(*Block)) {
      if (On && is_contained(Joins, F)) {
        Stops = true;
        break;
      }
      if (On && isa<ReturnFact>(F) && !Out)
        Out = F;
      if (On && isSeenToThrow(*F, Context.Started.summaries().store()))
        Thrower = F;
      On |= F == From;
    }
    if (Stops)
      continue;
    bool Throws = !Block->getTerminatorStmt() && Block->succ_size() > 1;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      if (Successor == &Facts.graph().getExit() && Throws && Thrower && !Out)
        Out = Thrower;
      if (Successor == &Facts.graph().getExit())
        FallsOff |= !Throws || Next == *Block->succ_begin();
      else if (Successor && Seen.insert(Successor).second)
        Worklist.push_back(Successor);
    }
  }
  return Out;
}

void UnjoinedFinder::outlives(const TaskStart &T) {
  bool Kept = T.Kept && frameOf(T.Kept);
  bool Runs = T.How == Fate::Detached || T.How == Fate::Stored ||
              // asio::async_initiate copies what it is given a reference to.
              (T.How == Fate::Returned && T.Body && getCoroutineBody(*T.Body) &&
               !getCoroutineBody(Facts.function())) ||
              (T.How == Fate::Joined && Kept && (T.Eager || T.By));
  // A local task may end the coroutine when it dies; only of some that is known
  // to be otherwise.
  if (Kept && !T.By) {
    const TypeModel *Model =
        TheUnit.Library->find(T.Start->Callee->getReturnType());
    Runs &= Model && Model->Role == TypeRole::EagerTask;
  }
  if (!Runs || (T.How != Fate::Returned && isRunBehind(T)))
    return;
  llvm::SmallVector<const Path *, 4> Held = held(T);
  const Path *Local = nullptr;
  for (const Path *Place : Held)
    if (frameOf(Place) && !Local && uses(T, *Place) &&
        !(T.Kept && Place == T.Kept))
      Local = &Place->base();
  if (!Local)
    return;
  const CallFact &At = T.By ? *T.By : *T.Start;
  llvm::SmallVector<const Fact *, 2> Joins = joinsOf(T, Held);
  bool FallsOff = false;
  if (Joins.empty()) {
    // A loop without end: only an exception leaves it.
    if (!wayOut(T, Joins, FallsOff) && !FallsOff)
      return;
    report(Form::UsesFrame, &T, At.range(), Local, T.Start->range());
    return;
  }
  // Started in a loop and joined in the next: a way around each is no way out.
  if (T.InLoop) {
    if (const Fact *Handle = reassigned(T, Joins))
      report(Form::Overwritten, &T, Handle->range(), T.Kept,
             Joins.front()->range());
    return;
  }
  if (const Fact *Out = wayOut(T, Joins, FallsOff)) {
    report(Form::LeftBehind, &T, At.range(), Local, Out->range());
    Hazards.back().Throws = !isa<ReturnFact>(Out);
  } else if (FallsOff)
    report(Form::LeftBehind, &T, At.range(), Local, Joins.front()->range());
}

void UnjoinedFinder::closureDies(const TaskStart &T) {
  if (!T.Closure || T.Start->More.Called != T.Closure || !T.Body ||
      T.Closure->Captures.empty() || !getCoroutineBody(*T.Body))
    return;
  bool Dies = T.How == Fate::Detached || T.How == Fate::Stored ||
              T.How == Fate::Scoped ||
              ((T.How == Fate::Joined || T.How == Fate::Awaited) && T.Kept);
  // A named closure lives as long as its block.
  Dies &= T.Start->Object == T.Closure->Place;
  // A plain function that returns the task returns before it is done.
  Dies |= T.How == Fate::Returned && !getCoroutineBody(Facts.function());
  if (!Dies)
    return;
  const FunctionFacts *Inner = Context.Started.summaries().store().get(*T.Body);
  if (!Inner)
    return;
  llvm::SmallVector<const Fact *, 4> Waits;
  for (const CFGBlock *Block : Inner->graph())
    llvm::copy_if(Inner->in(*Block), std::back_inserter(Waits),
                  [](const Fact *F) { return isa<SuspendFact>(F); });
  for (const CFGBlock *Block : Inner->graph())
    for (const Fact *F : Inner->in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      const auto *Read = dyn_cast<ReadFact>(F);
      const auto *Write = dyn_cast<WriteFact>(F);
      llvm::SmallVector<const Path *, 4> Named;
      if (Read)
        Named.push_back(&Read->Place);
      if (Write)
        Named.push_back(&Write->Place);
      if (Call) {
        Named.push_back(Call->Object);
        Named.append(Call->Arguments.begin(), Call->Arguments.end());
      }
      const Binding *Used = nullptr;
      for (const Path *P : Named)
        for (const Binding &B : T.Closure->Captures)
          if (P && B.Inside->contains(*P))
            Used = &B;
      if (!Used)
        continue;
      if (T.Eager && llvm::none_of(Waits, [&](const Fact *Wait) {
            return Inner->follows(*Wait, *F);
          }))
        continue;
      report(Form::ClosureDies, &T, T.Closure->range(), Used->Outside,
             F->range());
      return;
    }
}

std::vector<UnjoinedHazard> UnjoinedFinder::run() {
  for (const TaskStart &T : Context.Started.of(Facts.function())) {
    size_t Before = Hazards.size();
    closureDies(T);
    if (Hazards.size() == Before)
      outlives(T);
    if (Hazards.size() == Before)
      overwrites(T);
  }
  for (const CallFact *Call : Calls)
    neverRuns(*Call);
  llvm::sort(Hazards, [](const UnjoinedHazard &A, const UnjoinedHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return std::move(Hazards);
}

std::vector<UnjoinedHazard> findUnjoinedTasks(const FunctionFacts &Facts,
                                              TaskContext &Context) {
  return UnjoinedFinder(Facts, Context).run();
}

} // namespace async
