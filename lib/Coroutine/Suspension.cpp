#include "Coroutine/Suspension.h"

#include "Models/Models.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

const CoroutineBodyStmt *getCoroutineBody(const FunctionDecl &Function) {
  if (!Function.doesThisDeclarationHaveABody())
    return nullptr;
  return dyn_cast_or_null<CoroutineBodyStmt>(Function.getBody());
}

const Stmt *getUserBody(const FunctionDecl &Function) {
  const Stmt *Body = Function.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return Coroutine->getBody();
  return Body;
}

/// The member function that \p E, the ready or suspend part of a suspend
/// expression, calls; null where the AST shows none. Conversions of the result
/// and the call that turns a returned handle into an address lie around it.
static const FunctionDecl *getAwaiterCall(const Expr *E, StringRef Name) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E)) {
      E = Cleanups->getSubExpr();
      continue;
    }
    const auto *Call = dyn_cast<CallExpr>(E);
    if (!Call)
      return nullptr;
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      return nullptr;
    if (Callee->getDeclName().isIdentifier() && Callee->getName() == Name)
      return Callee;
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    E = Member ? Member->getImplicitObjectArgument() : nullptr;
  }
  return nullptr;
}

bool SuspensionPoints::alwaysReturns(const FunctionDecl *Function, bool Value) {
  if (!Function || !(Function = Function->getDefinition()))
    return false;
  auto [It, New] = Constant[Value].try_emplace(Function, false);
  if (!New)
    return It->second;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Function->getBody());
  if (!Body || Body->size() != 1)
    return false;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  if (!Return || !Return->getRetValue() ||
      Return->getRetValue()->isValueDependent())
    return false;
  Expr::EvalResult Result;
  if (!Return->getRetValue()->EvaluateAsRValue(Result,
                                               Function->getASTContext()) ||
      !Result.Val.isInt() || Result.HasSideEffects)
    return false;
  // The map may have grown under a recursive evaluation: look up again.
  return Constant[Value][Function] = Result.Val.getInt().getBoolValue() == Value;
}

bool SuspensionPoints::maySuspend(const CoroutineSuspendExpr &E) {
  const Expr *Operand = E.getOperand();
  if (Operand && !Operand->isTypeDependent()) {
    const TypeModel *Type = Library.find(Operand->getType());
    if (Type && Type->Role == TypeRole::NeverSuspends)
      return false;
    const Expr *Bare = Operand->IgnoreUnlessSpelledInSource();
    if (const auto *Call = dyn_cast<CallExpr>(Bare))
      if (const FunctionDecl *Callee = Call->getDirectCallee())
        if (Library.findCall(*Callee).Role == CallRole::NeverSuspends)
          return false;
  }
  if (const Expr *Common = E.getCommonExpr())
    if (!Common->isTypeDependent())
      if (const TypeModel *Type = Library.find(Common->getType()))
        if (Type->Role == TypeRole::NeverSuspends)
          return false;
  if (const Expr *Ready = E.getReadyExpr())
    if (alwaysReturns(getAwaiterCall(Ready, "await_ready"), true))
      return false;
  if (const Expr *Suspend = E.getSuspendExpr())
    if (Suspend->getType()->isBooleanType() &&
        alwaysReturns(getAwaiterCall(Suspend, "await_suspend"), false))
      return false;
  return true;
}

} // namespace async
