/// \file
/// Values, reads and writes of expressions that are not calls.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

const Expr *strip(const Expr *E) {
  while (true) {
    const Expr *Before = E;
    E = E->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (const auto *Subst = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = Subst->getReplacement();
    else if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E);
             Opaque && Opaque->getSourceExpr())
      E = Opaque->getSourceExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      E = Default->getExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
      E = Default->getExpr();
    if (E == Before)
      return E;
  }
}

const Value &FunctionGenerator::value(const Expr *E) const {
  static const Value Unknown;
  if (!E)
    return Unknown;
  auto It = Values.find(E);
  if (It == Values.end())
    It = Values.find(strip(E));
  return It == Values.end() ? Unknown : It->second;
}

const Path *FunctionGenerator::reach(const Expr *Argument) const {
  const Value &V = value(Argument);
  if (V.Pointee)
    return V.Pointee;
  return Argument->isGLValue() || Argument->getType()->isRecordType() ? V.Place
                                                                      : nullptr;
}

const Path *FunctionGenerator::placeOf(const VarDecl &Variable) {
  const Path *Place = U.Paths.getVariable(&Variable);
  if (!Variable.getType()->isReferenceType())
    return Place;
  auto It = References.find(Variable.getCanonicalDecl());
  if (It != References.end() && It->second.Place)
    return It->second.Place;
  return U.Paths.getPointee(Place);
}

void FunctionGenerator::read(const Expr *E, const Path *Place) {
  if (Place)
    add<ReadFact>(E->getSourceRange(), *Place);
}

void FunctionGenerator::write(const Expr *E, const Path *Place) {
  if (Place)
    add<WriteFact>(E->getSourceRange(), *Place);
}

void FunctionGenerator::VisitDeclRefExpr(const DeclRefExpr *E) {
  if (const auto *Binding = dyn_cast<BindingDecl>(E->getDecl())) {
    // [dcl.struct.bind]: a binding names a member of the hidden variable, or,
    // where get<> is used, a variable of its own.
    if (const VarDecl *Holding = Binding->getHoldingVar()) {
      define(E).Place = placeOf(*Holding);
      return;
    }
    const auto *Hidden = dyn_cast<VarDecl>(Binding->getDecomposedDecl());
    if (!Hidden)
      return;
    const Path *Whole = placeOf(*Hidden);
    const Expr *Bound = Binding->getBinding();
    if (const auto *Member =
            dyn_cast_or_null<MemberExpr>(Bound ? Bound->IgnoreParenImpCasts()
                                               : nullptr))
      if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl())) {
        define(E).Place = U.Paths.getField(Whole, Field);
        return;
      }
    define(E).Place = U.Paths.getElement(Whole);
    return;
  }
  if (const auto *Variable = dyn_cast<VarDecl>(E->getDecl()))
    define(E).Place = placeOf(*Variable);
}

void FunctionGenerator::VisitCXXThisExpr(const CXXThisExpr *E) {
  if (const CXXRecordDecl *Class = E->getType()->getPointeeCXXRecordDecl())
    define(E).Pointee = U.Paths.getThis(Class);
}

void FunctionGenerator::VisitMemberExpr(const MemberExpr *E) {
  const ValueDecl *Member = E->getMemberDecl();
  if (const auto *Static = dyn_cast<VarDecl>(Member)) {
    define(E).Place = placeOf(*Static);
    return;
  }
  const Value &Base = value(E->getBase());
  const Path *Whole = E->isArrow() ? Base.Pointee : Base.Place;
  const auto *Field = dyn_cast<FieldDecl>(Member);
  if (!Field)
    return;
  if (!Whole)
    Whole = U.Paths.getTemporary(strip(E->getBase()));
  const Path *Place = U.Paths.getField(Whole, Field);
  if (Field->getType()->isReferenceType())
    Place = U.Paths.getPointee(Place);
  define(E).Place = Place;
}

void FunctionGenerator::VisitUnaryOperator(const UnaryOperator *E) {
  const Value Operand = value(E->getSubExpr());
  switch (E->getOpcode()) {
  case UO_AddrOf:
    define(E).Pointee = Operand.Place;
    return;
  case UO_Deref:
    define(E).Place = Operand.Pointee ? Operand.Pointee
                                      : U.Paths.getTemporary(strip(E));
    return;
  case UO_LNot:
    define(E).Lock = Operand.Lock;
    define(E).Lock.Negated = !Operand.Lock.Negated;
    define(E).Flag = Operand.Flag;
    define(E).Flag.Negated = !Operand.Flag.Negated;
    return;
  case UO_Plus:
  case UO_Extension:
    define(E) = Operand;
    return;
  default:
    if (E->isIncrementDecrementOp()) {
      read(E, Operand.Place);
      write(E, Operand.Place);
      define(E).Place = Operand.Place;
    }
    return;
  }
}

void FunctionGenerator::VisitBinaryOperator(const BinaryOperator *E) {
  if (E->isAssignmentOp()) {
    const Path *Target = place(E->getLHS());
    if (E->isCompoundAssignmentOp())
      read(E, Target);
    write(E, Target);
    define(E).Place = Target;
    return;
  }
  if (E->getOpcode() == BO_Comma) {
    define(E) = value(E->getRHS());
    return;
  }
  if (!E->isEqualityOp())
    return;
  // `got == false`, `try_lock() != true`: a condition about a lock still.
  auto Constant = [&](const Expr *Side) -> std::optional<bool> {
    const Expr *Bare = Side->IgnoreParenImpCasts();
    if (const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(Bare))
      return Bool->getValue();
    // pthread_mutex_trylock gives 0, std::try_lock -1 on success: who compares
    // for equality compares with that.
    if (const auto *Minus = dyn_cast<UnaryOperator>(Bare);
        Minus && Minus->getOpcode() == UO_Minus)
      Bare = Minus->getSubExpr()->IgnoreParenImpCasts();
    if (isa<IntegerLiteral>(Bare))
      return true;
    return std::nullopt;
  };
  for (bool Swap : {false, true}) {
    const Expr *Left = Swap ? E->getRHS() : E->getLHS();
    const Expr *Right = Swap ? E->getLHS() : E->getRHS();
    LockCondition Lock = value(Left).Lock;
    std::optional<bool> Against = Constant(Right);
    if (!Lock || !Against)
      continue;
    Lock.Negated ^= *Against != (E->getOpcode() == BO_EQ);
    define(E).Lock = Lock;
    return;
  }
}

void FunctionGenerator::VisitConditionalOperator(const ConditionalOperator *E) {
  // One place only if both arms are; otherwise nothing is known.
  const Value Left = value(E->getTrueExpr()), Right = value(E->getFalseExpr());
  Value &V = define(E);
  V.Place = Left.Place == Right.Place ? Left.Place : nullptr;
  V.Pointee = Left.Pointee == Right.Pointee ? Left.Pointee : nullptr;
}

void FunctionGenerator::VisitArraySubscriptExpr(const ArraySubscriptExpr *E) {
  const Value Base = value(E->getBase());
  if (Base.Pointee)
    define(E).Place = U.Paths.getElement(Base.Pointee);
}

void FunctionGenerator::VisitCastExpr(const CastExpr *E) {
  const Value Operand = value(E->getSubExpr());
  Value &V = define(E);
  switch (E->getCastKind()) {
  case CK_LValueToRValue: {
    if (Operand.Place && E->getType()->isPointerType()) {
      const auto *Variable =
          dyn_cast_or_null<VarDecl>(Operand.Place->decl());
      auto It = References.find(Variable);
      V.Pointee = Variable && It != References.end() && It->second.Pointee
                      ? It->second.Pointee
                      : U.Paths.getPointee(Operand.Place);
    }
    V.Lock = Operand.Lock;
    if (const auto *Variable =
            Operand.Place ? dyn_cast_or_null<VarDecl>(Operand.Place->decl())
                          : nullptr) {
      if (auto It = Flags.find(Variable); It != Flags.end())
        V.Lock = It->second;
      if (Operand.Place->step() == Path::Step::Variable &&
          !Reassigned.contains(Variable))
        V.Flag.Flag = Variable;
    }
    read(E, Operand.Place);
    return;
  }
  case CK_ArrayToPointerDecay:
    V.Pointee = Operand.Place;
    return;
  case CK_IntegralToBoolean:
    // An error number: zero, so false, is success.
    V.Lock = Operand.Lock;
    V.Lock.Negated = !V.Lock.Negated;
    return;
  default:
    // Conversions of classes, pointers and qualifiers keep the place.
    V = Operand;
    return;
  }
}

void FunctionGenerator::VisitLambdaExpr(const LambdaExpr *E) {
  const Path *Closure = U.Paths.getTemporary(E);
  define(E).Place = Closure;
  // A guard moved into the closure is the closure's.
  for (const Expr *Init : E->capture_inits())
    if (Init && Init->isPRValue() && isGuard(Init->getType()))
      if (const Path *From = place(Init))
        transfer(Init->getSourceRange(), *From, *Closure);
}

void FunctionGenerator::VisitInitListExpr(const InitListExpr *E) {
  const Path *Whole = U.Paths.getTemporary(E);
  define(E).Place = Whole;
  const CXXRecordDecl *Class = E->getType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return;
  // An aggregate that holds a guard takes over what the guard holds.
  unsigned I = Class->getNumBases();
  for (const FieldDecl *Field : Class->fields()) {
    if (I >= E->getNumInits())
      break;
    const Expr *Init = E->getInit(I++);
    if (!isGuard(Field->getType()))
      continue;
    if (const Path *From = place(Init))
      transfer(Init->getSourceRange(), *From,
               *U.Paths.getField(Whole, Field));
  }
}

void FunctionGenerator::VisitCXXNewExpr(const CXXNewExpr *E) {
  // The pointee lives on; what its constructor locked stays locked.
  if (const Expr *Init = E->getConstructExpr())
    define(E).Pointee = place(Init);
}

void FunctionGenerator::VisitCXXDeleteExpr(const CXXDeleteExpr *E) {
  if (const Path *Object = value(E->getArgument()).Pointee)
    add<EndFact>(E->getSourceRange(), *Object);
}

void FunctionGenerator::VisitCoroutineSuspendExpr(
    const CoroutineSuspendExpr *E) {
  Value &V = define(E);
  if (!E->getType()->isRecordType() || E->isGLValue())
    return;
  V.Place = U.Paths.getTemporary(E);
  // What a task hands over holds whatever it held there.
  const Path *Place = V.Place;
  LockKind Kind = lockKind(E->getType());
  if (Kind == LockKind::ThreadGuard)
    acquire(*E, *Place, {}, LockWorld::Thread, AcquireFact::Outcome::Held);
}

void FunctionGenerator::initialize(const VarDecl &Variable, const Expr *Init) {
  const Value V = value(Init);
  const Path *Self = U.Paths.getVariable(&Variable);
  const VarDecl *Key = Variable.getCanonicalDecl();
  QualType Type = Variable.getType();
  if (Type->isReferenceType()) {
    // A temporary whose lifetime the reference extends is the variable's own
    // ([class.temporary]/6).
    if (V.Place && V.Place->step() == Path::Step::Temporary) {
      if (isGuard(Type))
        transfer(Init->getSourceRange(), *V.Place, *Self);
      References[Key].Place = Self;
      return;
    }
    References[Key] = V;
    return;
  }
  if (Type->isPointerType() && !Reassigned.contains(&Variable))
    References[Key].Pointee = V.Pointee;
  if (Type->isBooleanType() && V.Lock && !Reassigned.contains(&Variable))
    Flags[Key] = V.Lock;
  if (V.Place && isGuard(Type))
    transfer(Init->getSourceRange(), *V.Place, *Self);
  write(Init, Self);
}

void FunctionGenerator::VisitDeclStmt(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    if (const auto *Variable = dyn_cast<VarDecl>(D))
      if (const Expr *Init = Variable->getInit())
        if (!Variable->isStaticLocal())
          initialize(*Variable, Init);
}

} // namespace async
