/// \file
/// Callables, and what is awaited, dropped and returned: what the analysis of
/// tasks needs to know of expressions.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

/// What calling the closure runs. A generic lambda has as many bodies as it is
/// called with types; only one can be followed.
static const FunctionDecl *bodyOf(const CXXRecordDecl &Closure) {
  const CXXMethodDecl *Operator = Closure.getLambdaCallOperator();
  if (!Operator)
    return nullptr;
  const FunctionTemplateDecl *Generic = Operator->getDescribedFunctionTemplate();
  if (!Generic)
    return Operator;
  const FunctionDecl *Only = nullptr;
  for (const FunctionDecl *Instance : Generic->specializations()) {
    if (!Instance->getDefinition())
      continue;
    if (Only)
      return nullptr;
    Only = Instance;
  }
  return Only;
}

const ClosureFact *FunctionGenerator::closure(const LambdaExpr &E) {
  SmallVector<Binding, 4> Captures;
  auto Init = E.capture_init_begin();
  for (const LambdaCapture &C : E.captures()) {
    const Expr *Captured = *Init++;
    if (!Captured)
      continue;
    if (C.capturesThis()) {
      if (const Path *Object = value(Captured).Pointee)
        Captures.push_back({Object, Object, C.getCaptureKind() == LCK_StarThis});
      continue;
    }
    const auto *Variable =
        C.capturesVariable() ? dyn_cast<VarDecl>(C.getCapturedVar()) : nullptr;
    if (!Variable)
      continue;
    const Path *Self = U.Paths.getVariable(Variable);
    QualType Type = Variable->getType();
    bool Copied = C.getCaptureKind() == LCK_ByCopy &&
                  !(Variable->isInitCapture() && Type->isReferenceType());
    // What a pointer points to is shared even if the pointer is copied.
    if (const Path *Pointee = pointeeOf(Captured);
        Pointee && !Type->isReferenceType() && value(Captured).Pointee)
      Captures.push_back({U.Paths.getPointee(Self), Pointee, false});
    const Path *Inside = Type->isReferenceType() ? U.Paths.getPointee(Self) : Self;
    const Path *Outside = Variable->isInitCapture() ? place(Captured)
                                                    : placeOf(*Variable);
    if (Outside)
      Captures.push_back({Inside, Outside, Copied});
  }
  return add<ClosureFact>(E.getSourceRange(), bodyOf(*E.getLambdaClass()),
                          U.Paths.getTemporary(&E),
                          Facts.keep(ArrayRef<Binding>(Captures)));
}

const ClosureFact *FunctionGenerator::callableOf(const Expr *Argument,
                                                 const Expr *Next) {
  if (const ClosureFact *Known = value(Argument).Callable)
    return Known;
  const Expr *E = strip(Argument)->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    E = Unary->getSubExpr()->IgnoreParenImpCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Function =
      Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
  if (!Function)
    return nullptr;
  SmallVector<Binding, 1> Captures;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Function);
      Method && Method->isInstance() && Next)
    if (const Path *Object = reach(Next))
      Captures.push_back({U.Paths.getThis(Method->getParent()), Object, false});
  return add<ClosureFact>(Argument->getSourceRange(), Function, nullptr,
                          Facts.keep(ArrayRef<Binding>(Captures)));
}

const Path *FunctionGenerator::handed(const Expr *Argument) const {
  const auto *Copy = dyn_cast<CXXConstructExpr>(strip(Argument));
  const CXXRecordDecl *Class = Argument->getType()->getAsCXXRecordDecl();
  bool IsHandle =
      Copy && Copy->getNumArgs() >= 1 &&
      Copy->getConstructor()->isCopyOrMoveConstructor() && Class &&
      any_of(Class->methods(), [](const CXXMethodDecl *M) {
        return M->getOverloadedOperator() == OO_Arrow;
      });
  if (!IsHandle)
    // libstdc++'s shared_ptr has its operator in a base.
    IsHandle = Copy && Copy->getNumArgs() >= 1 &&
               Copy->getConstructor()->isCopyOrMoveConstructor() && Class &&
               Class->isInStdNamespace() && Class->getName().ends_with("_ptr");
  const Path *Source = IsHandle ? place(Copy->getArg(0)) : nullptr;
  return Source && Source->step() != Path::Step::Temporary ? Source
                                                           : reach(Argument);
}

CallFact::Details FunctionGenerator::detailsOf(const Expr &E,
                                               const Expr *Object,
                                               Exprs Arguments) {
  CallFact::Details More;
  const Value &Result = value(&E);
  More.Result = Result.Place;
  More.Dropped = Discarded.contains(&E);
  if (Object) {
    More.Called = value(Object).Callable;
    for (const Fact *From : value(Object).From)
      if (const auto *Call = dyn_cast<CallFact>(From);
          Call && Call->More.Result && Call->More.Result == place(Object))
        More.Receiver = Call;
  }
  SmallVector<const ClosureFact *, 4> Callables;
  for (size_t I = 0; I != Arguments.size(); ++I)
    Callables.push_back(callableOf(
        Arguments[I], I + 1 < Arguments.size() ? Arguments[I + 1] : nullptr));
  if (any_of(Callables, [](const ClosureFact *C) { return C != nullptr; }))
    More.Callables = Facts.keep(ArrayRef<const ClosureFact *>(Callables));
  return More;
}

Sources FunctionGenerator::originsOf(const Expr *E) {
  Value All;
  if (!E)
    return {};
  addSources(All, Value(value(E)));
  if (const VarDecl *Local = localOf(place(E))) {
    Value Known;
    Known.From = Origins.lookup(Local);
    addSources(All, Known);
  }
  return Facts.keep(Sources(All.From));
}

void FunctionGenerator::VisitReturnStmt(const ReturnStmt *S) {
  const Expr *E = S->getRetValue();
  add<ReturnFact>(S->getSourceRange(), E ? place(E) : nullptr, value(E).State,
                  originsOf(E));
}

void FunctionGenerator::VisitCoreturnStmt(const CoreturnStmt *S) {
  const Expr *E = S->getOperand();
  add<ReturnFact>(S->getSourceRange(), E ? place(E) : nullptr, value(E).State,
                  originsOf(E));
}

} // namespace async
