/// \file
/// Locks and guards: who takes what, gives it back or hands it on.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

const AcquireFact *
FunctionGenerator::acquire(const Expr &Site, const Path &Owner,
                           llvm::ArrayRef<const Path *> Locks, LockWorld World,
                           AcquireFact::Outcome Result, bool Adopts,
                           bool Recursive, bool Shared) {
  LocksOf[&Owner].assign(Locks.begin(), Locks.end());
  return add<AcquireFact>(Site.getSourceRange(), Owner, Facts.keep(Locks),
                          World, Result, Adopts, Recursive, Shared);
}

void FunctionGenerator::release(SourceRange Site, const Path &Owner) {
  add<ReleaseFact>(Site, Owner);
}

void FunctionGenerator::transfer(SourceRange Site, const Path &From,
                                 const Path &To) {
  if (&From == &To)
    return;
  // The parts that hold locks go to the parts of the other.
  SmallVector<std::pair<const Path *, SmallVector<const Path *, 1>>, 2> Parts;
  for (const auto &Known : LocksOf)
    if (From.contains(*Known.first))
      Parts.push_back({Known.first, Known.second});
  if (Parts.empty()) {
    add<TransferFact>(Site, From, To);
    return;
  }
  // By name, for the map's order is that of addresses.
  llvm::sort(Parts, [](const auto &A, const auto &B) {
    return A.first->spelling() < B.first->spelling();
  });
  for (auto &[Part, Locks] : Parts) {
    const Path *Other = U.Paths.rebase(Part, &From, &To);
    LocksOf[Other] = std::move(Locks);
    add<TransferFact>(Site, *Part, *Other);
  }
}

void FunctionGenerator::swapGuards(const Expr &Site, const Path &A,
                                   const Path &B) {
  const Path &Between = *U.Paths.getTemporary(&Site);
  transfer(Site.getSourceRange(), A, Between);
  transfer(Site.getSourceRange(), B, A);
  transfer(Site.getSourceRange(), Between, B);
}

const Path *FunctionGenerator::lockOf(const Expr *E, LockWorld &World) {
  QualType Type = E->getType().getNonReferenceType();
  const Value &V = value(E);
  const Path *Place = V.Place;
  if (Type->isPointerType()) {
    Type = Type->getPointeeType();
    Place = V.Pointee;
  }
  if (!Place || !U.Locks.isLockable(Type))
    return nullptr;
  World = lockKind(Type) == LockKind::AsyncMutex ? LockWorld::Async
                                                 : LockWorld::Thread;
  return Place;
}

/// A point in time or a duration among a guard's arguments: it may give up.
static bool isTimeLimit(QualType Type) {
  const CXXRecordDecl *Class =
      Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->getDeclName().isIdentifier())
    return false;
  return Class->getName() == "duration" || Class->getName() == "time_point";
}

bool FunctionGenerator::guardFromArguments(const Expr &Site, const Path &Owner,
                                           Exprs Arguments) {
  SmallVector<const Path *, 2> Locks;
  LockWorld World = LockWorld::Thread;
  std::optional<GuardTag> Tag;
  for (const Expr *Argument : Arguments) {
    QualType Type = Argument->getType();
    if (auto Found = U.Locks.tag(Type)) {
      Tag = Found;
    } else if (isTimeLimit(Type)) {
      Tag = GuardTag::Try;
    } else if (const Path *Lock = lockOf(Argument, World)) {
      Locks.push_back(Lock);
    } else if (isGuard(Type)) {
      if (const Path *From = place(Argument)) {
        transfer(Site.getSourceRange(), *From, Owner);
        return true;
      }
    }
  }
  if (Locks.empty())
    return false;
  if (Tag == GuardTag::Deferred) {
    LocksOf[&Owner].assign(Locks.begin(), Locks.end());
    return true;
  }
  acquire(Site, Owner, Locks, World,
          Tag == GuardTag::Try ? AcquireFact::Outcome::Maybe
                               : AcquireFact::Outcome::Held,
          Tag == GuardTag::Adopted);
  return true;
}

void FunctionGenerator::guardConstructed(const CXXConstructExpr &E) {
  const Path &Owner = *U.Paths.getTemporary(&E);
  SmallVector<const Expr *, 4> Arguments;
  for (const Expr *Argument : E.arguments())
    Arguments.push_back(Argument);
  if (guardFromArguments(E, Owner, Arguments))
    return;
  LockWorld World = worldOf(E.getType());
  // A guard that knows what to lock: its constructor's body tells, or that it
  // was declared to be one and is given something.
  const CXXConstructorDecl &Constructor = *E.getConstructor();
  bool Declared = U.Locks.isDeclaredGuard(*Constructor.getParent()) &&
                  !Constructor.isDefaultConstructor() &&
                  !Constructor.isCopyOrMoveConstructor();
  SmallVector<const Path *, 1> Locks;
  for (const Expr *Argument : Arguments)
    if (const Path *Given = Declared ? reach(Argument) : nullptr;
        Given && Locks.empty())
      Locks.push_back(Given);
  if (World == LockWorld::Thread &&
      (!Locks.empty() || U.Locks.locksByItself(Constructor)))
    acquire(E, Owner, Locks, World);
}

/// The guard a factory's visible body returns; null if there is no such body.
static const CXXConstructExpr *guardReturned(const FunctionDecl *Factory) {
  const auto *Body =
      Factory ? dyn_cast_or_null<CompoundStmt>(Factory->getBody()) : nullptr;
  const auto *Return = Body && !Body->body_empty()
                           ? dyn_cast<ReturnStmt>(Body->body_back())
                           : nullptr;
  if (!Return || !Return->getRetValue())
    return nullptr;
  const Expr *Made = strip(Return->getRetValue())->IgnoreParenImpCasts();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Made))
    Made = strip(Cast->getSubExpr())->IgnoreParenImpCasts();
  return dyn_cast<CXXConstructExpr>(Made);
}

void FunctionGenerator::guardFromCall(const CallExpr &E,
                                      const FunctionDecl &Callee,
                                      const Expr *Object, Exprs Arguments) {
  const Path &Owner = *U.Paths.getTemporary(&E);
  if (guardFromArguments(E, Owner, Arguments))
    return;
  LockWorld World = worldOf(E.getType());
  bool Held = true;
  SmallVector<const Path *, 1> Locks;
  const Path *Whole = Object ? reach(Object) : nullptr;
  const FunctionDecl *Definition = Callee.getDefinition();
  if (const CXXConstructExpr *Made = guardReturned(Definition)) {
    if (Made->getNumArgs() == 0)
      Held = U.Locks.locksByItself(*Made->getConstructor());
    for (const Expr *Argument : Made->arguments()) {
      bool Pointer = false;
      if (U.Locks.tag(Argument->getType()) == GuardTag::Deferred)
        Held = false;
      else if (U.Locks.isLockable(Argument->getType()))
        if (const Path *Lock = placeIn(
                Argument, {Definition, Whole, Arguments}, Pointer))
          Locks.push_back(Lock);
    }
  } else if (Whole && Whole->step() != Path::Step::This &&
             !Whole->spelling().empty()) {
    // folly::Synchronized::wlock() and its like lock the object itself.
    Locks.push_back(Whole);
  }
  if (Held)
    acquire(E, Owner, Locks, World);
}

void FunctionGenerator::lockEffect(const CallExpr &E, CallRole Role,
                                   const Expr &Target, Exprs Arguments) {
  const Path *Owner = reach(&Target);
  if (!Owner)
    return;
  QualType Type = Target.getType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  bool Guard = isGuard(Type);
  LockKind Kind = lockKind(Type);
  if (!Guard && !U.Locks.isLockable(Type))
    return;
  LockWorld World =
      Kind == LockKind::AsyncMutex || U.Requests.isGuard(Type)
          ? LockWorld::Async
          : LockWorld::Thread;
  SmallVector<const Path *, 2> Locks;
  if (!Guard)
    Locks.push_back(Owner);
  else if (auto It = LocksOf.find(Owner); It != LocksOf.end())
    Locks.assign(It->second.begin(), It->second.end());
  switch (Role) {
  case CallRole::Acquire:
    // A mutex that is reached in an unknown way can't be matched with its
    // unlock().
    if (!Guard && (Owner->base().step() == Path::Step::Temporary ||
                   UnlockedInClosures.contains(
                       (Owner->isReferent() ? Owner->parent() : Owner)
                           ->decl())))
      return;
    // An awaited lock is taken when its await completes, not by this call.
    if (World == LockWorld::Async && !E.getType()->isVoidType())
      return;
    // optional<guard>::emplace(mutex)
    if (Guard && !Arguments.empty() && guardFromArguments(E, *Owner, Arguments))
      return;
    acquire(E, *Owner, Locks, World, AcquireFact::Outcome::Held,
            /*Adopts=*/false, !Guard && U.Locks.isRecursive(Type));
    return;
  case CallRole::TryAcquire: {
    if (!Guard && Owner->base().step() == Path::Step::Temporary)
      return;
    const AcquireFact *Tried = acquire(E, *Owner, Locks, World,
                                       AcquireFact::Outcome::Maybe);
    if (E.getType()->isBooleanType() || E.getType()->isIntegerType())
      define(&E).Lock.Tried = Tried;
    return;
  }
  case CallRole::Disown:
    // Who takes the mutex that unique_lock::release gives has to unlock it.
    if (Locks.size() == 1 && !Discarded.contains(&E)) {
      transfer(E.getSourceRange(), *Owner, *Locks.front());
      define(&E).Pointee = Locks.front();
      return;
    }
    [[fallthrough]];
  case CallRole::Release:
    release(E.getSourceRange(), *Owner);
    return;
  case CallRole::Owns:
    define(&E).Lock.Owner = Owner;
    return;
  default:
    return;
  }
}

void FunctionGenerator::lockCall(const CallExpr &E, const FunctionDecl &Callee,
                                 const Expr *Object, Exprs Arguments) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
      Operator && Operator->getOperator() == OO_Equal && Object &&
      isGuard(Object->getType())) {
    // [thread.lock.unique.cons]/20: unlocks, then takes over.
    if (const Path *Owner = place(Object)) {
      release(E.getSourceRange(), *Owner);
      if (!Arguments.empty())
        if (const Path *From = place(Arguments.front());
            From && isGuard(Arguments.front()->getType()))
          transfer(E.getSourceRange(), *From, *Owner);
    }
    return;
  }
  FunctionGenerator::Callee Called{&Callee, Object ? reach(Object) : nullptr,
                                   Arguments};
  if (Callee.hasAttr<AcquireCapabilityAttr>() ||
      Callee.hasAttr<TryAcquireCapabilityAttr>() ||
      Callee.hasAttr<ReleaseCapabilityAttr>())
    attributedCall(E, Called);
  CallModel Effect = U.Locks.effect(Callee);
  bool IsLockCall = Effect.Role == CallRole::Acquire ||
                    Effect.Role == CallRole::TryAcquire ||
                    Effect.Role == CallRole::Release ||
                    Effect.Role == CallRole::Disown ||
                    Effect.Role == CallRole::Owns;
  // A guard that was recognised by what awaiting its lock gave.
  if (const Path *Owner = Object ? reach(Object) : nullptr;
      Owner && Effect.Role == CallRole::None && LocksOf.contains(Owner) &&
      Callee.getDeclName().isIdentifier() &&
      (Callee.getName().contains_insensitive("unlock") ||
       Callee.getName().starts_with("release") ||
       Callee.getName() == "reset" || Callee.getName() == "signal" ||
       Callee.getName() == "return_all")) {
    release(E.getSourceRange(), *Owner);
    return;
  }
  if (IsLockCall) {
    if (Effect.Of.All)
      for (const Expr *Argument : Arguments)
        lockEffect(E, Effect.Role, *Argument, {});
    else if (Effect.Of.Index >= 0 &&
             static_cast<size_t>(Effect.Of.Index) < Arguments.size())
      lockEffect(E, Effect.Role, *Arguments[Effect.Of.Index], {});
    else if (Object)
      lockEffect(E, Effect.Role, *Object, Arguments);
    return;
  }
  if (Callee.getDeclName().isIdentifier() && Callee.getName() == "swap") {
    const Expr *Left = Object ? Object : Arguments.size() == 2 ? Arguments[0] : nullptr;
    const Expr *Right = Arguments.empty() ? nullptr : Arguments.back();
    if (Left && Right && isGuard(Left->getType()) && place(Left) &&
        place(Right))
      swapGuards(E, *place(Left), *place(Right));
    return;
  }
  if (E.isPRValue() && isGuard(E.getType())) {
    guardFromCall(E, Callee, Object, Arguments);
    return;
  }
  Called.Function = Callee.getDefinition();
  helperCall(E, Called);
  if ((!Called.Function || getCoroutineBody(*Called.Function)) &&
      Effect.Role == CallRole::None)
    lendGuards(E, Callee, Arguments);
  escapeGuards(E, Arguments);
}

bool FunctionGenerator::mayHold(const Expr *E) {
  if (isGuard(E->getType()))
    return true;
  const Path *Whole = E->getType()->isRecordType() ? place(E) : nullptr;
  return Whole && llvm::any_of(LocksOf, [&](const auto &Known) {
           return Whole->contains(*Known.first);
         });
}

void FunctionGenerator::escapeGuards(const Expr &Site, Exprs Arguments) {
  for (const Expr *Argument : Arguments) {
    if (!mayHold(Argument))
      continue;
    const Path *Owner = place(Argument);
    // By value: the parameter is the callee's. By rvalue reference: it may be.
    if (Owner && (Owner->step() == Path::Step::Temporary ||
                  Argument->isXValue()))
      release(Site.getSourceRange(), *Owner);
  }
}

/// A coroutine that is given a guard by value holds what it holds.
/// What a caller locked is locked for as long as the guard that it passes lives.
void FunctionGenerator::guardParameters() {
  for (const ParmVarDecl *Parameter : Facts.function().parameters()) {
    QualType Type = Parameter->getType();
    LockKind Kind = U.Requests.isGuard(Type)
                        ? LockKind::AsyncGuard
                        : lockKind(Type.getNonReferenceType());
    // A thread guard passed by reference may be unlocked, which is how one waits.
    if (Kind != LockKind::AsyncGuard &&
        (Kind != LockKind::ThreadGuard || Type->isReferenceType()))
      continue;
    const Path &Owner = *U.Paths.getVariable(Parameter);
    add<AcquireFact>(Parameter->getSourceRange(), Owner,
                     llvm::ArrayRef<const Path *>(),
                     Kind == LockKind::AsyncGuard ? LockWorld::Async
                                                  : LockWorld::Thread,
                     AcquireFact::Outcome::Held, /*Adopts=*/false,
                     /*Recursive=*/false);
  }
  requiredLocks();
}

/// requires_capability(mu_), exclusive_locks_required(mu_): the caller holds the
/// lock all the time. A threading lock that a coroutine's caller holds is the
/// caller's affair, and protects nothing.
void FunctionGenerator::requiredLocks() {
  const FunctionDecl &Function = Facts.function();
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  const Path *Self = Method && Method->isInstance() &&
                             !Method->getParent()->isLambda()
                         ? U.Paths.getThis(Method->getParent())
                         : nullptr;
  for (const auto *Needs : Function.specific_attrs<RequiresCapabilityAttr>())
    for (const Expr *Argument : Needs->args()) {
      bool Pointer = false;
      const Path *Lock = placeIn(Argument, {&Function, Self, {}}, Pointer);
      QualType Type = Argument->getType().getNonReferenceType();
      if (Pointer && Type->isPointerType())
        Type = Type->getPointeeType();
      if (!Lock || lockKind(Type) == LockKind::ThreadMutex)
        continue;
      add<AcquireFact>(Function.getLocation(), *Lock,
                       Facts.keep(llvm::ArrayRef<const Path *>(Lock)),
                       LockWorld::Async, AcquireFact::Outcome::Held,
                       /*Adopts=*/false, /*Recursive=*/false,
                       /*Shared=*/Needs->isShared());
    }
}

} // namespace async
