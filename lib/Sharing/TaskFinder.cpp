/// \file
/// How the tasks of a function are found, and what becomes of them.

#include "Sharing/TaskFinder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

/// The variable that \p Place is in, if the function owns it.
const VarDecl *Tasks::Finder::localOf(const Path *Place) {
  for (const Path *P = Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee && P->isReferent())
      return nullptr;
  const Path *Base = Place ? &Place->base() : nullptr;
  return Base && Base->step() == Path::Step::Variable
             ? dyn_cast<VarDecl>(Base->decl())
             : nullptr;
}

void Tasks::Finder::collect() {
  for (const CFGBlock *B : Facts.graph())
    for (const Fact *F : Facts.in(*B)) {
      Sources From;
      if (const auto *Write = dyn_cast<WriteFact>(F)) {
        From = Write->From;
      } else if (const auto *Call = dyn_cast<CallFact>(F)) {
        From = Call->From;
        Calls.push_back({Call, B});
        auto Take = [&](const Path *Taken) {
          if (Taken && Taken->step() == Path::Step::Temporary)
            Takers[Taken].push_back(Call);
        };
        Take(Call->Object);
        for (const Path *Argument : Call->Arguments)
          Take(Argument);
      } else if (const auto *Suspend = dyn_cast<SuspendFact>(F)) {
        From = Suspend->From;
        Suspensions.push_back(Suspend);
      } else if (const auto *Return = dyn_cast<ReturnFact>(F)) {
        From = Return->From;
      }
      for (const Fact *Source : From)
        Users[Source].push_back(F);
    }
}

const SuspendFact *Tasks::Finder::awaitOf(const Fact &Made) const {
  auto It = Users.find(&Made);
  if (It != Users.end())
    for (const Fact *User : It->second)
      if (const auto *Suspend = dyn_cast<SuspendFact>(User))
        return Suspend;
  return nullptr;
}

/// An await of the object, or of what a call on it or with it gives: `co_await t`,
/// `co_await t.join()`, `co_await when_all(std::move(ts))`.
const SuspendFact *Tasks::Finder::awaitOn(const Path &Object) const {
  for (const SuspendFact *S : Suspensions) {
    if (S->Awaited && Object.contains(*S->Awaited))
      return S;
    for (const Fact *From : S->From)
      if (const auto *Call = dyn_cast<CallFact>(From))
        if ((Call->Object && Object.contains(*Call->Object)) ||
            any_of(Call->Arguments, [&](const Path *Argument) {
              return Argument && Object.contains(*Argument);
            }))
          return S;
  }
  return nullptr;
}

bool Tasks::Finder::isAwaitedDirectly(const CallFact &Made) const {
  // What a handle is asked for comes from the call, and then from the handle.
  const SuspendFact *S = awaitOf(Made);
  return S && S->From.front() == &Made &&
         (!S->Awaited || !localOf(S->Awaited));
}

/// A container of tasks; \p Users are those who use what it was filled with.
void Tasks::Finder::putInto(const Path &Container,
                            llvm::ArrayRef<const Fact *> Users, TaskStart &T) {
  keep(Container, T);
  if (!localOf(&Container))
    return;
  // Lazy tasks are run by who joins them all.
  for (const Fact *User : Users)
    if (const auto *Call = dyn_cast<CallFact>(User);
        Call && Call->Callee && Owner.roleOf(*Call).Role == CallRole::Join) {
      joined(*Call, T);
      return;
    }
}

/// Where the task that \p Made gives goes.
void Tasks::Finder::follow(const CallFact &Made, TaskStart &T, unsigned Depth) {
  if (Depth > 6)
    return;
  llvm::SmallVector<const Fact *, 4> All;
  if (auto It = Users.find(&Made); It != Users.end())
    All.append(It->second.begin(), It->second.end());
  if (Made.More.Result)
    if (auto It = Takers.find(Made.More.Result); It != Takers.end())
      for (const CallFact *Taker : It->second)
        if (Taker != &Made && !is_contained(All, Taker))
          All.push_back(Taker);
  // What is done with a container comes after the task was put there.
  for (const Fact *User : All)
    if (const auto *Call = dyn_cast<CallFact>(User);
        Call && Call->Callee && Call->Object &&
        Owner.roleOf(*Call).Role != CallRole::Spawn &&
        classify(*Call->Callee) == Operation::Grows)
      return putInto(*Call->Object, All, T);
  const WriteFact *Kept = nullptr;
  for (const Fact *User : All) {
    if (isa<ReturnFact>(User)) {
      T.How = Fate::Returned;
      return;
    }
    if (const auto *Write = dyn_cast<WriteFact>(User); Write && !Kept)
      Kept = Write;
    const auto *Call = dyn_cast<CallFact>(User);
    if (!Call || !Call->Callee)
      continue;
    CallRole Role = Owner.roleOf(*Call).Role;
    // What is done to iterators of a container of tasks says nothing.
    if (Role == CallRole::None && (Call->Callee->isOverloadedOperator() ||
                                   isRead(classify(*Call->Callee))))
      continue;
    // The body tells more than a name such as `race`.
    if ((Role == CallRole::None || Role == CallRole::Join) &&
        isOvertaken(*Call, Made.More.Result)) {
      T.By = Call;
      T.How = Fate::Detached;
      T.Overtaken = true;
      return;
    }
    switch (Role) {
    case CallRole::Spawn:
      return spawned(*Call, T);
    case CallRole::Join:
      return joined(*Call, T);
    case CallRole::Block:
      // sync_wait(t) returns when the task is done.
      T.How = Fate::Awaited;
      return;
    default:
      break;
    }
    QualType Gives = Call->Callee->getReturnType();
    if (isa<CXXConstructorDecl>(Call->Callee) || Types.isAwaitable(Gives))
      return follow(*Call, T, Depth + 1);
    if (Gives->isVoidType()) {
      // It is given a task and gives nothing back to wait for.
      if (!Call->Object || !localOf(Call->Object))
        return spawned(*Call, T);
      continue;
    }
    // What gives a number, or the task's own result, has run the task.
    if (!Gives->isRecordType()) {
      T.How = Fate::Unknown;
      return;
    }
    return spawned(*Call, T);
  }
  if (Kept)
    return keep(Kept->Place, T);
  if (const SuspendFact *S = awaitOf(Made)) {
    T.How = Fate::Awaited;
    T.Join = S;
    return;
  }
  if (T.Eager && Made.More.Dropped)
    T.How = Fate::Detached;
}

void Tasks::Finder::start(const CallFact &Call) {
  // A reference is to a task that there was.
  if (!Call.Callee || isa<CXXConstructorDecl>(Call.Callee) ||
      Call.Callee->getReturnType()->isReferenceType() ||
      !Types.isTask(Call.Callee->getReturnType()))
    return;
  CallRole Role = Owner.roleOf(Call).Role;
  if (Role == CallRole::Join || Role == CallRole::Spawn ||
      Role == CallRole::Switch || Role == CallRole::Offload)
    return;
  // What passes a task on is not its start.
  for (const Fact *From : Call.From)
    if (const auto *Inner = dyn_cast<CallFact>(From))
      if (Inner->Callee && Types.isTask(Inner->Callee->getReturnType()))
        return;
  TaskStart T;
  T.Start = &Call;
  T.Closure = Call.More.Called;
  T.Block = Block;
  T.Body = Call.Callee->getDefinition();
  T.Eager = Types.isEager(Call.Callee->getReturnType());
  follow(Call, T);
  Found.push_back(T);
}

/// What a visible callee does with the callable it is given.
void Tasks::Finder::fateInCallee(const CallFact &Call, unsigned Index,
                                 TaskStart &T) {
  const FunctionDecl *Definition = Call.Callee->getDefinition();
  if (!Definition || Index >= Definition->getNumParams())
    return;
  const VarDecl *Parameter = Definition->getParamDecl(Index);
  auto IsIt = [&](const Path *Place) {
    return Place && Place->base().step() == Path::Step::Variable &&
           Place->base().decl() == Parameter;
  };
  for (const TaskStart &Inner : Owner.of(*Definition)) {
    bool Calls = IsIt(Inner.Start->Object);
    if (!Calls && Inner.Closure)
      Calls = any_of(Inner.Closure->Captures,
                     [&](const Binding &B) { return IsIt(B.Outside); });
    if (!Calls || !Inner.runsBesideCaller())
      continue;
    T.How = Fate::Joined;
    T.Many = Inner.InLoop || Inner.Many;
    return;
  }
}

/// Callables that give tasks, and those who are given them.
void Tasks::Finder::handOver(const CallFact &Call) {
  if (!Call.Callee || isa<CXXConstructorDecl>(Call.Callee))
    return;
  for (unsigned I = 0; I != Call.More.Callables.size(); ++I) {
    const ClosureFact *Closure = Call.More.Callables[I];
    if (!Closure || !Closure->Function ||
        !Types.isTask(Closure->Function->getReturnType()))
      continue;
    TaskStart T;
    T.Start = &Call;
    T.Closure = Closure;
    T.Block = Block;
    T.Body = Closure->Function->getDefinition();
    T.Eager = true;
    switch (Owner.roleOf(Call).Role) {
    case CallRole::Spawn:
      spawned(Call, T);
      break;
    case CallRole::Join:
      joined(Call, T);
      T.Many = Closure->Function->getNumParams() > 0;
      break;
    case CallRole::Block:
      T.How = Fate::Awaited;
      break;
    default: {
      QualType Gives = Call.Callee->getReturnType();
      if (Gives->isVoidType() && !Call.Object) {
        spawned(Call, T);
        break;
      }
      T.Join = awaitOf(Call);
      T.How = T.Join ? Fate::Awaited : Fate::Unknown;
      fateInCallee(Call, I, T);
      if (T.How == Fate::Joined)
        T.By = &Call;
      break;
    }
    }
    if (T.Many)
      for (unsigned J = 0; J != Call.Arguments.size() && !T.Range; ++J)
        if (J != I && Call.Arguments[J] &&
            Call.Arguments[J]->step() != Path::Step::Temporary)
          T.Range = Call.Arguments[J];
    Found.push_back(T);
  }
}

std::vector<TaskStart> Tasks::Finder::run() {
  collect();
  for (auto [Call, At] : Calls) {
    Block = At;
    start(*Call);
    handOver(*Call);
  }
  for (TaskStart &T : Found)
    T.InLoop = reaches(Facts, *T.Start, *T.Start, T.Join);
  llvm::sort(Found, [](const TaskStart &A, const TaskStart &B) {
    return A.Start->id() < B.Start->id();
  });
  return std::move(Found);
}

const std::vector<TaskStart> &Tasks::of(const FunctionDecl &Function) {
  static const std::vector<TaskStart> None;
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return None;
  auto [It, New] = Known.try_emplace(Definition);
  if (!New)
    return It->second ? It->second->Starts : None;
  const FunctionFacts *Facts = Summaries.store().get(*Definition);
  if (!Facts)
    return None;
  auto Found = std::make_unique<OfFunction>();
  Found->Starts = Finder(*this, *Facts).run();
  return (Known[Definition] = std::move(Found))->Starts;
}

} // namespace async
