/// \file
/// Scope guards: variables that call a closure when they are destroyed.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

/// `fn_`, `std::move(fn_)`, `*fn_` of the object at hand.
static bool isOwnMember(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return isOwnMember(Unary->getSubExpr());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl>(Member->getMemberDecl()) &&
           (isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()) ||
            isOwnMember(Member->getBase()));
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return !isa<CXXOperatorCallExpr>(Call) && Call->getNumArgs() == 1 &&
           Call->isCallToStdMove() && isOwnMember(Call->getArg(0));
  return false;
}

/// True if \p Body calls a member of its object: `fn_()`, `std::invoke(fn_)`, also
/// in a member function that it calls.
static bool callsMember(const FunctionDecl *Body, unsigned Depth) {
  static constexpr unsigned MaxHelpers = 3;
  const FunctionDecl *Definition = Body ? Body->getDefinition() : nullptr;
  if (!Definition || Depth == MaxHelpers)
    return false;
  bool Found = false;
  forEachStmt(Definition->getBody(), [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (Found || !Call)
      return;
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call)) {
      Found = Operator->getOperator() == OO_Call &&
              isOwnMember(Operator->getArg(0));
      return;
    }
    if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
      Found = isa<CXXThisExpr>(
                  Method->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
              callsMember(Method->getMethodDecl(), Depth + 1);
      return;
    }
    const FunctionDecl *Callee = Call->getDirectCallee();
    Found = Callee && Callee->isInStdNamespace() &&
            Callee->getDeclName().isIdentifier() &&
            Callee->getName() == "invoke" && Call->getNumArgs() == 1 &&
            isOwnMember(Call->getArg(0));
  });
  return Found;
}

static bool callsAtEnd(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor =
      Class && Class->hasDefinition() ? Class->getDestructor() : nullptr;
  return Destructor && Destructor->isUserProvided() &&
         callsMember(Destructor, 0);
}

void FunctionGenerator::findScopeGuards(const Stmt *Body) {
  forEachStmt(Body, [&](const Stmt *S) {
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    if (!Declaration)
      return;
    for (const Decl *D : Declaration->decls()) {
      const auto *Variable = dyn_cast<VarDecl>(D);
      // Who names the guard may dismiss it, or hand it on.
      if (!Variable || !Variable->getInit() || !Variable->hasLocalStorage() ||
          Variable->getType()->isReferenceType() || Uses.lookup(Variable) != 0)
        continue;
      const LambdaExpr *Only = nullptr;
      unsigned Lambdas = 0;
      forEachStmt(Variable->getInit(), [&](const Stmt *Part) {
        if (const auto *Lambda = dyn_cast<LambdaExpr>(Part)) {
          Only = Lambda;
          ++Lambdas;
        }
      });
      // The variable may be the closure itself, which nobody calls at its end.
      if (Lambdas == 1 && callsAtEnd(Variable->getType()))
        ScopeGuards[Variable] = Only;
    }
  });
}

void FunctionGenerator::runScopeGuard(const VarDecl &Variable,
                                      SourceLocation At) {
  const LambdaExpr *Lambda = ScopeGuards.lookup(&Variable);
  const ClosureFact *Made = Lambda ? value(Lambda).Callable : nullptr;
  if (!Made || !Made->Function || getCoroutineBody(*Made->Function))
    return;
  CallFact::Details More;
  More.Called = Made;
  More.Dropped = true;
  add<CallFact>(SourceRange(At), Made->Function, Made->Place,
                llvm::ArrayRef<const Path *>(), Constant(), Constant(),
                Sources(), More);
}

} // namespace async
