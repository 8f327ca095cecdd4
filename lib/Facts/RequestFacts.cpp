/// \file
/// Async locks that are asked for and never held: the awaitable is dropped or
/// never used, or the guard has no name.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

/// What \p E asks whether it has something: behind conversions to bool, and the
/// words for it.
static const Expr *convertedToBool(const Expr *E) {
  auto Bare = [](const Expr *Whole) {
    const Expr *Inner = strip(Whole)->IgnoreParenImpCasts();
    return Inner == Whole ? Inner : strip(Inner)->IgnoreParenImpCasts();
  };
  E = Bare(E);
  while (const auto *Not = dyn_cast<UnaryOperator>(E)) {
    if (Not->getOpcode() != UO_LNot)
      return nullptr;
    E = Bare(Not->getSubExpr());
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Callee = Call ? Call->getMethodDecl() : nullptr;
  if (!Callee)
    return nullptr;
  bool Asks = isa<CXXConversionDecl>(Callee) ||
              (Callee->getDeclName().isIdentifier() &&
               (Callee->getName() == "has_value" ||
                Callee->getName() == "owns_lock"));
  return Asks ? Bare(Call->getImplicitObjectArgument()) : nullptr;
}

/// A call that is to be awaited to hold a lock: by the lock's own functions, or by
/// a helper that gives what awaiting one of them gives.
bool FunctionGenerator::asksForLock(const CallExpr &Call) {
  QualType Result = U.Requests.awaited(Call.getType());
  return U.Requests.request(Call, Result) ||
         (!Result.isNull() && Call.isPRValue() && U.Tasks.isTask(Call.getType()) &&
          U.Requests.isGuard(Result));
}

/// A call that gives, without an await, the guard of an async lock, if that was
/// free.
bool FunctionGenerator::triesLock(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Call->isPRValue() || !Callee->getDeclName().isIdentifier() ||
      !Callee->getName().starts_with_insensitive("try") ||
      !U.Requests.isGuard(Call->getType()) || U.Tasks.isTask(Call->getType()))
    return false;
  // What a guard itself gives is another guard of its lock.
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  return !Member ||
         !U.Requests.isGuard(Member->getImplicitObjectArgument()->getType());
}

/// A statement whose value nobody takes, or one that gives it to std::ignore.
void FunctionGenerator::findDropped(const Stmt &Statement, bool IsLast,
                                    bool InBlock) {
  const auto *Whole = dyn_cast<Expr>(&Statement);
  if (!Whole)
    return;
  SourceRange Void;
  const Expr *E = strip(Whole)->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(E)) {
    if (Cast->getCastKind() == CK_ToVoid)
      Void = SourceRange(Cast->getBeginLoc(),
                         Cast->getSubExpr()->getBeginLoc());
    E = strip(Cast->getSubExpr())->IgnoreImplicit();
  }
  if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(E);
      Assign && Assign->getOperator() == OO_Equal) {
    const auto *Target = dyn_cast<DeclRefExpr>(
        Assign->getArg(0)->IgnoreParenImpCasts());
    if (!Target || !Target->getDecl()->isInStdNamespace())
      return;
    Void = SourceRange(Assign->getBeginLoc(), Assign->getArg(1)->getBeginLoc());
    E = strip(Assign->getArg(1))->IgnoreImplicit();
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(E)) {
    // Waiting until the others are done, and nothing else, holds no lock.
    if (!IsLast && U.Requests.isGuard(Suspend->getType()))
      Requests[E] = {RequestFact::Fate::GuardDropped, nullptr, Void, InBlock};
  } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (asksForLock(*Call))
      Requests[E] = {RequestFact::Fate::Dropped, nullptr, Void, InBlock};
    else if (triesLock(*Call))
      Requests[E] = {RequestFact::Fate::TryDropped, nullptr, Void, InBlock};
  }
}

void FunctionGenerator::findUnused(const VarDecl &Variable, bool IsLast,
                                   bool InBranch) {
  if (!Variable.hasLocalStorage() || !Variable.getInit())
    return;
  const Expr *Init = strip(Variable.getInit())->IgnoreImplicit();
  if (const auto *Call = dyn_cast<CallExpr>(Init)) {
    if (Uses.lookup(&Variable) == 0 && !isa<DecompositionDecl>(Variable) &&
        asksForLock(*Call))
      Requests[Init] = {RequestFact::Fate::NeverAwaited, &Variable, {}, true};
  } else if (isa<CoroutineSuspendExpr>(Init) && IsLast && InBranch &&
             U.Requests.isGuard(Variable.getType())) {
    Requests[Init] = {RequestFact::Fate::EmptyScope, &Variable, {}, true};
  }
}

void FunctionGenerator::findRequests(const Stmt *Body) {
  forEachStmt(Body, [&](const Stmt *S) {
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S);
        Cast && Cast->getCastKind() == CK_ToVoid)
      if (const auto *Ref = dyn_cast<DeclRefExpr>(
              Cast->getSubExpr()->IgnoreParenImpCasts()))
        if (const auto *Variable = dyn_cast<VarDecl>(Ref->getDecl()))
          --Uses[Variable];
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *Variable = dyn_cast<VarDecl>(Ref->getDecl()))
        ++Uses[Variable];
  });
  // What a branch does, as opposed to a block that is there for its scope.
  llvm::DenseSet<const Stmt *> Branches;
  forEachStmt(Body, [&](const Stmt *S) {
    auto Alone = [&](const Stmt *Part) {
      if (!Part)
        return;
      Branches.insert(Part);
      if (!isa<CompoundStmt>(Part))
        findDropped(*Part, /*IsLast=*/false, /*InBlock=*/false);
    };
    auto Asks = [&](const Expr *Condition) {
      const Expr *E = Condition ? convertedToBool(Condition) : nullptr;
      if (E && isa<CoroutineSuspendExpr>(E) && U.Requests.isGuard(E->getType()))
        Requests[E] = {RequestFact::Fate::GuardDropped, nullptr, {}, false};
      else if (E && triesLock(*E))
        Requests[E] = {RequestFact::Fate::TryDropped, nullptr, {}, false};
    };
    if (const auto *If = dyn_cast<IfStmt>(S)) {
      Alone(If->getThen());
      Alone(If->getElse());
      Asks(If->getCond());
    } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
      Alone(While->getBody());
    } else if (const auto *For = dyn_cast<ForStmt>(S)) {
      Alone(For->getBody());
    }
    const auto *Statements = dyn_cast<CompoundStmt>(S);
    if (!Statements)
      return;
    for (const Stmt *Child : Statements->body()) {
      bool IsLast = Child == Statements->body_back();
      findDropped(*Child, IsLast && Statements == Body, /*InBlock=*/true);
      if (const auto *Declaration = dyn_cast<DeclStmt>(Child))
        for (const Decl *D : Declaration->decls())
          if (const auto *Variable = dyn_cast<VarDecl>(D))
            findUnused(*Variable, IsLast, Branches.contains(Statements));
    }
  });
}

void FunctionGenerator::request(const Expr &E) {
  auto It = Requests.find(&E);
  if (It == Requests.end())
    return;
  const Path *Lock = nullptr;
  bool GivesGuard = true;
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&E)) {
    Lock = awaitedLock(*Suspend).Lock;
  } else if (It->second.What == RequestFact::Fate::TryDropped) {
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&E))
      Lock = reach(Member->getImplicitObjectArgument());
    else if (const auto &Call = cast<CallExpr>(E); Call.getNumArgs() != 0)
      Lock = reach(Call.getArg(0));
  } else {
    QualType Result = U.Requests.awaited(E.getType());
    GivesGuard = !Result->isVoidType();
    if (auto Request = U.Requests.request(cast<CallExpr>(E), Result))
      Lock = reach(Request->Lock);
    else
      Lock = lockFromHelper(cast<CallExpr>(E)).Lock;
  }
  add<RequestFact>(E.getSourceRange(), Lock, It->second.What, GivesGuard,
                   It->second.Variable, It->second.Dropped,
                   It->second.InBlock);
}

} // namespace async
