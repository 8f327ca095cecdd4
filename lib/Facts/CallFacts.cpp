/// \file
/// Calls: what they read, write and reach, and what their results stand for.

#include "Facts/FunctionGenerator.h"
#include "Facts/Operation.h"
#include "Facts/Variants.h"
#include "Support/ClangCompat.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace async {

/// std::move and its like: the result is the argument.
static bool isPassThrough(const FunctionDecl &Callee) {
  switch (Callee.getBuiltinID()) {
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward:
  case Builtin::BIforward_like:
  case Builtin::BIas_const:
    return true;
  default:
    return false;
  }
}

const Path *FunctionGenerator::placeIn(const Expr *E, const Callee &Called,
                                       bool &Pointer) {
  E = strip(E)->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    bool Inner = false;
    const Path *Place = placeIn(Unary->getSubExpr(), Called, Inner);
    if (!Place)
      return nullptr;
    if (Unary->getOpcode() == UO_AddrOf) {
      Pointer = true;
      return Place;
    }
    if (Unary->getOpcode() == UO_Deref)
      return Inner ? Place : U.Paths.getPointee(Place);
    return nullptr;
  }
  if (isa<CXXThisExpr>(E)) {
    Pointer = true;
    return Called.Object;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Variable = dyn_cast<VarDecl>(Ref->getDecl());
    if (!Variable)
      return nullptr;
    if (Variable->hasGlobalStorage())
      return U.Paths.getVariable(Variable);
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(Variable);
        Parameter && Parameter->getDeclContext() == Called.Function) {
      unsigned Index = Parameter->getFunctionScopeIndex();
      QualType Type = Parameter->getType();
      if (Index >= Called.Arguments.size() ||
          !(Type->isReferenceType() || Type->isPointerType()))
        return nullptr;
      Pointer = Type->isPointerType();
      return reach(Called.Arguments[Index]);
    }
    // A lambda of ours, called here, names our variables.
    if (Variable->getDeclContext() != Called.Function &&
        Ref->refersToEnclosingVariableOrCapture())
      return placeOf(*Variable);
    return nullptr;
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field)
    return nullptr;
  bool Inner = false;
  const Path *Whole = placeIn(Member->getBase(), Called, Inner);
  if (Whole && Member->isArrow() && !Inner)
    Whole = U.Paths.getPointee(Whole);
  if (!Whole)
    return nullptr;
  const Path *Place = U.Paths.getField(Whole, Field);
  return Field->getType()->isReferenceType() ? U.Paths.getPointee(Place)
                                             : Place;
}

const Path *FunctionGenerator::returnedPlace(const Callee &Called,
                                             bool &Pointer) {
  const FunctionDecl *Definition = Called.Function;
  const auto *Body = Definition && !Definition->isVirtualAsWritten()
                         ? dyn_cast_or_null<CompoundStmt>(Definition->getBody())
                         : nullptr;
  if (!Body || Body->body_empty())
    return nullptr;
  // A function-local static may be declared before it is returned.
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_back());
  if (!Return || !Return->getRetValue() || Body->size() > 2)
    return nullptr;
  return placeIn(Return->getRetValue(), Called, Pointer);
}

Value FunctionGenerator::valueOfCall(const CallExpr &E,
                                     const FunctionDecl *Callee,
                                     const Expr *Object, Exprs Arguments) {
  Value V;
  if (Callee && isPassThrough(*Callee) && E.getNumArgs() >= 1)
    return value(E.getArg(0));
  if (Callee && Callee->getBuiltinID() == Builtin::BIaddressof &&
      E.getNumArgs() == 1) {
    V.Pointee = place(E.getArg(0));
    return V;
  }
  const Path *ObjectPlace = Object ? reach(Object) : nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E)) {
    if (Operator->isAssignmentOp()) {
      V.Place = ObjectPlace;
      return V;
    }
    if (ObjectPlace && Operator->getOperator() == OO_Arrow) {
      V.Pointee = pointeeOf(Object);
      return V;
    }
    if (ObjectPlace && Operator->getOperator() == OO_Star &&
        E.getNumArgs() == 1) {
      V.Place = pointeeOf(Object);
      return V;
    }
    if (ObjectPlace && Operator->getOperator() == OO_Subscript) {
      V.Place = U.Paths.getElement(ObjectPlace);
      return V;
    }
    // An iterator that moves stays in its container.
    if (ObjectPlace && (Operator->getOperator() == OO_PlusPlus ||
                        Operator->getOperator() == OO_MinusMinus)) {
      V.Place = ObjectPlace;
      V.Pointee = pointeeOf(Object);
      return V;
    }
  }
  Operation Op = Callee ? classify(*Callee) : Operation::Unknown;
  bool Position = Op == Operation::Find || Op == Operation::Iterate;
  if (ObjectPlace && (Position || Op == Operation::NeedsElement)) {
    if (E.isGLValue())
      V.Place = U.Paths.getElement(ObjectPlace);
    else if (Position || E.getType()->isPointerType()) {
      V.Place = U.Paths.getTemporary(&E);
      V.Pointee = U.Paths.getElement(ObjectPlace);
    }
    if (V.Place || V.Pointee)
      return V;
  }
  bool Returns = E.isGLValue() || E.getType()->isPointerType();
  if (Callee && Returns) {
    bool Pointer = false;
    const Path *Known = returnedPlace(
        {Callee->getDefinition(), ObjectPlace, Arguments}, Pointer);
    if (Known && E.isGLValue() && !Pointer)
      V.Place = Known;
    else if (Known && !E.isGLValue())
      V.Pointee = Pointer ? Known : U.Paths.getPointee(Known);
  }
  if (!V.Place && !V.Pointee) {
    const Path *Unknown = U.Paths.getTemporary(&E);
    if (E.isGLValue() || E.getType()->isRecordType())
      V.Place = Unknown;
    else if (E.getType()->isPointerType())
      V.Pointee = U.Paths.getPointee(Unknown);
  }
  return V;
}

void FunctionGenerator::describeResult(const CallExpr &E,
                                       const FunctionDecl &Callee,
                                       const Expr *Object,
                                       const CallFact &Call) {
  Value &V = define(&E);
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
      Operator && Operator->isComparisonOp() && E.getNumArgs() == 2) {
    for (const Expr *Side : E.arguments())
      addSources(V, Value(value(Side)));
    compare(&E, BinaryOperator::getOverloadedOpcode(Operator->getOperator()),
            E.getArg(0), E.getArg(1));
    return;
  }
  V.From.push_back(&Call);
  if (!Object && !Call.Arguments.empty())
    V.State = alternativeAskedFor(Callee, Call.Arguments.front());
  if (!Object || !Call.Object)
    return;
  // What is asked of a local handle was known when the handle was got.
  if (const VarDecl *Local = localOf(Call.Object))
    for (const Fact *F : Origins.lookup(Local))
      if (!is_contained(V.From, F))
        V.From.push_back(F);
  Predicate State;
  State.Subject = Call.Object;
  switch (classify(Callee)) {
  case Operation::IsEmpty:
    State.K = Predicate::Kind::IsEmpty;
    break;
  case Operation::Contains:
  case Operation::Find:
    State.K = Predicate::Kind::Contains;
    break;
  case Operation::HasValue:
    State.K = Predicate::Kind::HasValue;
    break;
  case Operation::Examine:
    if (Callee.getDeclName().isIdentifier() &&
        (Callee.getName() == "size" || Callee.getName() == "length"))
      State.K = Predicate::Kind::IsEmpty;
    break;
  case Operation::Iterate:
    // What compares equal to end() is not there.
    if (!Callee.getDeclName().isIdentifier() ||
        !Callee.getName().ends_with("end"))
      return;
    State.K = Predicate::Kind::Contains;
    break;
  default:
    break;
  }
  V.State = State;
}

/// A place bound to a reference to const is read by the callee
/// ([dcl.init.ref]); other references may only be passed on.
Value FunctionGenerator::readArgument(const FunctionDecl *Callee, size_t Index,
                                      const Expr *Argument) {
  Value V = value(Argument);
  if (!Callee || Index >= Callee->getNumParams() || !Argument->isGLValue() ||
      !V.Place)
    return V;
  QualType Type = Callee->getParamDecl(Index)->getType();
  bool Moves = Type->isRValueReferenceType();
  if (Moves)
    take(Argument);
  if (!Moves && (!Type->isReferenceType() ||
                 !Type->getPointeeType().isConstQualified()))
    return V;
  if (const VarDecl *Local = localOf(V.Place)) {
    Value Known;
    Known.From = Origins.lookup(Local);
    addSources(V, Known);
  } else if (const ReadFact *Read = Moves ? nullptr : read(Argument, V.Place)) {
    V.From.push_back(Read);
  }
  return V;
}

void FunctionGenerator::assign(const CXXOperatorCallExpr &E) {
  const Path *Target = place(E.getArg(0));
  const FunctionDecl *Callee = E.getDirectCallee();
  bool Replaces = E.getOperator() == OO_Equal;
  if (!Replaces)
    read(&E, Target);
  const Value From = readArgument(
      Callee, Callee && !isa<CXXMethodDecl>(Callee) ? 1 : 0, E.getArg(1));
  const Constant Given =
      alternativeOf(E.getArg(0)->getType(), E.getArg(1)->getType());
  if (Target)
    add<WriteFact>(E.getSourceRange(), *Target,
                   Replaces ? WriteFact::Form::Assign : WriteFact::Form::Update,
                   Given.isKnown() ? Given : constantOf(E.getArg(1)),
                   Facts.keep(Sources(From.From)));
  // A local object has another origin from here on.
  if (const VarDecl *Local = localOf(Target);
      Local && Replaces && Target->step() == Path::Step::Variable)
    Origins[Local] = From.From;
}

/// std::get of a pair or tuple, also the hidden one of a structured binding
/// ([dcl.struct.bind]/4): it names a part, and takes nothing.
static bool isStdGet(const FunctionDecl &Callee) {
  return Callee.isInStdNamespace() && Callee.getDeclName().isIdentifier() &&
         Callee.getName() == "get" && Callee.getNumParams() == 1 &&
         Callee.getReturnType()->isReferenceType();
}

void FunctionGenerator::VisitCallExpr(const CallExpr *E) {
  const FunctionDecl *Callee = E->getDirectCallee();
  const Expr *Object = nullptr;
  SmallVector<const Expr *, 4> Arguments(E->arguments());
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E))
    Object = Member->getImplicitObjectArgument();
  else if (Operator && !Arguments.empty() &&
           (!Callee || isa<CXXMethodDecl>(Callee))) {
    Object = Arguments.front();
    Arguments.erase(Arguments.begin());
  }

  Value V = valueOfCall(*E, Callee, Object, Arguments);
  // The lock of a part is kept as that of the whole.
  if (Callee && isStdGet(*Callee) && isGuard(E->getType()) &&
      mayHold(Arguments.front()) && place(Arguments.front())) {
    V.Place = place(Arguments.front());
    define(E) = V;
    return;
  }
  define(E) = V;
  if (Callee && isPassThrough(*Callee))
    return;
  if (Operator && Operator->isAssignmentOp() && E->getNumArgs() == 2) {
    assign(*Operator);
    if (Callee)
      lockCall(*E, *Callee, Object, Arguments);
    return;
  }
  SmallVector<const Path *, 4> Reached;
  Value Computed;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    Reached.push_back(handed(Arguments[I]));
    addSources(Computed, readArgument(Callee, I, Arguments[I]));
  }
  const Path *On = Object ? reach(Object) : nullptr;
  CallFact::Details More = detailsOf(*E, Object, Arguments);
  const auto *Call = add<CallFact>(
      E->getSourceRange(), Callee, On, Facts.keep(Reached),
      Arguments.empty() ? Constant() : constantOf(Arguments.front()),
      Arguments.size() < 2 ? Constant() : constantOf(Arguments[1]),
      Facts.keep(Sources(Computed.From)), More);
  // std::bind, std::ref and their like hold what they are given.
  if (!More.Callables.empty() && Callee && Callee->isInStdNamespace())
    define(E).Callable = More.Callables.front();
  // What a local container is filled with.
  if (const VarDecl *Local = localOf(On);
      Local && Callee && classify(*Callee) == Operation::Grows) {
    Value Known;
    Known.From = Origins.lookup(Local);
    addSources(Known, Computed);
    Origins[Local] = Known.From;
  }
  request(*E);
  if (Callee) {
    describeResult(*E, *Callee, Object, *Call);
    addSources(define(E), isArithmetic(*E) ? Computed : Value());
    if (!isStdGet(*Callee))
      lockCall(*E, *Callee, Object, Arguments);
    waitCall(*E, *Callee, Object, Arguments);
  }
}

void FunctionGenerator::VisitCXXConstructExpr(const CXXConstructExpr *E) {
  const CXXConstructorDecl *Constructor = E->getConstructor();
  SmallVector<const Path *, 4> Reached;
  Value Made;
  Made.Place = U.Paths.getTemporary(E);
  for (const Expr *Argument : E->arguments()) {
    Reached.push_back(reach(Argument));
    addSources(Made, value(Argument));
  }
  if (Constructor->isCopyOrMoveConstructor() && !Reached.empty()) {
    // An iterator's copy points where the iterator does.
    Made.Pointee = value(E->getArg(0)).Pointee;
    if (const VarDecl *Local = localOf(Reached.front())) {
      if (auto It = References.find(Local); It != References.end())
        Made.Pointee = It->second.Pointee;
      for (const Fact *F : Origins.lookup(Local))
        Made.From.push_back(F);
      // A capture is looked up in the closure.
      if (Local->getDeclContext() != &Facts.function())
        read(E->getArg(0), Reached.front());
    } else if (const ReadFact *Read = read(E->getArg(0), Reached.front());
               Read && Read->Place.step() != Path::Step::Temporary) {
      Made.From.push_back(Read);
    }
    if (Constructor->isMoveConstructor())
      take(E->getArg(0));
  } else if (!Reached.empty()) {
    SmallVector<const Expr *, 4> Arguments(E->arguments());
    CallFact::Details More = detailsOf(*E, nullptr, Arguments);
    More.Result = Made.Place;
    add<CallFact>(E->getSourceRange(), Constructor, nullptr,
                  Facts.keep(Reached), Constant(), Constant(),
                  Facts.keep(Sources(Made.From)), More);
  }
  // A copy of a callable, or an std::function of it.
  if (E->getNumArgs() >= 1)
    Made.Callable = value(E->getArg(0)).Callable;
  define(E) = Made;
  waitConstructed(*E);
  if (isGuard(E->getType())) {
    guardConstructed(*E);
    return;
  }
  // What holds a guard as a part hands it on as a whole.
  if (Constructor->isMoveConstructor() && place(E->getArg(0)) &&
      mayHold(E->getArg(0))) {
    transfer(E->getSourceRange(), *place(E->getArg(0)), *Made.Place);
    return;
  }
  SmallVector<const Expr *, 4> Arguments(E->arguments());
  escapeGuards(*E, Arguments);
}

} // namespace async
