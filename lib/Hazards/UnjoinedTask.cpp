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
              if (Argument && !canOnlyBeTold(typeOf(*Argument)))
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

/// The local closure that the task belongs to: its captures are looked up there.
const Path *UnjoinedFinder::namedClosure(const TaskStart &T) const {
  bool Named = T.Closure && T.Start->More.Called == T.Closure &&
               T.Start->Object != T.Closure->Place && T.Body &&
               getCoroutineBody(*T.Body);
  return Named && frameOf(T.Start->Object) == T.Start->Object
             ? T.Start->Object
             : nullptr;
}

/// The places of this function that the task keeps a reference or pointer to.
llvm::SmallVector<const Path *, 4> UnjoinedFinder::held(const TaskStart &T) const {
  llvm::SmallVector<const Path *, 4> Places;
  if (T.Closure)
    for (const Binding &B : T.Closure->Captures)
      if (!B.Copied)
        Places.push_back(B.Outside);
  if (const Path *Closure = namedClosure(T))
    Places.push_back(Closure);
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
  const Binding *Used = nullptr;
  if (&Place == namedClosure(T))
    return lateUse(T, Used) != nullptr;
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
  WayOut Out = wayOut(T, Joins);
  if (Joins.empty()) {
    // A loop without end: only an exception leaves it.
    if (!Out.At && !Out.FallsOff)
      return;
    const Binding *Used = nullptr;
    const Fact *Late = Local == namedClosure(T) ? lateUse(T, Used) : nullptr;
    report(Late ? Form::ClosureLeft : Form::UsesFrame, &T, At.range(),
           Late ? Used->Outside : Local, Late ? Late->range() : T.Start->range());
    if (Out.Unseen && !Out.FallsOff)
      Hazards.back().Level = Confidence::Possible;
    return;
  }
  if (const Fact *Handle = T.InLoop ? reassigned(T, Joins) : nullptr) {
    report(Form::Overwritten, &T, Handle->range(), T.Kept,
           Joins.front()->range());
    return;
  }
  if (Out.At && !(Out.Unseen && Out.FallsOff)) {
    report(Form::LeftBehind, &T, At.range(), Local, Out.At->range());
    Hazards.back().Throws = !isa<ReturnFact>(Out.At);
    if (Out.Unseen)
      Hazards.back().Level = Confidence::Possible;
  } else if (Out.FallsOff)
    report(Form::LeftBehind, &T, At.range(), Local, Joins.front()->range());
}

static bool isBehindSuspension(const FunctionFacts &Facts, const Fact &F) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *S : Facts.in(*Block))
      if (isa<SuspendFact>(S) && Facts.follows(*S, F))
        return true;
  return false;
}

/// Where the body uses a capture of its closure when the caller may have gone on;
/// null for nowhere.
const Fact *UnjoinedFinder::lateUse(const TaskStart &T,
                                    const Binding *&Used) const {
  const FunctionFacts *Inner =
      T.Body ? Context.Started.summaries().store().get(*T.Body) : nullptr;
  if (!Inner || T.Closure->Captures.empty())
    return nullptr;
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
      Used = nullptr;
      for (const Path *P : Named)
        for (const Binding &B : T.Closure->Captures)
          if (P && B.Inside->contains(*P))
            Used = &B;
      if (!Used)
        continue;
      if (!T.Eager || isBehindSuspension(*Inner, *F))
        return F;
    }
  return nullptr;
}

void UnjoinedFinder::closureDies(const TaskStart &T) {
  if (!T.Closure || T.Start->More.Called != T.Closure || !T.Body ||
      !getCoroutineBody(*T.Body))
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
  const Binding *Used = nullptr;
  if (const Fact *Late = lateUse(T, Used))
    report(Form::ClosureDies, &T, T.Closure->range(), Used->Outside,
           Late->range());
}

/// `auto t = show(name());`: the temporary that a parameter refers to is gone when
/// the task, which is awaited in another statement or by nobody, comes to use it.
void UnjoinedFinder::dangles(const TaskStart &T) {
  bool Outlives = (T.Kept && frameOf(T.Kept)) || T.How == Fate::Detached ||
                  T.How == Fate::Stored ||
                  (T.How == Fate::Returned && !getCoroutineBody(Facts.function()));
  if (!Outlives || !T.Body || !getCoroutineBody(*T.Body) ||
      (T.Closure && T.Start->More.Called != T.Closure))
    return;
  const FunctionFacts *Inner = Context.Started.summaries().store().get(*T.Body);
  if (!Inner)
    return;
  for (unsigned I = 0;
       I != T.Body->getNumParams() && I != T.Start->Arguments.size(); ++I) {
    const ParmVarDecl *Parameter = T.Body->getParamDecl(I);
    const Path *Given = T.Start->Arguments[I];
    // Of a call that returns a reference nothing is known.
    if (!Parameter->getType()->isReferenceType() || !Given ||
        Given->step() != Path::Step::Temporary ||
        !Given->temporary()->isPRValue() ||
        !Given->temporary()->getType()->isRecordType())
      continue;
    auto Names = [&](const Path *P) {
      return P && P->base().step() == Path::Step::Variable &&
             P->base().decl() == Parameter;
    };
    for (const CFGBlock *Block : Inner->graph())
      for (const Fact *F : Inner->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        const auto *Read = dyn_cast<ReadFact>(F);
        if (!(Read && Names(&Read->Place)) &&
            !(Call && (Names(Call->Object) || any_of(Call->Arguments, Names))))
          continue;
        // A spawner may run it at once, up to where it is first suspended.
        if ((T.Eager || (T.By && T.How != Fate::Joined)) &&
            !isBehindSuspension(*Inner, *F))
          continue;
        report(Form::Dangles, &T, T.Start->range(),
               TheUnit.Paths.getVariable(Parameter), F->range());
        return;
      }
  }
}

std::vector<UnjoinedHazard> UnjoinedFinder::run() {
  for (const TaskStart &T : Context.Started.of(Facts.function())) {
    size_t Before = Hazards.size();
    closureDies(T);
    if (Hazards.size() == Before)
      dangles(T);
    if (Hazards.size() == Before)
      outlives(T);
    // Which of those that one helper was given is overtaken makes no difference.
    if (T.Overtaken && Hazards.size() != Before &&
        llvm::any_of(llvm::ArrayRef(Hazards).take_front(Before),
                     [&](const UnjoinedHazard &Known) {
                       return Known.Primary == Hazards.back().Primary &&
                              Known.Subjects == Hazards.back().Subjects;
                     }))
      Hazards.pop_back();
    // What is only possible hides nothing.
    auto IsTold = [&] {
      return Hazards.size() != Before &&
             Hazards.back().Level > Confidence::Possible;
    };
    if (!IsTold())
      overwrites(T);
    if (!IsTold())
      leftRunning(T);
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
