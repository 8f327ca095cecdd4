#include "Sharing/ThreadEvidence.h"

#include "Facts/Unit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

/// All below \p S, the bodies of lambdas included.
template <typename VisitT>
static void forEach(const Stmt *S, const VisitT &Visit) {
  if (!S)
    return;
  Visit(S);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      forEach(Init, Visit);
    forEach(getUserBody(*Lambda->getCallOperator()), Visit);
    return;
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    forEach(Suspend->getOperand(), Visit);
    return;
  }
  for (const Stmt *Child : S->children())
    forEach(Child, Visit);
}

static const FunctionDecl *findMain(const ASTContext &AST) {
  for (const NamedDecl *D : AST.getTranslationUnitDecl()->lookup(
           &AST.Idents.get("main")))
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      if (const FunctionDecl *Definition = Function->getDefinition())
        return Definition;
  return nullptr;
}

/// An event loop of a library, and no pool of threads.
static bool isLoop(QualType Type, const Models &Library) {
  const TypeModel *Model = Library.find(Type);
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Model && Model->Role == TypeRole::Executor && Class &&
         Class->getDeclName().isIdentifier() &&
         !Class->getName().contains_insensitive("pool") &&
         Model->Methods.lookup("run").Role == CallRole::Block;
}

static std::optional<OneThread> findInMain(const FunctionDecl &Main,
                                           const Models &Library) {
  unsigned Loops = 0, Runs = 0;
  bool Threads = false;
  SourceLocation At;
  forEach(getUserBody(Main), [&](const Stmt *S) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
      Loops += isLoop(Made->getType(), Library);
      if (isLoop(Made->getType(), Library))
        At = Made->getBeginLoc();
      Threads |= Library.findCall(*Made->getConstructor()).Role ==
                     CallRole::Offload &&
                 Made->getNumArgs() != 0;
      if (const CXXRecordDecl *Class = Made->getType()->getAsCXXRecordDecl();
          Class && Class->getDeclName().isIdentifier())
        Threads |= Class->getName().contains_insensitive("pool");
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (!Callee)
        return;
      Threads |= Library.findCall(*Callee).Role == CallRole::Offload &&
                 !isa<CXXMemberCallExpr>(Call);
      if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
        Runs += isLoop(Member->getImplicitObjectArgument()
                           ->IgnoreParenImpCasts()
                           ->getType(),
                       Library) &&
                Callee->getDeclName().isIdentifier() &&
                Callee->getName() == "run";
    }
  });
  if (Loops != 1 || Runs != 1 || Threads)
    return std::nullopt;
  return OneThread{"", At};
}

std::optional<OneThread> findOneThread(const FunctionDecl &Coroutine,
                                       const Unit &TheUnit) {
  const TypeModel *Task = TheUnit.Library->find(Coroutine.getReturnType());
  if (Task && Task->SingleThreaded)
    return OneThread{Task->Library, SourceLocation()};
  if (const FunctionDecl *Main = findMain(TheUnit.AST))
    return findInMain(*Main, *TheUnit.Library);
  return std::nullopt;
}

bool isUsedByThreads(const CXXRecordDecl &Class, Unit &TheUnit) {
  return llvm::any_of(Class.fields(), [&](const FieldDecl *Field) {
    QualType Type = Field->getType();
    LockKind Kind = TheUnit.Locks.classify(Type);
    const CXXRecordDecl *Record = Type->getAsCXXRecordDecl();
    StringRef Name =
        Record && Record->getDeclName().isIdentifier() ? Record->getName() : "";
    return Kind == LockKind::ThreadMutex || Name.contains("atomic") ||
           Name == "thread" || Name == "jthread" ||
           Name.contains_insensitive("pool");
  });
}

std::optional<unsigned> countMentions(const CXXRecordDecl &Class,
                                      const FieldDecl &Field) {
  unsigned Count = 0;
  bool Complete = !Class.hasFriends();
  auto Look = [&](const FunctionDecl &Function) {
    if (Function.isImplicit() || Function.isDefaulted() || Function.isDeleted())
      return;
    const FunctionDecl *Definition = Function.getDefinition();
    if (!Definition) {
      Complete = false;
      return;
    }
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Definition))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        forEach(Init->getInit(), [&](const Stmt *S) {
          if (const auto *Member = dyn_cast<MemberExpr>(S))
            Count += Member->getMemberDecl() == &Field;
        });
    forEach(getUserBody(*Definition), [&](const Stmt *S) {
      if (const auto *Member = dyn_cast<MemberExpr>(S))
        Count += Member->getMemberDecl() == &Field;
    });
  };
  for (const Decl *D : Class.decls()) {
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D))
      Look(*Method);
    else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      // Nobody knows what the next instance does.
      Complete &= Template->isImplicit();
  }
  return Complete ? std::optional(Count) : std::nullopt;
}

bool isHandedOn(const FunctionDecl &Function, const VarDecl &Variable) {
  unsigned Mentions = 0, Objects = 0;
  auto Names = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref && Ref->getDecl() == &Variable;
  };
  forEach(getUserBody(Function), [&](const Stmt *S) {
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S))
      Objects += Names(Call->getImplicitObjectArgument());
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Mentions += Ref->getDecl() == &Variable;
  });
  return Mentions != Objects;
}

} // namespace async
