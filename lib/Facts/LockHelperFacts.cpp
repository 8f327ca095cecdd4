/// \file
/// Locks that a callee takes, gives back or may give back, and locks that are
/// awaited.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

/// A function that can't be seen may unlock what it gets to change: unknown is
/// not held.
void FunctionGenerator::lendGuards(const CallExpr &E,
                                   const FunctionDecl &Callee,
                                   Exprs Arguments) {
  for (size_t I = 0; I < Arguments.size() && I < Callee.getNumParams(); ++I) {
    QualType Type = Callee.getParamDecl(I)->getType();
    if (!(Type->isLValueReferenceType() || Type->isPointerType()) ||
        Type->getPointeeType().isConstQualified())
      continue;
    LockKind Kind = lockKind(Type->getPointeeType());
    if (Kind != LockKind::ThreadGuard && Kind != LockKind::ThreadMutex)
      continue;
    if (const Path *Owner = reach(Arguments[I]))
      release(E.getSourceRange(), *Owner);
  }
}

/// A helper whose body is seen: what it releases on any path is taken to be
/// released, what it locks in all cases and keeps is locked.
void FunctionGenerator::helperCall(const CallExpr &E, const FunctionGenerator::Callee &Called) {
  const auto *Body =
      Called.Function && !getCoroutineBody(*Called.Function)
          ? dyn_cast_or_null<CompoundStmt>(Called.Function->getBody())
          : nullptr;
  if (!Body)
    return;
  llvm::SmallVector<std::pair<const Path *, CallRole>, 2> Effects;
  LockWorld World = LockWorld::Thread;
  auto Visit = [&](const CallExpr &Inner, bool Always) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Inner);
    const FunctionDecl *Method = Inner.getDirectCallee();
    if (!Member || !Method)
      return;
    CallRole Role = U.Locks.effect(*Method).Role;
    if (Role != CallRole::Release && !(Role == CallRole::Acquire && Always))
      return;
    const Expr *Object = Member->getImplicitObjectArgument();
    bool Pointer = false;
    const Path *Owner = placeIn(Object, Called, Pointer);
    QualType Type = Object->getType();
    if (Type->isPointerType()) {
      Type = Type->getPointeeType();
      if (Owner && !Pointer)
        Owner = U.Paths.getPointee(Owner);
    }
    if (!Owner || lockKind(Type) == LockKind::None)
      return;
    if (lockKind(Type) == LockKind::AsyncMutex ||
        lockKind(Type) == LockKind::AsyncGuard)
      return;
    llvm::erase_if(Effects,
                   [&](const auto &Known) { return Known.first == Owner; });
    Effects.push_back({Owner, Role});
  };
  for (const Stmt *S : Body->body()) {
    const auto *Direct = dyn_cast<Expr>(S);
    if (const auto *Call =
            Direct ? dyn_cast<CallExpr>(strip(Direct)) : nullptr)
      Visit(*Call, /*Always=*/true);
    else
      forEachStmt(S, [&](const Stmt *Part) {
        if (const auto *Call = dyn_cast<CallExpr>(Part))
          Visit(*Call, /*Always=*/false);
      });
  }
  for (auto [Owner, Role] : Effects) {
    if (Role == CallRole::Release) {
      release(E.getSourceRange(), *Owner);
      continue;
    }
    auto It = LocksOf.find(Owner);
    SmallVector<const Path *, 1> Locks(1, Owner);
    if (It != LocksOf.end())
      Locks = It->second;
    acquire(E, *Owner, Locks, World);
  }
}

/// acquire_capability(m_): a function that says which of its object's members,
/// or of its parameters, it locks.
void FunctionGenerator::attributedCall(const CallExpr &E,
                                       const FunctionGenerator::Callee &Called) {
  auto ForEach = [&](const auto *Attribute, auto Do) {
    if (!Attribute)
      return;
    for (const Expr *Argument : Attribute->args()) {
      bool Pointer = false;
      if (const Path *Lock = placeIn(Argument, Called, Pointer))
        Do(*Lock);
    }
  };
  const FunctionDecl &Function = *Called.Function;
  ForEach(Function.getAttr<AcquireCapabilityAttr>(), [&](const Path &Lock) {
    acquire(E, Lock, {&Lock}, LockWorld::Thread);
  });
  ForEach(Function.getAttr<TryAcquireCapabilityAttr>(), [&](const Path &Lock) {
    define(&E).Lock.Tried = acquire(E, Lock, {&Lock}, LockWorld::Thread,
                                    AcquireFact::Outcome::Maybe);
  });
  ForEach(Function.getAttr<ReleaseCapabilityAttr>(),
          [&](const Path &Lock) { release(E.getSourceRange(), Lock); });
}

void FunctionGenerator::lendToAwaiter(const CoroutineSuspendExpr &E) {
  const Expr *Operand = strip(E.getOperand())->IgnoreImplicit();
  if (const Path *Awaiter = place(Operand);
      Awaiter && Awaiter->step() == Path::Step::Temporary &&
      isGuard(Operand->getType()))
    release(E.getSourceRange(), *Awaiter);
  auto Lend = [&](const FunctionDecl *Function, Exprs Arguments) {
    for (size_t I = 0; Function && I < Arguments.size() &&
                       I < Function->getNumParams();
         ++I) {
      QualType Type = Function->getParamDecl(I)->getType();
      const Path *Owner = reach(Arguments[I]);
      if (Owner && isGuard(Arguments[I]->getType()) &&
          Type->isReferenceType() && !Type->getPointeeType().isConstQualified())
        release(E.getSourceRange(), *Owner);
    }
  };
  if (const auto *Call = dyn_cast<CallExpr>(Operand)) {
    SmallVector<const Expr *, 4> Arguments(Call->arguments());
    Lend(Call->getDirectCallee(), Arguments);
  } else if (const auto *Made = dyn_cast<CXXConstructExpr>(
                 Operand->IgnoreParenCasts())) {
    SmallVector<const Expr *, 4> Arguments(Made->arguments());
    Lend(Made->getConstructor(), Arguments);
  } else if (const auto *List =
                 dyn_cast<InitListExpr>(Operand->IgnoreParenCasts())) {
    // An aggregate of references: the guard, or the mutex itself.
    for (const Expr *Init : List->inits())
      if (const Path *Owner = Init->isLValue() ? reach(Init) : nullptr;
          Owner && (isGuard(Init->getType()) ||
                    lockKind(Init->getType()) == LockKind::ThreadMutex))
        release(E.getSourceRange(), *Owner);
  }
}

/// The expression that a local was made from, if it is awaited by its name.
static const Expr *initializerOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Variable || isa<ParmVarDecl>(Variable) || !Variable->hasLocalStorage() ||
      !Variable->getInit())
    return nullptr;
  return strip(Variable->getInit())->IgnoreImplicit();
}

/// `std::move(t)` and `t`, which are awaited alike.
static const Expr *awaitedExpr(const CoroutineSuspendExpr &E) {
  const Expr *Operand = strip(E.getOperand())->IgnoreImplicit();
  if (const auto *Call = dyn_cast<CallExpr>(Operand);
      Call && Call->isCallToStdMove())
    Operand = strip(Call->getArg(0))->IgnoreImplicit();
  const Expr *Made = initializerOf(Operand);
  return Made ? Made : Operand;
}

FunctionGenerator::Awaited
FunctionGenerator::lockFromHelper(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Definition = Callee ? Callee->getDefinition() : nullptr;
  if (!Definition || !getUserBody(*Definition) ||
      U.AST.getSourceManager().isInSystemHeader(Definition->getLocation()))
    return {};
  const Expr *Object = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    Object = Member->getImplicitObjectArgument();
  SmallVector<const Expr *, 4> Arguments(Call.arguments());
  Awaited Got;
  bool One = true;
  forEachStmt(getUserBody(*Definition), [&](const Stmt *S) {
    const Expr *Asked = dyn_cast<Expr>(S);
    QualType Result;
    if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
      Asked = strip(Suspend->getOperand())->IgnoreImplicit();
      Result = Suspend->getType();
    } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      // A plain function that hands the request on.
      Asked = Return->getRetValue()
                  ? strip(Return->getRetValue())->IgnoreImplicit()
                  : nullptr;
      if (Asked)
        Result = U.Requests.awaited(Asked->getType());
    } else {
      return;
    }
    const auto *Inner = dyn_cast_or_null<CallExpr>(Asked);
    std::optional<LockRequest> Request =
        Inner ? U.Requests.request(*Inner, Result) : std::nullopt;
    if (!Request)
      return;
    bool Pointer = false;
    const Path *Lock =
        placeIn(Request->Lock,
                {Definition, Object ? reach(Object) : nullptr, Arguments},
                Pointer);
    One &= !Got.Lock || Got.Lock == Lock;
    Got = {Lock, Request->Shared};
  });
  return One ? Got : Awaited();
}

FunctionGenerator::Awaited
FunctionGenerator::awaitedLock(const CoroutineSuspendExpr &E) {
  const auto *Call = dyn_cast<CallExpr>(awaitedExpr(E));
  if (!Call)
    return {};
  if (std::optional<LockRequest> Request =
          U.Requests.request(*Call, E.getType()))
    if (const Path *Lock = reach(Request->Lock))
      return {Lock, Request->Shared};
  return U.Requests.isGuard(E.getType()) ? lockFromHelper(*Call) : Awaited();
}

void FunctionGenerator::suspend(const CoroutineSuspendExpr &E) {
  Awaited Got = awaitedLock(E);
  SmallVector<const FunctionDecl *, 1> Closures;
  forEachStmt(E.getOperand(), [&](const Stmt *S) {
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      if (const CXXMethodDecl *Operator = Lambda->getCallOperator())
        if (!Operator->isDependentContext())
          Closures.push_back(Operator);
  });
  add<SuspendFact>(E.getSourceRange(), E, Got.Lock, Got.Shared,
                   place(E.getOperand()), originsOf(E.getOperand()),
                   Facts.keep(Closures));
}

} // namespace async
