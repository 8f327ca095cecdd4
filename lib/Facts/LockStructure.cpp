/// \file
/// What bodies tell about types that no model knows: which class is a mutex,
/// which is a guard, and what a guard's functions do.

#include "Facts/LockTypes.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

/// Calls \p Visit for each call in \p Body that is not in a nested function.
template <typename VisitT> static void forEachCall(const Stmt *Body, VisitT Visit) {
  if (!Body || isa<LambdaExpr>(Body))
    return;
  if (const auto *Call = dyn_cast<CallExpr>(Body))
    Visit(*Call);
  for (const Stmt *Child : Body->children())
    forEachCall(Child, Visit);
}

/// A public member function of this name that takes nothing.
const CXXMethodDecl *LockTypes::findNullary(const CXXRecordDecl &Class,
                                        StringRef Name) {
  for (const CXXMethodDecl *Method : Class.methods())
    if (Method->getDeclName().isIdentifier() && Method->getName() == Name &&
        Method->getNumParams() == 0 && Method->getAccess() == AS_public)
      return Method;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const auto *Record = Base.getType()->getAsCXXRecordDecl())
      if (Record->hasDefinition())
        if (const auto *Method = findNullary(*Record->getDefinition(), Name))
          return Method;
  return nullptr;
}

bool LockTypes::destructorUnlocks(const CXXRecordDecl &Class) {
  const CXXDestructorDecl *Destructor = Class.getDestructor();
  if (!Destructor || Destructor->isImplicit())
    return false;
  bool Unlocks = false;
  forEachCall(Destructor->getBody(), [&](const CallExpr &Call) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const CXXRecordDecl *On = Member ? Member->getRecordDecl() : nullptr;
    // The guard's own unlock(): look at what that does.
    if (On && On->getCanonicalDecl() == Class.getCanonicalDecl())
      Unlocks |=
          effectFromBody(*Member->getMethodDecl()).Role == CallRole::Release;
    else
      Unlocks |= roleOnLock(Call) == CallRole::Release;
  });
  return Unlocks;
}

/// What a call does to a thread's lock: reset() of an optional is a release only
/// if the optional holds a guard.
CallRole LockTypes::roleOnLock(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return CallRole::None;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  if (!Member)
    return Library.findCall(*Callee).Role;
  const CXXRecordDecl *On = Member->getRecordDecl();
  if (!On || !On->hasDefinition())
    return CallRole::None;
  LockKind Kind = classify(On);
  if (Kind == LockKind::AsyncMutex || Kind == LockKind::AsyncGuard)
    return CallRole::None;
  if (Kind != LockKind::None)
    return effect(*Callee).Role;
  if (Library.find(*On) ||
      !isLockable(*On->getDefinition(), /*UsedAsLock=*/true) ||
      !Callee->getDeclName().isIdentifier())
    return CallRole::None;
  if (Callee->getName().starts_with("unlock"))
    return CallRole::Release;
  return Callee->getName().starts_with("lock") ? CallRole::Acquire
                                               : CallRole::None;
}

/// False if the body of lock() is seen and can't wait: it has no loop, and calls
/// nothing that could. Such a class checks its use, or does nothing.
bool LockTypes::canBlock(const FunctionDecl &Lock) {
  const FunctionDecl *Definition = Lock.getDefinition();
  if (!Definition || !Definition->getBody())
    return true;
  bool Can = false;
  auto Visit = [&](const auto &Self, const Stmt *S) -> void {
    if (!S || Can)
      return;
    Can |= isa<WhileStmt, DoStmt, ForStmt>(S);
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      Can |= !Callee || !Callee->isNoReturn();
    }
    for (const Stmt *Child : S->children())
      Self(Self, Child);
  };
  Visit(Visit, Definition->getBody());
  return Can;
}

/// [thread.req.lockable.basic]: lock() and unlock(). That alone is also a door;
/// without a model it must show that it is a lock: by being given to a guard,
/// by try_lock ([thread.req.lockable.req]), or by what it is made of.
bool LockTypes::isLockable(const CXXRecordDecl &Class, bool UsedAsLock) {
  const CXXMethodDecl *Lock = findNullary(Class, "lock");
  const CXXMethodDecl *Unlock = findNullary(Class, "unlock");
  if (!Lock || !Unlock || !Lock->getReturnType()->isVoidType() ||
      !Unlock->getReturnType()->isVoidType())
    return false;
  if (!canBlock(*Lock))
    return false;
  if (UsedAsLock)
    return true;
  if (const CXXMethodDecl *Try = findNullary(Class, "try_lock"))
    return Try->getReturnType()->isBooleanType();
  for (const FieldDecl *Field : Class.fields()) {
    const CXXRecordDecl *Part = Field->getType()->getAsCXXRecordDecl();
    if (!Part)
      continue;
    if (classify(Part) == LockKind::ThreadMutex)
      return true;
    if (Part->isInStdNamespace() && Part->getDeclName().isIdentifier() &&
        (Part->getName() == "atomic_flag" || Part->getName() == "atomic"))
      return true;
  }
  return false;
}

/// A guard's own member functions do what their bodies do to what it owns;
/// where the body is not seen, what their names say.
CallModel LockTypes::effectFromBody(const CXXMethodDecl &Method) {
  CallModel Model;
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Method) ||
      Method.isOverloadedOperator())
    return Model;
  StringRef Name =
      Method.getDeclName().isIdentifier() ? Method.getName() : "";
  const FunctionDecl *Definition = Method.getDefinition();
  if (!Definition || !Definition->getBody()) {
    if (Name == "unlock" || Name == "Unlock" || Name == "Release")
      Model.Role = CallRole::Release;
    else if (Name == "lock" || Name == "Lock")
      Model.Role = CallRole::Acquire;
    else if (Name == "owns_lock")
      Model.Role = CallRole::Owns;
    return Model;
  }
  forEachCall(Definition->getBody(), [&](const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || Callee->getCanonicalDecl() == Method.getCanonicalDecl())
      return;
    CallRole Role = roleOnLock(Call);
    if (Role == CallRole::Acquire || Role == CallRole::Release ||
        Role == CallRole::TryAcquire || Role == CallRole::Owns)
      Model.Role = Role;
  });
  return Model;
}

bool LockTypes::locksByItself(const CXXConstructorDecl &Constructor) {
  const FunctionDecl *Definition = Constructor.getDefinition();
  if (!Definition)
    return false;
  const auto &Defined = cast<CXXConstructorDecl>(*Definition);
  bool Locks = false;
  auto Visit = [&](const CallExpr &Call) {
    Locks |= roleOnLock(Call) == CallRole::Acquire;
  };
  forEachCall(Defined.getBody(), Visit);
  for (const CXXCtorInitializer *Init : Defined.inits()) {
    const Expr *Value = Init->getInit()->IgnoreImplicit();
    forEachCall(Value, Visit);
    const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
    if (!Construct || classify(Construct->getType()) != LockKind::ThreadGuard)
      continue;
    bool Deferred = false, Takes = false;
    for (const Expr *Argument : Construct->arguments()) {
      Deferred |= tag(Argument->getType()) == GuardTag::Deferred;
      QualType Type = Argument->getType();
      LockKind Kind =
          classify(Type->isPointerType() ? Type->getPointeeType() : Type);
      Takes |= Kind == LockKind::ThreadMutex || Kind == LockKind::ThreadGuard;
    }
    Locks |= Takes && !Deferred;
  }
  return Locks;
}

} // namespace async
