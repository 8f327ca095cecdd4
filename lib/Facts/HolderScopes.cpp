/// \file
/// Holders in declarations, loops and closures: where they begin and end.

#include "Facts/FunctionGenerator.h"
#include "Facts/HolderFacts.h"
#include "Facts/HolderTypes.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

/// Marks what is evaluated before another operand of the same call suspends:
/// the object before the arguments ([expr.call]/8), and, where the order is
/// open, as clang has it. \returns whether anything in \p S suspends.
bool HolderFacts::markOperands(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    bool Any = false;
    for (const Expr *Init : Lambda->capture_inits())
      Any |= markOperands(Init);
    return Any;
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    markOperands(Suspend->getOperand());
    return true;
  }
  if (const auto *Loop = dyn_cast<CXXForRangeStmt>(S))
    for (const DeclStmt *Hidden :
         {Loop->getRangeStmt(), Loop->getBeginStmt(), Loop->getEndStmt()})
      if (Hidden && Hidden->isSingleDecl())
        Loops[cast<ValueDecl>(Hidden->getSingleDecl())] = Loop;
  SmallVector<const Expr *, 4> Before;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S);
  bool Ordered = (isa<CallExpr, CXXConstructExpr>(S)) &&
                 !(Operator && Operator->isAssignmentOp());
  bool Any = false;
  for (const Stmt *Child : S->children()) {
    bool Here = markOperands(Child);
    Any |= Here;
    const auto *E = dyn_cast_or_null<Expr>(Child);
    if (!Ordered || !E)
      continue;
    // The function itself is an operand: of a member call, the object is below.
    if (const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParens()))
      E = Member->getBase();
    if (Here)
      for (const Expr *Earlier : Before)
        Waiting.insert(strip(Earlier));
    Before.push_back(E);
  }
  return Any;
}

void HolderFacts::start(const Stmt &Body) {
  const FunctionDecl &Function = G.Facts.function();
  if (markOperands(&Body) || getCoroutineBody(Function))
    for (const ParmVarDecl *Parameter : Function.parameters())
      if (QualType Type = Parameter->getType();
          Type->isReferenceType() || Type->isPointerType() ||
          isView(*G.U.Library, Type))
        bind(Parameter->getSourceRange(), G.U.Paths.getVariable(Parameter),
             Holding(), BindFact::Form::Parameter);
  // What a closure that is a coroutine captured is its parameter as well.
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method || !Method->getParent()->isLambda() ||
      !getCoroutineBody(Function))
    return;
  for (const LambdaCapture &C : Method->getParent()->captures()) {
    const auto *Variable =
        C.capturesVariable() ? dyn_cast<VarDecl>(C.getCapturedVar()) : nullptr;
    if (Variable && !Variable->isInitCapture() &&
        (Variable->getType()->isReferenceType() ||
         Variable->getType()->isPointerType()))
      bind(Variable->getSourceRange(), G.U.Paths.getVariable(Variable),
           Holding(), BindFact::Form::Parameter);
  }
}

HolderFacts::Holding HolderFacts::closure(const LambdaExpr &E) {
  Holding H;
  H.IsValue = true;
  // Where the body names a variable first.
  llvm::DenseMap<const ValueDecl *, SourceRange> Uses;
  forEachStmt(E.getBody(), [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Uses.try_emplace(Ref->getDecl(), Ref->getSourceRange());
    // The bare test of a pointer is no use of it.
    if (const auto *Member = dyn_cast<MemberExpr>(S))
      if (const auto *Ref = dyn_cast<DeclRefExpr>(
              Member->getBase()->IgnoreParenImpCasts());
          Ref && Member->isArrow())
        Uses[Ref->getDecl()] = Ref->getSourceRange();
  });
  auto Init = E.capture_init_begin();
  for (const LambdaCapture &C : E.captures()) {
    const Expr *From = *Init++;
    if (!C.capturesVariable())
      continue;
    const ValueDecl *Captured = C.getCapturedVar();
    if (const auto *Copied = dyn_cast<VarDecl>(Captured);
        Copied && Copied->isInitCapture()) {
      H.add(get(From ? From : Copied->getInit()));
      continue;
    }
    const VarDecl *Variable = dyn_cast<VarDecl>(Captured);
    if (const auto *Binding = dyn_cast<BindingDecl>(Captured))
      Variable = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
    if (!Variable)
      continue;
    const Path *Holder = G.U.Paths.getVariable(Variable);
    const Holding *Held = named(Holder);
    if (!Held)
      continue;
    H.add(*Held);
    auto Use = Uses.find(Captured);
    if (Use != Uses.end())
      H.Captured.push_back({Holder, Use->second});
  }
  return H;
}

void HolderFacts::declare(const VarDecl &Variable) {
  const Expr *Init = Variable.getInit();
  const Holding H = get(Init);
  const Path *Self = G.U.Paths.getVariable(&Variable);
  auto Loop = Loops.find(&Variable);
  auto How = Loop == Loops.end() ? BindFact::Form::Local : BindFact::Form::Loop;
  SourceRange Where = Loop == Loops.end()
                          ? Variable.getSourceRange()
                          : SourceRange(Loop->second->getForLoc());
  // The end is compared with only.
  if (Loop != Loops.end() && Loop->second->getEndStmt() &&
      Loop->second->getEndStmt()->getSingleDecl() == &Variable)
    return;
  if (!H.Captured.empty()) {
    Holding &Mine = Named[Self];
    Mine = H;
    Mine.Via = nullptr;
    return;
  }
  for (const Part &P : H.Parts) {
    Holding From;
    From.Into = P.Into;
    From.Root = P.Root;
    bind(P.Where, G.U.Paths.getField(Self, P.Field), From,
         BindFact::Form::Local);
    MadeOf[&Variable].push_back(P.Field);
  }
  if (const auto *Call = dyn_cast<CallExpr>(strip(Init));
      Call && isAwaitable(*G.U.Library, Variable.getType()))
    Tasks[&Variable] = Call;
  // A loop over a view goes through it.
  if (Loop != Loops.end() && H.Via)
    use(Init->getSourceRange(), H.Via);
  if (H.Into.empty() || !isHolder(Variable.getType()))
    return;
  // Which elements there are it asks when it is gone through.
  if (isRangeAdaptor(Variable.getType()) && Loop == Loops.end()) {
    Named[Self] = H;
    return;
  }
  if (Variable.getType()->isReferenceType() || H.IsValue)
    bind(Where, Self, H, How);
}

void HolderFacts::returned(const Expr &E) {
  QualType Type = G.Facts.function().getReturnType();
  FunctionFacts::Result &Result = G.Facts.Returned;
  const Holding &H = get(&E);
  if (isSharedOwner(Type) && H.CopyOf)
    Result.CopyOf = H.CopyOf;
  if (isHolder(Type))
    for (const Dependency &D : H.Into)
      if (!is_contained(Result.Into, D))
        Result.Into.push_back(D);
  for (const Part &P : H.Parts)
    for (const Dependency &D : P.Into)
      if (auto Entry = std::make_pair(P.Field, D);
          !is_contained(Result.Parts, Entry))
        Result.Parts.push_back(Entry);
}

/// Where the destructor of \p Class names its member first; invalid if it does not.
static SourceRange namedAtEnd(const CXXRecordDecl &Class,
                              const FieldDecl &Member) {
  const CXXDestructorDecl *Destructor = Class.getDestructor();
  const FunctionDecl *Body = Destructor ? Destructor->getDefinition() : nullptr;
  SourceRange Found;
  if (Body)
    forEachStmt(Body->getBody(), [&](const Stmt *S) {
      const auto *Access = dyn_cast<MemberExpr>(S);
      if (Access && Found.isInvalid() && Access->getMemberDecl() == &Member)
        Found = Access->getSourceRange();
    });
  return Found;
}

/// A guard's destructor needs what its closure captured, or what it names itself.
void HolderFacts::end(const VarDecl &Variable) {
  const Path *Self = G.U.Paths.getVariable(&Variable);
  const Holding *H = named(Self);
  if (!hasWrittenDestructor(Variable.getType()))
    return;
  if (H)
    for (const Capture &C : H->Captured)
      G.add<UseFact>(C.Where, *C.Holder);
  for (const FieldDecl *Field : MadeOf.lookup(&Variable))
    if (const CXXRecordDecl *Class = Variable.getType()->getAsCXXRecordDecl())
      if (SourceRange Where = namedAtEnd(*Class, *Field); Where.isValid())
        G.add<UseFact>(Where, *G.U.Paths.getField(Self, Field));
}

} // namespace async
