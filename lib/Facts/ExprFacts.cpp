/// \file
/// Values, reads and writes of expressions that are not calls.

#include "Facts/FunctionGenerator.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
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
    else if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
      E = Rewritten->getSemanticForm();
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

const ReadFact *FunctionGenerator::read(const Expr *E, const Path *Place) {
  return Place ? add<ReadFact>(E->getSourceRange(), *Place) : nullptr;
}

void FunctionGenerator::write(const Expr *E, const Path *Place,
                              WriteFact::Form How, const Expr *From) {
  if (Place)
    add<WriteFact>(E->getSourceRange(), *Place, How,
                   From ? constantOf(From) : Constant(),
                   Facts.keep(value(From).From));
}

const VarDecl *FunctionGenerator::localOf(const Path *Place) const {
  if (!Place)
    return nullptr;
  for (const Path *P = Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee)
      return nullptr;
  const Path &Base = Place->base();
  return Base.step() == Path::Step::Variable ? dyn_cast<VarDecl>(Base.decl())
                                             : nullptr;
}

const Path *FunctionGenerator::pointeeOf(const Expr *Handle) {
  const Value &V = value(Handle);
  if (V.Pointee)
    return V.Pointee;
  if (const auto *Variable =
          V.Place ? dyn_cast_or_null<VarDecl>(V.Place->decl()) : nullptr)
    if (auto It = References.find(Variable);
        It != References.end() && It->second.Pointee)
      return It->second.Pointee;
  return V.Place ? U.Paths.getPointee(V.Place) : nullptr;
}

Constant FunctionGenerator::constantOf(const Expr *E) const {
  E = strip(E)->IgnoreParenImpCasts();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() == 1)
    E = strip(Construct->getArg(0))->IgnoreParenImpCasts();
  if (E->isValueDependent())
    return {};
  QualType Type = E->getType();
  if (isa<CXXNullPtrLiteralExpr>(E) || isa<GNUNullExpr>(E))
    return {Constant::Kind::Null};
  if (const CXXRecordDecl *Class = Type->getAsCXXRecordDecl())
    return Class->getDeclName().isIdentifier() && Class->getName() == "nullopt_t"
               ? Constant{Constant::Kind::Null}
               : Constant();
  if (const auto *New = dyn_cast<CXXNewExpr>(E); New && Type->isPointerType())
    return {Constant::Kind::NotNull};
  Expr::EvalResult Result;
  if (Type->isIntegralOrEnumerationType() &&
      E->EvaluateAsInt(Result, U.AST, Expr::SE_NoSideEffects) &&
      Result.Val.getInt().getSignificantBits() <= 64)
    return {Constant::Kind::Integer, Result.Val.getInt().getExtValue()};
  return {};
}

void FunctionGenerator::addSources(Value &To, const Value &From) {
  for (const Fact *F : From.From)
    if (!is_contained(To.From, F) && To.From.size() < 8)
      To.From.push_back(F);
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
  if (const auto *Variable = dyn_cast<VarDecl>(E->getDecl())) {
    define(E).Place = placeOf(*Variable);
    define(E).Callable = Callables.lookup(Variable->getCanonicalDecl());
  }
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

void FunctionGenerator::VisitConditionalOperator(const ConditionalOperator *E) {
  // One place only if both arms are; otherwise nothing is known.
  const Value Left = value(E->getTrueExpr()), Right = value(E->getFalseExpr());
  Value &V = define(E);
  V.Place = Left.Place == Right.Place ? Left.Place : nullptr;
  V.Pointee = Left.Pointee == Right.Pointee ? Left.Pointee : nullptr;
  addSources(V, Left);
  addSources(V, Right);
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
    if (E->getType()->isPointerType())
      V.Pointee = pointeeOf(E->getSubExpr());
    const ReadFact *Read = read(E, Operand.Place);
    if (!Read)
      return;
    V.State.Subject = Operand.Place;
    if (E->getType()->isBooleanType()) {
      V.State.K = Predicate::Kind::Equals;
      V.State.Value = {Constant::Kind::Integer, 1};
    }
    const VarDecl *Local = localOf(Operand.Place);
    // What a closure captured is not its own.
    bool Captured = Local && Local->getDeclContext() != &Facts.function();
    if (!Local || Captured)
      V.From.push_back(Read);
    if (!Local)
      return;
    V.From.append(Origins.lookup(Local));
    V.Lock = Flags.lookup(Local);
    if (Operand.Place->step() == Path::Step::Variable &&
        !Reassigned.contains(Local))
      V.Flag.Flag = Local;
    return;
  }
  case CK_ArrayToPointerDecay:
    V.Pointee = Operand.Place;
    return;
  case CK_IntegralToBoolean:
    // An error number: zero, so false, is success.
    V = Operand;
    V.Lock.Negated = !V.Lock.Negated;
    if (V.State.K == Predicate::Kind::Unknown ||
        V.State.K == Predicate::Kind::Equals) {
      V.State.K = Predicate::Kind::Equals;
      V.State.Value = {Constant::Kind::Integer, 0};
      V.State.Negated = !V.State.Negated;
    } else if (V.State.K == Predicate::Kind::IsEmpty) {
      // if (size())
      V.State.Negated = !V.State.Negated;
    }
    return;
  case CK_PointerToBoolean:
    V = Operand;
    V.State.K = Predicate::Kind::HasValue;
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
  const ClosureFact *Made = closure(*E);
  define(E).Callable = Made;
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
    const Path *From = place(Init);
    if (From && (isGuard(Field->getType()) || LocksOf.contains(From)))
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
  awaited(*E);
  // What a co_await gives is not computed from what its operand read.
  Value &V = define(E);
  bool Object = E->getType()->isRecordType() && !E->isGLValue();
  if (Object)
    V.Place = U.Paths.getTemporary(E);
  const Path *Place = V.Place;
  request(*E);
  if (Awaited Got = awaitedLock(*E); Got.Lock)
    acquire(*E, Object ? *Place : *Got.Lock, {Got.Lock}, LockWorld::Async,
            AcquireFact::Outcome::Held, /*Adopts=*/false, /*Recursive=*/false,
            Got.Shared);
  else if (Object && U.Requests.isGuard(E->getType()))
    acquire(*E, *Place, {}, LockWorld::Async);
  else if (Object && lockKind(E->getType()) == LockKind::ThreadGuard)
    // What a task hands over holds whatever it held there.
    acquire(*E, *Place, {}, LockWorld::Thread);
}

void FunctionGenerator::initialize(const VarDecl &Variable, const Expr *Init) {
  const Value V = value(Init);
  const Path *Self = U.Paths.getVariable(&Variable);
  const VarDecl *Key = Variable.getCanonicalDecl();
  QualType Type = Variable.getType();
  if (V.Callable && !Reassigned.contains(&Variable))
    Callables[Key] = V.Callable;
  if (Type->isReferenceType()) {
    // A temporary whose lifetime the reference extends is the variable's own
    // ([class.temporary]/6).
    if (V.Place && V.Place->step() == Path::Step::Temporary) {
      Origins[Key] = V.From;
      if (isGuard(Type) || mayHold(Init))
        transfer(Init->getSourceRange(), *V.Place, *Self);
      References[Key].Place = Self;
      return;
    }
    References[Key] = V;
    return;
  }
  if ((Type->isPointerType() || Type->isRecordType()) && V.Pointee &&
      !Reassigned.contains(&Variable))
    References[Key].Pointee = V.Pointee;
  if (!Reassigned.contains(&Variable) || Type->isRecordType())
    Origins[Key] = V.From;
  if (Type->isBooleanType() && V.Lock && !Reassigned.contains(&Variable))
    Flags[Key] = V.Lock;
  if (V.Place && (isGuard(Type) || mayHold(Init)))
    transfer(Init->getSourceRange(), *V.Place, *Self);
  write(Init, Self, WriteFact::Form::Assign, Init);
}

void FunctionGenerator::VisitDeclStmt(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    if (const auto *Variable = dyn_cast<VarDecl>(D))
      if (const Expr *Init = Variable->getInit())
        if (!Variable->isStaticLocal())
          initialize(*Variable, Init);
}

} // namespace async
