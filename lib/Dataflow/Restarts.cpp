#include "Dataflow/Restarts.h"

#include "Facts/Guards.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

bool isOnceByName(const FunctionDecl &Function) {
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return true;
  if (!Function.getDeclName().isIdentifier())
    return false;
  StringRef Name = Function.getName();
  for (StringRef Once : {"start", "run", "init", "open", "launch", "setup",
                         "begin", "main", "serve", "listen", "boot",
                         // An awaiter's functions are called once a wait, in
                         // their order.
                         "await_ready", "await_suspend", "await_resume"})
    if (Name.size() >= Once.size() &&
        Name.take_front(Once.size()).equals_insensitive(Once))
      return true;
  return false;
}

bool isOpeningByName(const FunctionDecl &Function) {
  if (isOnceByName(Function))
    return true;
  if (!Function.getDeclName().isIdentifier() ||
      Function.getName().starts_with_insensitive("re"))
    return false;
  for (StringRef Part :
       {"connect", "handshake", "login", "log_in", "auth", "negotiat", "load",
        "configure", "bootstrap", "attach", "establish", "accept", "init"})
    if (Function.getName().contains_insensitive(Part))
      return true;
  return false;
}

bool isGuarded(const FunctionFacts &Facts, const TaskStart &Start,
               Accesses &Summaries) {
  for (const Guards::Decider &D : Facts.guards().of(Start.Start->block()))
    for (const Fact *F : Facts.in(*D.Branch)) {
      const auto *Branch = dyn_cast<BranchFact>(F);
      if (!Branch)
        continue;
      bool Looks = llvm::any_of(Branch->From, [&](const Fact *From) {
        llvm::SmallVector<Access, 4> Seen;
        Summaries.of(*From, Seen);
        const auto *Call = dyn_cast<CallFact>(From);
        return (Call && Call->Object &&
                Call->Object->base().step() == Path::Step::This) ||
               llvm::any_of(Seen, [](const Access &A) {
                 return A.Place->base().step() == Path::Step::This ||
                        A.Place->base().step() == Path::Step::Global;
               });
      });
      if (Looks)
        return true;
    }
  return false;
}

llvm::SmallVector<Restart, 2> restartsOf(const FunctionDecl &Coroutine,
                                         const ClassView &Class,
                                         Tasks &Started) {
  llvm::SmallVector<Restart, 2> Found;
  bool Again = false;
  for (const MemberFunction &M : Class.functions()) {
    if (M.IsSpecial || isOnceByName(*M.Function))
      continue;
    const FunctionFacts *Facts = Started.summaries().store().get(*M.Function);
    if (!Facts)
      continue;
    for (const TaskStart &T : Started.of(*M.Function)) {
      if (T.Body != Coroutine.getDefinition() || !T.runsBesideCaller() ||
          !T.Start->Object || T.Start->Object->step() != Path::Step::This ||
          isGuarded(*Facts, T, Started.summaries()))
        continue;
      Found.push_back({M.Function, &T});
      Again |= T.runsBesideItself() || !M.Function->param_empty();
    }
  }
  if (!Again && Found.size() < 2)
    Found.clear();
  return Found;
}

} // namespace async
