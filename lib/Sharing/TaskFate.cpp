#include "Sharing/TaskFinder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

bool Tasks::Finder::isScope(const CallFact &Spawner) const {
  const Models &Library = *Owner.Summaries.store().unit().Library;
  auto Is = [&](QualType Type) {
    const TypeModel *Model = Library.find(Type);
    return Model && Model->Role == TypeRole::TaskScope;
  };
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Spawner.Callee))
    if (const TypeModel *Model = Library.find(*Method->getParent());
        Model && Model->Role == TypeRole::TaskScope)
      return true;
  for (const ParmVarDecl *Parameter : Spawner.Callee->parameters())
    if (Is(Parameter->getType()))
      return true;
  return false;
}

void Tasks::Finder::keep(const Path &Place, TaskStart &T) {
  T.Kept = &Place;
  if (!localOf(&Place)) {
    T.How = Fate::Stored;
    return;
  }
  T.Join = awaitOn(Place.base());
  if (!T.Join) {
    T.How = T.Eager || T.By ? Fate::Stored : Fate::Unknown;
    return;
  }
  T.How = T.Eager || T.By ? Fate::Joined : Fate::Awaited;
}

void Tasks::Finder::spawned(const CallFact &Spawner, TaskStart &T) {
  T.By = &Spawner;
  if (isScope(Spawner)) {
    T.How = Fate::Scoped;
    if (Spawner.Object)
      T.Join = awaitOn(*Spawner.Object);
    return;
  }
  T.How = Fate::Detached;
  if (isAwaitedDirectly(Spawner)) {
    T.How = Fate::Awaited;
    T.Join = awaitOf(Spawner);
    return;
  }
  // post(pool, job()).wait(): the handle is waited for in the same expression.
  if (Spawner.More.Result)
    if (auto It = Takers.find(Spawner.More.Result);
        It != Takers.end() && any_of(It->second, [&](const CallFact *Taker) {
          // By the type of the handle: what waits may be its base's.
          return Taker->Object == Spawner.More.Result && Taker->Callee &&
                 Owner.Summaries.store()
                         .unit()
                         .Library->findCall(*Taker->Callee,
                                            Spawner.Callee->getReturnType())
                         .Role == CallRole::Block;
        })) {
      T.How = Fate::Awaited;
      return;
    }
  if (auto It = Users.find(&Spawner); It != Users.end()) {
    // What is done with a container comes after the handle was put there.
    for (const Fact *User : It->second)
      if (const auto *Call = dyn_cast<CallFact>(User);
          Call && Call->Object && Call->Callee &&
          classify(*Call->Callee) == Operation::Grows) {
        keep(*Call->Object, T);
        return;
      }
    for (const Fact *User : It->second) {
      if (const auto *Write = dyn_cast<WriteFact>(User)) {
        keep(Write->Place, T);
        return;
      }
      if (isa<ReturnFact>(User))
        T.How = Fate::Returned;
      else if (isa<CallFact>(User))
        T.How = Fate::Unknown;
    }
  }
  // A local object that took the task may wait for it in its destructor.
  if (T.How == Fate::Detached && Spawner.Object && localOf(Spawner.Object)) {
    T.Join = awaitOn(*Spawner.Object);
    T.How = T.Join ? Fate::Scoped : Fate::Unknown;
  }
}

void Tasks::Finder::joined(const CallFact &Joiner, TaskStart &T) {
  T.By = &Joiner;
  T.Join = awaitOf(Joiner);
  T.How = T.Join ? Fate::Joined : Fate::Unknown;
  if (T.Join)
    return;
  auto It = Users.find(&Joiner);
  if (It == Users.end())
    return;
  for (const Fact *User : It->second) {
    // when_all(...) awaited through something else: `| on(...)`.
    if (const auto *Call = dyn_cast<CallFact>(User))
      T.Join = awaitOf(*Call);
    if (T.Join || isa<ReturnFact>(User))
      T.How = Fate::Joined;
  }
}

/// By name: what counts to the last, or waits for all.
static bool waitsForAll(StringRef Name) {
  for (StringRef Part : {"latch", "group", "barrier", "count", "semaphore",
                         "gate", "scope", "nursery", "all", "join"})
    if (Name.contains_insensitive(Part))
      return true;
  return false;
}

static StringRef nameOf(const NamedDecl *D) {
  return D && D->getDeclName().isIdentifier() ? D->getName() : "";
}

/// True if \p Facts' function counts how many have come.
static bool countsDown(const FunctionFacts &Facts) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Write = dyn_cast<WriteFact>(F);
      const auto *Call = dyn_cast<CallFact>(F);
      if ((Write && (Write->How == WriteFact::Form::Increase ||
                     Write->How == WriteFact::Form::Decrease)) ||
          (Call && Call->Callee &&
           (Call->Callee->isOverloadedOperator()
                ? Call->Callee->getOverloadedOperator() == OO_PlusPlus ||
                      Call->Callee->getOverloadedOperator() == OO_MinusMinus
                : waitsForAll(nameOf(Call->Callee)) ||
                      nameOf(Call->Callee).contains("arrive") ||
                      nameOf(Call->Callee).contains("fetch_") ||
                      nameOf(Call->Callee).contains("leave"))))
        return true;
    }
  return false;
}

/// True if \p Helper starts \p Task, or a coroutine that awaits it, and keeps no
/// handle; \p By is what takes it.
bool Tasks::Finder::isLeftRunning(const FunctionFacts &Helper,
                                  const ParmVarDecl &Task,
                                  const CallFact *&By) const {
  const SourceManager &SM =
      Owner.Summaries.store().unit().AST.getSourceManager();
  const Path *Place = Owner.Summaries.store().unit().Paths.getVariable(&Task);
  const WriteFact *Moved = nullptr;
  for (const CFGBlock *B : Helper.graph())
    for (const Fact *F : Helper.in(*B))
      if (const auto *Write = dyn_cast<WriteFact>(F);
          Write && &Write->Place == Place && Write->How == WriteFact::Form::Taken)
        Moved = Write;
  if (!Moved)
    return false;
  auto Around = [&](SourceRange Outer, SourceRange Inner) {
    return SM.isPointWithin(SM.getExpansionLoc(Inner.getBegin()),
                            SM.getExpansionLoc(Outer.getBegin()),
                            SM.getExpansionLoc(Outer.getEnd()));
  };
  By = nullptr;
  for (const CFGBlock *B : Helper.graph())
    for (const Fact *F : Helper.in(*B))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Call->Callee && !isa<CXXConstructorDecl>(Call->Callee) &&
          Around(Call->range(), Moved->range()) &&
          (!By || Around(By->range(), Call->range())))
        By = Call;
  if (!By || Owner.roleOf(*By).Role == CallRole::Join)
    return false;
  if (!Types.isTask(By->Callee->getReturnType()))
    return !isScope(*By) && !By->Object &&
           (By->More.Dropped || By->Callee->getReturnType()->isVoidType());
  // A coroutine that awaits it, is started, and says when it is done.
  const FunctionDecl *Body = By->Callee->getDefinition();
  const FunctionFacts *Inner =
      Body && getCoroutineBody(*Body) ? Owner.Summaries.store().get(*Body) : nullptr;
  if (!Inner || countsDown(*Inner))
    return false;
  return llvm::any_of(Owner.of(Helper.function()), [&](const TaskStart &T) {
    return T.Start == By && T.How == Fate::Detached;
  });
}

/// A hand-written `first_of(a, b)`: it starts both, waits once, and returns.
bool Tasks::Finder::isOvertaken(const CallFact &Helper, const Path *Task) const {
  const FunctionDecl *Definition =
      Helper.Callee ? Helper.Callee->getDefinition() : nullptr;
  const Unit &TheUnit = Owner.Summaries.store().unit();
  if (!Task || !Definition || Definition == &Facts.function() ||
      !getCoroutineBody(*Definition) ||
      TheUnit.AST.getSourceManager().isInSystemHeader(Definition->getLocation()))
    return false;
  const FunctionFacts *Inner = Owner.Summaries.store().get(*Definition);
  if (!Inner || Inner->suspensions() != 1)
    return false;
  unsigned Left = 0;
  const CallFact *Last = nullptr;
  bool Mine = false;
  for (unsigned I = 0;
       I != Definition->getNumParams() && I != Helper.Arguments.size(); ++I) {
    const CallFact *By = nullptr;
    const ParmVarDecl &Parameter = *Definition->getParamDecl(I);
    if (!Types.isTask(Parameter.getType()) ||
        !isLeftRunning(*Inner, Parameter, By))
      continue;
    ++Left;
    Last = By;
    Mine |= Helper.Arguments[I] == Task;
  }
  if (Left < 2 || !Mine)
    return false;
  for (const CFGBlock *B : Inner->graph())
    for (const Fact *F : Inner->in(*B)) {
      const auto *Wait = dyn_cast<SuspendFact>(F);
      if (!Wait)
        continue;
      // In a loop it may count.
      if (!Inner->follows(*Last, *Wait) || Inner->follows(*Wait, *Wait))
        return false;
      bool ForAll = false;
      for (const Fact *From : Wait->From)
        if (const auto *Call = dyn_cast<CallFact>(From)) {
          const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->Callee);
          ForAll |= waitsForAll(nameOf(Call->Callee)) ||
                    (Method && waitsForAll(nameOf(Method->getParent()))) ||
                    Owner.roleOf(*Call).Role == CallRole::Join;
        }
      if (const CXXRecordDecl *Class = Wait->E.getOperand()->getType()->getAsCXXRecordDecl())
        ForAll |= waitsForAll(nameOf(Class));
      return !ForAll && !Wait->From.empty();
    }
  return false;
}

} // namespace async
