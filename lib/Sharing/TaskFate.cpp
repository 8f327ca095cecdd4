#include "Sharing/TaskFinder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

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

} // namespace async
