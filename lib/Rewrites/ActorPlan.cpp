#include "Rewrites/ActorPlan.h"

#include "Rewrites/ActorObstacles.h"
#include "Rewrites/OwnCalls.h"
#include "Rewrites/SourceText.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace async {
namespace {

class Planner {
public:
  Planner(const CXXRecordDecl &Class, ClassView &View, Starters &Started,
          std::vector<Obstacle> &Obstacles)
      : Class(Class), View(View), Started(Started),
        Summaries(Started.tasks().summaries()),
        TheUnit(Summaries.store().unit()), Obstacles(Obstacles) {}

  std::optional<ActorPlan> plan() {
    findObstaclesOfClass(Class, TheUnit.AST, Obstacles);
    if (!Obstacles.empty())
      return std::nullopt;
    findState();
    findTouching();
    if (State.empty() || !changesInCoroutine()) {
      add(Class.getLocation(), "no coroutine of '" + Class.getNameAsString() +
                                   "' changes a member of it");
      return std::nullopt;
    }
    for (const MemberFunction &M : View.functions())
      if (M.What != MemberFunction::Kind::Method && touches(M))
        add(M.Function->getLocation(),
            M.What == MemberFunction::Kind::Friend
                ? "a friend touches what the actor is to own: make it ask for it"
                : "this lambda touches what the actor is to own: make it a "
                  "member function");
    for (const FieldDecl *F : State)
      if (F->getParent() != &Class)
        add(F->getLocation(), "'" + F->getNameAsString() +
                                  "' belongs to the base '" +
                                  F->getParent()->getNameAsString() + "'");
    addMessages();
    addRedirects();
    if (!Obstacles.empty())
      return std::nullopt;
    llvm::append_range(Plan.State, State);
    llvm::sort(Plan.State, [](const FieldDecl *A, const FieldDecl *B) {
      return A->getFieldIndex() < B->getFieldIndex();
    });
    Plan.Class = &Class;
    return std::move(Plan);
  }

private:
  void add(SourceLocation Where, std::string Text) {
    Obstacles.push_back({Where, std::move(Text)});
  }

  /// The member that an access of \p M is to; null for none.
  const FieldDecl *memberOf(const Access &A, const MemberFunction &M) {
    const Path *Place =
        asMember(*A.Place, Class, TheUnit.Paths,
                 M.What == MemberFunction::Kind::Friend);
    while (Place && Place->depth() > 1)
      Place = Place->parent();
    return Place && Place->step() == Path::Step::Field
               ? dyn_cast<FieldDecl>(Place->decl())
               : nullptr;
  }

  /// Locks, channels, executors: made to be shared.
  bool isForSharing(const FieldDecl &F) const {
    const TypeModel *Known = TheUnit.Library->find(F.getType());
    if (!Known)
      return false;
    switch (Known->Role) {
    case TypeRole::ThreadMutex:
    case TypeRole::AsyncMutex:
    case TypeRole::AsyncCondition:
    case TypeRole::ThreadCondition:
    case TypeRole::AsyncChannel:
    case TypeRole::TaskScope:
    case TypeRole::Executor:
      return true;
    default:
      return false;
    }
  }

  void findState() {
    for (const MemberFunction &M : View.functions()) {
      if (M.IsSpecial)
        continue;
      for (const Access &A : Summaries.of(*M.Function))
        if (const FieldDecl *F = A.writes() ? memberOf(A, M) : nullptr;
            F && !isForSharing(*F))
          State.insert(F);
    }
  }

  bool touches(const MemberFunction &M) {
    return llvm::any_of(Summaries.of(*M.Function), [&](const Access &A) {
      const FieldDecl *F = memberOf(A, M);
      return F && State.contains(F);
    });
  }

  bool changesInCoroutine() {
    return llvm::any_of(View.functions(), [&](const MemberFunction &M) {
      return M.IsCoroutine && !M.IsSpecial &&
             M.What == MemberFunction::Kind::Method &&
             llvm::any_of(Summaries.of(*M.Function), [&](const Access &A) {
               const FieldDecl *F = A.writes() ? memberOf(A, M) : nullptr;
               return F && State.contains(F);
             });
    });
  }

  bool returnsTask(const FunctionDecl &F) const {
    return getCoroutineBody(F) || TheUnit.Tasks.isTask(F.getReturnType());
  }

  static bool isEntry(const MemberFunction &M) {
    return M.Function->getAccess() != AS_private || M.IsStarted;
  }

  /// A function touches the state if it does so itself, or calls one that does
  /// without sending it a message: a private helper, or one that can't be awaited.
  /// What is called inside of the actor belongs to it as a whole: it can't wait for
  /// a reply of the coroutine that it runs in.
  void findTouching() {
    for (const MemberFunction &M : View.functions()) {
      if (M.What != MemberFunction::Kind::Method || M.IsSpecial)
        continue;
      Calls[M.Function] = ownCalls(*M.Function, View);
      if (touches(M))
        Touching.insert(M.Function);
    }
    auto IsSend = [&](const CXXMethodDecl &Callee) {
      const MemberFunction *M = View.find(Callee);
      return M && isEntry(*M) && returnsTask(Callee);
    };
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const auto &[Caller, Made] : Calls) {
        bool Inside = Touching.contains(Caller);
        for (const OwnCall &C : Made) {
          const FunctionDecl *Callee = C.Callee->getDefinition();
          if (!Inside && Touching.contains(Callee) &&
              (!IsSend(*C.Callee) || CalledInside.contains(Caller)))
            Changed |= Touching.insert(Caller);
          if (Inside && !runsBeside(*Caller, C))
            Changed |= CalledInside.insert(Callee).second;
        }
      }
    }
  }

  const TaskStart *startOf(const FunctionDecl &Caller, const OwnCall &Call) {
    for (const TaskStart &T : Started.tasks().of(Caller))
      if (T.Start && T.Start->Callee &&
          T.Start->Callee->getCanonicalDecl() ==
              Call.Callee->getCanonicalDecl() &&
          T.Start->range().getBegin() == Call.Call->getBeginLoc())
        return &T;
    return nullptr;
  }

  bool runsBeside(const FunctionDecl &Caller, const OwnCall &Call) {
    const TaskStart *T = startOf(Caller, Call);
    return T && (T->How == TaskStart::Fate::Detached ||
                 T->How == TaskStart::Fate::Stored);
  }

  void addMessages() {
    std::vector<const MemberFunction *> Found;
    for (const MemberFunction &M : View.functions())
      if (Touching.contains(M.Function) && isEntry(M))
        Found.push_back(&M);
    llvm::sort(Found, [](const MemberFunction *A, const MemberFunction *B) {
      return A->Function->getCanonicalDecl()->getLocation() <
             B->Function->getCanonicalDecl()->getLocation();
    });
    for (const MemberFunction *M : Found)
      addMessage(cast<CXXMethodDecl>(*M->Function));
    findObstaclesOfHandlers(Class, Touching.getArrayRef(), State.getArrayRef(),
                            Summaries, Obstacles);
    // The plain functions get tasks like those of the coroutines.
    for (ActorMessage &M : Plan.Messages) {
      auto Task = M.IsAwaited || M.IsPosted ? spellTask(*M.Method) : std::nullopt;
      if (!Task || M.IsPosted || !Plan.Task.Before.empty())
        continue;
      Plan.Task = Task->first;
      Plan.Queue = mailboxFor(M.Method->getReturnType(), TheUnit.AST,
                              *TheUnit.Library);
    }
    if (Plan.Task.Before.empty() && Obstacles.empty())
      add(Class.getLocation(),
          "no coroutine of '" + Class.getNameAsString() +
              "' returns a class template that can be awaited, such as task<int>: "
              "it can't be told how to wait for a reply");
  }

  void addMessage(const CXXMethodDecl &Method) {
    ActorMessage M;
    M.Method = Method.getCanonicalDecl();
    const std::string Name = Method.getNameAsString();
    if (Method.isVirtual())
      add(Method.getLocation(), "'" + Name + "' is virtual: what overrides it would have to become a message "
                      "as well");
    if (Method.getPrimaryTemplate() || Method.isVariadic())
      add(Method.getLocation(),
          "'" + Name + "' is a template or takes any arguments");
    if (returnsTask(Method)) {
      if (!TheUnit.Tasks.isAwaitable(Method.getReturnType())) {
        M.IsPosted = true;
        M.Result = "void";
      } else if (auto Task = spellTask(Method)) {
        M.IsAwaited = true;
        M.Result = Task->second;
      } else {
        add(Method.getLocation(), "it can't be told what a reply to '" + Name +
                                      "' is: its type is no class template");
      }
    } else {
      M.Result = spellResult(Method);
    }
    for (const ParmVarDecl *P : M.Method->parameters()) {
      QualType Type = P->getType();
      if (Type->isLValueReferenceType() &&
          !Type.getNonReferenceType().isConstQualified())
        add(P->getLocation(),
            "'" + P->getNameAsString() + "' of '" + Name +
                "' refers to something of the caller's that it can change: a "
                "message has values; return what changes");
      ActorMessage::Argument A;
      A.Type = spellValue(*P, TheUnit.AST);
      A.Name = P->getNameAsString();
      A.ByReference = Type->isLValueReferenceType();
      if (P->hasDefaultArg() && !P->hasUnparsedDefaultArg() &&
          !P->hasUninstantiatedDefaultArg())
        A.Default = SourceText(TheUnit.AST)
                        .original(P->getDefaultArgRange())
                        .str();
      M.Arguments.push_back(std::move(A));
    }
    Plan.Messages.push_back(std::move(M));
  }

  const CXXMethodDecl *messageOf(const CXXMethodDecl &Callee) const {
    for (const ActorMessage &M : Plan.Messages)
      if (M.Method == Callee.getCanonicalDecl())
        return M.Method;
    return nullptr;
  }

  void addRedirects() {
    for (const auto &[Caller, Made] : Calls)
      if (Touching.contains(Caller))
        for (const OwnCall &C : Made)
          addRedirect(*Caller, C);
    // Before run() starts nobody answers, and nobody else is there.
    for (const MemberFunction &M : View.functions())
      if (M.What == MemberFunction::Kind::Method && M.IsSpecial)
        for (const OwnCall &C : ownCalls(*M.Function, View))
          if (!returnsTask(*C.Callee))
            addRedirect(*M.Function, C);
  }

  void addRedirect(const FunctionDecl &Caller, const OwnCall &C) {
    const CXXMethodDecl *To = messageOf(*C.Callee);
    if (!To || runsBeside(Caller, C))
      return;
    const TaskStart *T = startOf(Caller, C);
    if (T && T->runsBesideCaller() && T->By) {
      add(C.Call->getExprLoc(),
          "'" + To->getNameAsString() + "' would be started here beside others by "
              "'" + Caller.getNameAsString() +
              "', which touches the state itself and waits for it: an actor "
              "handles one message at a time; split '" +
              Caller.getNameAsString() + "'");
      return;
    }
    SourceLocation Name = C.Name;
    if (Name.isMacroID())
      add(Name, "'" + To->getNameAsString() + "' is called in a macro");
    Plan.Redirects.push_back({SourceRange(Name, Name), To});
  }

  const CXXRecordDecl &Class;
  ClassView &View;
  Starters &Started;
  Accesses &Summaries;
  Unit &TheUnit;
  std::vector<Obstacle> &Obstacles;
  ActorPlan Plan;
  llvm::SetVector<const FieldDecl *> State;
  llvm::SetVector<const FunctionDecl *> Touching;
  llvm::SmallPtrSet<const FunctionDecl *, 8> CalledInside;
  llvm::MapVector<const FunctionDecl *, std::vector<OwnCall>> Calls;
};

} // namespace

std::optional<ActorPlan> planActor(const CXXRecordDecl &Class, ClassView &View,
                                   Starters &Started,
                                   std::vector<Obstacle> &Obstacles) {
  return Planner(Class, View, Started, Obstacles).plan();
}

} // namespace async
