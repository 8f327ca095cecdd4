/// \file
/// Holders in expressions. What calls give is in HolderCalls.cpp, declarations and
/// closures are in HolderScopes.cpp.

#include "Facts/HolderFacts.h"

#include "Facts/FunctionGenerator.h"
#include "Facts/HolderTypes.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

void HolderFacts::Holding::add(const Dependency &D) {
  // More than this is a mistake or generated code.
  if (!is_contained(Into, D) && Into.size() < 8)
    Into.push_back(D);
}

/// \param Through  what \p From points to is meant, not where it stands
void HolderFacts::Holding::add(const Holding &From, bool Through) {
  for (Dependency D : From.Into) {
    if (Through && D.Kind == HolderKind::Iterator)
      D.Kind = HolderKind::Reference;
    add(D);
  }
  if (!Root)
    Root = From.Root;
}

bool HolderFacts::isHolder(QualType Type) const {
  return Type->isReferenceType() || Type->isPointerType() ||
         isIterator(Type) || isView(*G.U.Library, Type) || hasIterator(Type);
}

bool HolderFacts::isShared(const Path &Place) const {
  const Path &Base = Place.base();
  if (Base.step() == Path::Step::This || Base.step() == Path::Step::Global)
    return true;
  const auto *Variable = dyn_cast_or_null<VarDecl>(Base.decl());
  if (!Variable)
    return false;
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee) {
      // What the local's own unique_ptr or optional holds is its own.
      QualType Type = Variable->getType();
      return Type->isReferenceType() || Type->isPointerType() ||
             isSharedOwner(Type) || isIterator(Type);
    }
  return false;
}

const HolderFacts::Holding &HolderFacts::get(const Expr *E) const {
  static const Holding Unknown;
  if (!E)
    return Unknown;
  auto It = Known.find(E);
  if (It == Known.end())
    It = Known.find(strip(E));
  return It == Known.end() ? Unknown : It->second;
}

const HolderFacts::Holding *HolderFacts::named(const Path *Holder) const {
  auto It = Holder ? Named.find(Holder) : Named.end();
  return It == Named.end() ? nullptr : &It->second;
}

void HolderFacts::bind(SourceRange Where, const Path *Holder,
                       const Holding &From, BindFact::Form How) {
  Holding &Mine = Named[Holder];
  const Path *Root = From.Root ? From.Root : Holder;
  Mine = Holding();
  Mine.Into = From.Into;
  Mine.Root = Root;
  G.add<BindFact>(Where, *Holder, How, *Root,
                  G.Facts.keep(llvm::ArrayRef<Dependency>(Mine.Into)));
}

void HolderFacts::use(SourceRange Where, const Path *Holder) {
  if (const auto *Variable = Holder->decl())
    if (auto It = Loops.find(Variable); It != Loops.end())
      Where = SourceRange(It->second->getForLoc());
  G.add<UseFact>(Where, *Holder);
}

/// The value of \p E is needed now.
void HolderFacts::consume(const Expr *E) {
  const Holding &H = get(E);
  if (H.Via)
    use(E->getSourceRange(), H.Via);
  for (const Capture &C : H.Captured)
    use(C.Where, C.Holder);
  if (Waiting.contains(strip(E)) && !H.Into.empty())
    use(E->getSourceRange(), G.U.Paths.getTemporary(strip(E)));
}

void HolderFacts::visit(const Stmt &S) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Variable = dyn_cast<VarDecl>(D))
        if (Variable->getInit() && !Variable->isStaticLocal())
          declare(*Variable);
    return;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(&S)) {
    if (const Expr *E = Return->getRetValue())
      returned(*E);
    return;
  }
  const auto *E = dyn_cast<Expr>(&S);
  if (!E || Known.contains(E))
    return;
  Holding H = expression(*E);
  bool Waits = !H.Into.empty() && Waiting.contains(E);
  if (Waits)
    bind(E->getSourceRange(), G.U.Paths.getTemporary(E), H,
         BindFact::Form::Operand);
  if (!H.Into.empty() || H.Via || H.CopyOf || !H.Captured.empty() ||
      !H.Parts.empty())
    Known[E] = std::move(H);
}

HolderFacts::Holding HolderFacts::expression(const Expr &E) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E))
    return reference(*Ref);
  if (const auto *Cast = dyn_cast<CastExpr>(&E))
    return cast(*Cast);
  if (const auto *Call = dyn_cast<CallExpr>(&E))
    return call(*Call);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&E))
    return construct(*Construct);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&E))
    return closure(*Lambda);
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&E)) {
    for (const auto &[Holder, Where] : Lent.lookup(Suspend))
      use(Where, Holder);
    return {};
  }
  Holding H;
  if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
    const Holding &Base = get(Member->getBase());
    const Path *Place = G.place(&E);
    if (const Holding *Part = named(Place); Part && isHolder(E.getType())) {
      H = *Part;
      H.Via = Place;
      H.IsValue = true;
      return H;
    }
    if (Member->isArrow() && Base.Via)
      use(Member->getBase()->getSourceRange(), Base.Via);
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (Field && Field->getType()->isReferenceType() && Place &&
        Place->parent())
      if (const Holding *Part = named(Place->parent())) {
        use(E.getSourceRange(), Place->parent());
        H.add(*Part);
        return H;
      }
    if (!Field || Field->getType()->isReferenceType())
      return H;
    H.add(Base, Member->isArrow());
    // `inserted.first`, an iterator.
    if (!Member->isArrow() && Base.IsValue && isHolder(Field->getType())) {
      H.Via = Base.Via;
      H.IsValue = true;
    } else if (!Member->isArrow() && Base.IsValue) {
      return {};
    }
    return H;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(&E)) {
    const Holding &Operand = get(Unary->getSubExpr());
    switch (Unary->getOpcode()) {
    case UO_AddrOf:
      H.add(Operand);
      H.IsValue = true;
      return H;
    case UO_Deref:
      if (Operand.Via)
        use(E.getSourceRange(), Operand.Via);
      H.add(Operand, /*Through=*/true);
      return H;
    case UO_PreInc:
    case UO_PreDec:
    case UO_PostInc:
    case UO_PostDec:
      if (Operand.Via)
        use(E.getSourceRange(), Operand.Via);
      return Operand;
    case UO_Extension:
      return Operand;
    default:
      return H;
    }
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(&E)) {
    if (Binary->getOpcode() == BO_Comma)
      return get(Binary->getRHS());
    if (Binary->getOpcode() == BO_Assign && E.getType()->isPointerType()) {
      const Path *To = G.place(Binary->getLHS());
      const Holding &From = get(Binary->getRHS());
      if (G.localOf(To) && From.IsValue && !From.Into.empty())
        bind(E.getSourceRange(), To, From, BindFact::Form::Local);
      return From;
    }
    if (E.getType()->isPointerType()) {
      H.add(get(Binary->getLHS()));
      H.add(get(Binary->getRHS()));
      H.IsValue = true;
      H.Via = get(Binary->getLHS()).Via;
    }
    return H;
  }
  if (const auto *Index = dyn_cast<ArraySubscriptExpr>(&E)) {
    const Holding &Base = get(Index->getBase());
    if (Base.Via)
      use(E.getSourceRange(), Base.Via);
    H.add(Base, /*Through=*/true);
    return H;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&E)) {
    const Holding &Left = get(Choice->getTrueExpr());
    const Holding &Right = get(Choice->getFalseExpr());
    H.add(Left);
    H.add(Right);
    H.IsValue = Left.IsValue || Right.IsValue;
    H.Via = Left.Via ? Left.Via : Right.Via;
    return H;
  }
  if (const auto *List = dyn_cast<InitListExpr>(&E)) {
    const CXXRecordDecl *Class = E.getType()->getAsCXXRecordDecl();
    if (List->isTransparent() ||
        (List->getNumInits() == 1 &&
         G.U.AST.hasSameUnqualifiedType(E.getType(),
                                        List->getInit(0)->getType())))
      return get(List->getInit(0));
    if (!Class || !Class->hasDefinition())
      return H;
    unsigned I = Class->getNumBases();
    for (const FieldDecl *Field : Class->fields()) {
      if (I >= List->getNumInits())
        break;
      addPart(H, *Field, *List->getInit(I++));
    }
  }
  return H;
}

HolderFacts::Holding HolderFacts::reference(const DeclRefExpr &E) {
  const auto *Variable = dyn_cast<VarDecl>(E.getDecl());
  const auto *Binding = dyn_cast<BindingDecl>(E.getDecl());
  if (Binding)
    Variable = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
  if (!Variable)
    return {};
  const Path *Holder = G.U.Paths.getVariable(Variable);
  const Holding *Known = named(Holder);
  if (!Known)
    return {};
  Holding H = *Known;
  H.Root = Known->Root;
  H.IsValue = !Variable->getType()->isReferenceType();
  if (!H.Captured.empty())
    return H;
  if (Binding && H.IsValue) {
    // auto [it, added] = map.try_emplace(key);
    if (!isHolder(E.getType()))
      return {};
    H.Via = Holder;
    return H;
  }
  if (!H.IsValue) {
    use(E.getSourceRange(), Holder);
    // A reference to a pointer or iterator that is stored there.
    H.CopyOf = nullptr;
    return H;
  }
  H.Via = Holder;
  return H;
}

HolderFacts::Holding HolderFacts::cast(const CastExpr &E) {
  const Holding &Operand = get(E.getSubExpr());
  switch (E.getCastKind()) {
  case CK_LValueToRValue:
    // A pointer that is loaded from a holder; loaded from anywhere else, it
    // points to what nobody here knows the owner of.
    if (E.getType()->isPointerType() && Operand.IsValue)
      return Operand;
    return {};
  case CK_PointerToBoolean:
  case CK_PointerToIntegral:
  case CK_ToVoid:
    return {};
  default:
    return Operand;
  }
}

HolderFacts::Holding HolderFacts::construct(const CXXConstructExpr &E) {
  Holding H;
  QualType Type = E.getType();
  bool Copies = E.getConstructor()->isCopyOrMoveConstructor();
  for (const Expr *Argument : E.arguments()) {
    const Holding &From = get(Argument);
    // A guard or std::function that keeps the closure.
    for (const Capture &C : From.Captured)
      H.Captured.push_back(C);
    if (!From.Captured.empty()) {
      H.add(From);
      H.IsValue = true;
      continue;
    }
    consume(Argument);
    if (Copies && isSharedOwner(Type)) {
      H.CopyOf = From.CopyOf ? From.CopyOf : G.reach(Argument);
      continue;
    }
    bool View = isView(*G.U.Library, Type);
    if (!(isIterator(Type) || View || hasIterator(Type)))
      continue;
    // An iterator that is read out of an element does not refer to that element.
    if (From.IsValue || !Copies) {
      H.add(From);
      H.IsValue = true;
    }
    if (View && !Copies && Argument->isGLValue() && !From.IsValue)
      into(H, *Argument, HolderKind::View);
  }
  if (Copies && E.getNumArgs() == 1)
    H.Parts = get(E.getArg(0)).Parts;
  else if (!H.IsValue)
    partsOf(H, E);
  return H;
}

void HolderFacts::addPart(Holding &To, const FieldDecl &Field,
                          const Expr &Init) {
  const Holding &From = get(&Init);
  if (isHolder(Field.getType()) && !From.Into.empty())
    To.Parts.push_back({&Field, From.Into, From.Root, Init.getSourceRange()});
}

/// The parameter that \p E is, or is moved, copied or the address of.
static const ParmVarDecl *parameterOf(const Expr *E) {
  for (unsigned Depth = 0; Depth != 8; ++Depth) {
    E = strip(E)->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<ParmVarDecl>(Ref->getDecl());
    const auto *List = dyn_cast<InitListExpr>(E);
    const auto *Construct = dyn_cast<CXXConstructExpr>(E);
    const auto *Call = dyn_cast<CallExpr>(E);
    const auto *Unary = dyn_cast<UnaryOperator>(E);
    if (List && List->getNumInits() == 1)
      E = List->getInit(0);
    else if (Construct && Construct->getNumArgs() == 1)
      E = Construct->getArg(0);
    else if (Call && Call->getDirectCallee() && Call->getNumArgs() == 1 &&
             (Call->getDirectCallee()->getBuiltinID() == Builtin::BImove ||
              Call->getDirectCallee()->getBuiltinID() == Builtin::BIforward))
      E = Call->getArg(0);
    else if (Unary && Unary->getOpcode() == UO_AddrOf)
      E = Unary->getSubExpr();
    else
      return nullptr;
  }
  return nullptr;
}

/// `explicit turn(session &s) : who_(&s)`, `std::pair(it, n)`: what a constructor
/// keeps of its arguments.
void HolderFacts::partsOf(Holding &To, const CXXConstructExpr &E) {
  const auto *Body = dyn_cast_or_null<CXXConstructorDecl>(
      E.getConstructor()->getDefinition());
  if (!Body)
    return;
  for (const CXXCtorInitializer *Init : Body->inits()) {
    const FieldDecl *Field = Init->getMember();
    if (!Field || !isHolder(Field->getType()))
      continue;
    const ParmVarDecl *Parameter = parameterOf(Init->getInit());
    if (!Parameter || Parameter->getDeclContext() != Body ||
        Parameter->getFunctionScopeIndex() >= E.getNumArgs())
      continue;
    const Expr &Argument = *E.getArg(Parameter->getFunctionScopeIndex());
    // A copy of what the argument refers to refers to nothing.
    bool Refers = Field->getType()->isReferenceType() ||
                  (Field->getType()->isPointerType() &&
                   !Parameter->getType().getNonReferenceType()->isPointerType());
    if (Refers ? Argument.isGLValue() : get(&Argument).IsValue)
      addPart(To, *Field, Argument);
  }
}

} // namespace async
