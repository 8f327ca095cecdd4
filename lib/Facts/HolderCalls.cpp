/// \file
/// Holders that calls take and give, and what an await lends.

#include "Facts/FunctionGenerator.h"
#include "Facts/HolderFacts.h"
#include "Facts/HolderTypes.h"
#include "Facts/FactStore.h"
#include "Facts/Operation.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

static StringRef nameOf(const FunctionDecl &Function) {
  return Function.getDeclName().isIdentifier() ? Function.getName() : "";
}

/// The type of an object before it is converted to a base.
static QualType typeOf(const Expr &Object) {
  return Object.IgnoreParenBaseCasts()->getType();
}

void HolderFacts::into(Holding &H, const Expr &Object, HolderKind Kind,
                       bool Unknown) {
  const TypeModel *Model = containerModel(*G.U.Library, typeOf(Object));
  if (!Model && !Unknown)
    return;
  const Path *Place = G.reach(&Object);
  // The owner that was copied from keeps the object, once the copy is gone.
  if (const Path *Original = get(&Object).CopyOf;
      Original && (!Place || Place->base().step() == Path::Step::Temporary))
    Place = Original;
  if (Place && isShared(*Place))
    H.add(Dependency{Place, Kind, Model});
}

/// What a function with a visible body returns, as the caller names it.
bool HolderFacts::fromBody(Holding &H, const CallExpr &E,
                           const FunctionDecl *Callee, const Expr *Object,
                           Exprs Arguments) {
  const FunctionDecl *Body = Callee ? Callee->getDefinition() : nullptr;
  if (!Body || !G.U.Store || getCoroutineBody(*Body) ||
      G.U.AST.getSourceManager().isInSystemHeader(Body->getLocation()))
    return false;
  const FunctionFacts *Facts = G.U.Store->get(*Body);
  if (!Facts)
    return true;
  PathFactory &Paths = G.U.Paths;
  auto Translate = [&](const Path *Inner) -> const Path * {
    const Path &Base = Inner->base();
    if (Base.step() == Path::Step::Global)
      return Inner;
    if (Base.step() == Path::Step::This) {
      const auto *Method = dyn_cast<CXXMethodDecl>(Body);
      if (Method && Method->getParent()->isLambda())
        return Inner;
      const Path *On = Object ? G.reach(Object) : nullptr;
      return On ? Paths.rebase(Inner, &Base, On) : nullptr;
    }
    const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Base.decl());
    if (!Parameter || Parameter->getDeclContext() != Body ||
        Parameter->getFunctionScopeIndex() >= Arguments.size())
      return nullptr;
    const Path *Pointee = Paths.getPointee(&Base);
    const Path *To = G.reach(Arguments[Parameter->getFunctionScopeIndex()]);
    return To && Pointee->contains(*Inner) ? Paths.rebase(Inner, Pointee, To)
                                           : nullptr;
  };
  for (Dependency D : Facts->Returned.Into)
    if (const Path *Place = Translate(D.Of); Place && isShared(*Place)) {
      D.Of = Place;
      H.add(D);
    }
  for (auto [Field, D] : Facts->Returned.Parts) {
    const Path *Place = Translate(D.Of);
    if (!Place || !isShared(*Place))
      continue;
    D.Of = Place;
    auto Known = llvm::find_if(
        H.Parts, [&, Field = Field](const Part &P) { return P.Field == Field; });
    if (Known == H.Parts.end())
      H.Parts.push_back({Field, {D}, nullptr, E.getSourceRange()});
    else
      Known->Into.push_back(D);
  }
  if (Facts->Returned.CopyOf)
    H.CopyOf = Translate(Facts->Returned.CopyOf);
  H.IsValue = !E.isGLValue();
  // A part of the object is where the object is.
  if (Object && E.isGLValue())
    H.add(get(Object), /*Through=*/true);
  return true;
}

HolderFacts::Holding
HolderFacts::resultOfMember(const CallExpr &E, const FunctionDecl *Callee,
                            const Expr &Object, Exprs Arguments) {
  Holding H;
  H.IsValue = !E.isGLValue();
  QualType Type = E.getType();
  const Holding &On = get(&Object);
  bool Holds = E.isGLValue() || isHolder(Type);
  // *this: append(), operator++ of an iterator.
  QualType Mine = typeOf(Object);
  if (Mine->isPointerType())
    Mine = Mine->getPointeeType();
  if (E.isGLValue() && G.U.AST.hasSameUnqualifiedType(Type, Mine)) {
    H = On;
    return H;
  }
  if (!Holds && !isSharedOwner(Type)) {
    // An object that is made of holders.
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition() ||
        llvm::none_of(Class->fields(), [&](const FieldDecl *Field) {
          return isHolder(Field->getType());
        }))
      return {};
    Holding Made;
    fromBody(Made, E, Callee, &Object, Arguments);
    H.Parts = std::move(Made.Parts);
    return H;
  }
  bool OnHolder = isIterator(Mine) || isView(*G.U.Library, Mine);
  if (OnHolder && Holds) {
    H.add(On, E.isGLValue() || Type->isPointerType());
    // The range that adaptors make has the iterators of the container below.
    if (isRangeAdaptor(Mine))
      for (Dependency &D : H.Into)
        if (D.Kind == HolderKind::View)
          D.Kind = isIterator(Type) ? HolderKind::Iterator
                                    : HolderKind::Reference;
    return H;
  }
  if (const TypeModel *Model = containerModel(*G.U.Library, Mine)) {
    if (!Holds)
      return {};
    // release() hands the object over.
    if (Callee && nameOf(*Callee) == "release")
      return {};
    H.add(On, /*Through=*/true);
    HolderKind Kind = HolderKind::Reference;
    if (isIterator(Type) || hasIterator(Type))
      Kind = Callee && nameOf(*Callee).ends_with("end") ? HolderKind::End
                                                        : HolderKind::Iterator;
    else if (isView(*G.U.Library, Type) ||
             (Type->isPointerType() && Model->Role == TypeRole::Container) ||
             (Type->isPointerType() && Callee && nameOf(*Callee) == "data"))
      Kind = HolderKind::View;
    into(H, Object, Kind);
    return H;
  }
  if (fromBody(H, E, Callee, &Object, Arguments))
    return H;
  // A container that no model describes.
  Operation Op = Callee ? classify(*Callee) : Operation::Unknown;
  if (Holds && (Op == Operation::NeedsElement || Op == Operation::Find ||
                Op == Operation::Iterate || Op == Operation::Index ||
                Op == Operation::Dereference)) {
    H.add(On, /*Through=*/true);
    if (Op != Operation::Dereference)
      into(H, Object, isIterator(Type) ? HolderKind::Iterator
                                       : HolderKind::Reference,
           /*Unknown=*/true);
  }
  return H;
}

/// The function that \p E calls by name, or the function object: the algorithms
/// of std::ranges are objects in most implementations ([algorithms.requirements]/2).
static const NamedDecl *namedCallee(const CallExpr &E) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
      Operator && Operator->getOperator() == OO_Call) {
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Operator->getArg(0)->IgnoreParenImpCasts());
    return Ref ? Ref->getDecl() : nullptr;
  }
  return isa<CXXMemberCallExpr>(E) ? nullptr : E.getDirectCallee();
}

/// In std or in a namespace of it.
static bool isInStd(const NamedDecl &D) {
  const DeclContext *Context = D.getDeclContext();
  while (Context && Context->isNamespace() && !Context->isStdNamespace())
    Context = Context->getParent();
  return Context && Context->isStdNamespace();
}

/// A function of the standard library whose result is in the range that is its
/// first argument, or its first two.
static bool givesPosition(const NamedDecl *Callee) {
  return Callee && isInStd(*Callee) && Callee->getDeclName().isIdentifier() &&
         llvm::StringSwitch<bool>(Callee->getName())
#define ASYNC_POSITION(NAME) .Case(NAME, true)
#include "Facts/PositionNames.def"
             .Default(false);
}

HolderFacts::Holding HolderFacts::position(const CallExpr &E, Exprs Arguments) {
  Holding H;
  H.IsValue = true;
  if (Arguments.empty() || !isHolder(E.getType()))
    return H;
  bool Pair = isIterator(typeOf(*Arguments.front())) ||
              Arguments.front()->getType()->isPointerType();
  for (const Expr *Argument : Arguments.take_front(Pair ? 2 : 1)) {
    const Holding &From = get(Argument);
    if (From.IsValue || Argument->isGLValue())
      H.add(From);
    if (Argument->isGLValue() && !From.IsValue)
      into(H, *Argument, HolderKind::Iterator);
  }
  for (Dependency &D : H.Into)
    if (D.Kind == HolderKind::End || D.Kind == HolderKind::View)
      D.Kind = HolderKind::Iterator;
  return H;
}

HolderFacts::Holding HolderFacts::resultOfFree(const CallExpr &E,
                                               const FunctionDecl *Callee,
                                               Exprs Arguments) {
  Holding H;
  H.IsValue = !E.isGLValue();
  if (fromBody(H, E, Callee, nullptr, Arguments))
    return H;
  bool Refers = isIterator(E.getType()) || isView(*G.U.Library, E.getType());
  if (!E.isGLValue() && !isHolder(E.getType()))
    return {};
  if (!Callee || !(Callee->isInStdNamespace() || Refers))
    return {};
  // std::next(it), std::get<1>(entry), std::ranges::find(list_, x),
  // asio::buffer(text_).
  for (const Expr *Argument : Arguments) {
    const Holding &From = get(Argument);
    if (From.IsValue ? !isa<LambdaExpr>(strip(Argument)) && From.Captured.empty()
                     : Argument->isGLValue())
      H.add(From, !Refers);
    // std::get<T>(variant), std::any_cast<T>(any).
    if (E.isGLValue() && Arguments.size() == 1 && Argument->isGLValue() &&
        !G.U.AST.hasSameUnqualifiedType(E.getType(), Argument->getType()))
      into(H, *Argument, HolderKind::Reference);
    // std::get_if<T>(&variant), std::any_cast<T>(&any).
    if (const auto *Address = dyn_cast<UnaryOperator>(strip(Argument));
        Address && Address->getOpcode() == UO_AddrOf &&
        Arguments.size() == 1 && E.getType()->isPointerType())
      into(H, *Address->getSubExpr(), HolderKind::Reference);
    if (Refers && Argument->isGLValue() && !From.IsValue)
      into(H, *Argument,
           isIterator(E.getType()) ? HolderKind::Iterator : HolderKind::View);
  }
  // std::prev(end)
  for (Dependency &D : H.Into)
    if (D.Kind == HolderKind::End)
      D.Kind = HolderKind::Iterator;
  return H;
}

HolderFacts::Holding HolderFacts::call(const CallExpr &E) {
  const FunctionDecl *Callee = E.getDirectCallee();
  const Expr *Object = nullptr;
  SmallVector<const Expr *, 4> Arguments(E.arguments());
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&E))
    Object = Member->getImplicitObjectArgument();
  else if (Operator && !Arguments.empty() &&
           (!Callee || isa<CXXMethodDecl>(Callee))) {
    Object = Arguments.front();
    Arguments.erase(Arguments.begin());
  }
  if (Callee && E.getNumArgs() == 1 &&
      (Callee->getBuiltinID() == Builtin::BImove ||
       Callee->getBuiltinID() == Builtin::BIforward ||
       Callee->getBuiltinID() == Builtin::BIas_const))
    return get(E.getArg(0));
  if (Callee && Callee->getBuiltinID() == Builtin::BIaddressof &&
      E.getNumArgs() == 1) {
    Holding H;
    H.add(get(E.getArg(0)));
    H.IsValue = true;
    return H;
  }
  if (Operator && Operator->isAssignmentOp() && E.getNumArgs() == 2) {
    const Path *To = G.place(E.getArg(0));
    const Holding From = get(E.getArg(1));
    consume(E.getArg(1));
    // An iterator may be kept in a member, too.
    bool OfMember = To && To->step() == Path::Step::Field &&
                    To->base().step() == Path::Step::This;
    if (To && (G.localOf(To) || OfMember) && From.IsValue &&
        !From.Into.empty() && Operator->getOperator() == OO_Equal &&
        isHolder(E.getArg(0)->getType()))
      bind(E.getSourceRange(), To, From, BindFact::Form::Local);
    return {};
  }
  if (Object)
    consume(Object);
  for (const Expr *Argument : Arguments)
    consume(Argument);
  if (Callee && isAwaitable(*G.U.Library, E.getType()))
    for (auto [Index, Argument] : llvm::enumerate(Arguments))
      if (const Holding &Given = get(Argument);
          !Given.Into.empty() &&
          (Argument->isGLValue() || Given.IsValue))
        G.add<BindFact>(
            Argument->getSourceRange(),
            *G.U.Paths.getTemporary(strip(Argument)), BindFact::Form::Given,
            Given.Root ? *Given.Root : *G.U.Paths.getTemporary(strip(Argument)),
            G.Facts.keep(llvm::ArrayRef<Dependency>(Given.Into)), Callee,
            static_cast<int>(Index));
  if (givesPosition(namedCallee(E)))
    return position(E, Arguments);
  return Object ? resultOfMember(E, Callee, *Object, Arguments)
                : resultOfFree(E, Callee, Arguments);
}

void HolderFacts::lendOne(const Expr *E, BindFact::Form How,
                          const FunctionDecl *Callee, int Argument) {
  const Holding H = get(E);
  if (H.Into.empty())
    return;
  const Path *Holder = G.U.Paths.getTemporary(strip(E));
  G.add<BindFact>(E->getSourceRange(), *Holder,
                  H.Captured.empty() ? How : BindFact::Form::Captured,
                  H.Root ? *H.Root : *Holder,
                  G.Facts.keep(llvm::ArrayRef<Dependency>(H.Into)), Callee,
                  Argument);
  Lent[Suspending].push_back({Holder, E->getSourceRange()});
}

/// What the call \p E goes on using while its result is awaited.
void HolderFacts::lend(const Expr *E, unsigned Depth) {
  E = strip(E)->IgnoreImplicit();
  const auto *Call = dyn_cast<CallExpr>(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E); Ref && Depth < 3)
    if (auto Made = Tasks.find(dyn_cast<VarDecl>(Ref->getDecl()));
        Made != Tasks.end()) {
      lend(Made->second, Depth + 1);
      return;
    }
  if (!Call) {
    // A task or future that stands in a container.
    if (E->isGLValue() && Depth == 0)
      lendOne(E, BindFact::Form::Awaited, nullptr, -1);
    return;
  }
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (Callee && (Callee->getBuiltinID() == Builtin::BImove ||
                 Callee->getBuiltinID() == Builtin::BIforward)) {
    lend(Call->getArg(0), Depth);
    return;
  }
  if (Call->isGLValue()) {
    lendOne(Call, BindFact::Form::Awaited, nullptr, -1);
    return;
  }
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
  bool OnArguments = !(Operator && isa_and_nonnull<CXXMethodDecl>(Callee));
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
    if (const Expr *Object = Member->getImplicitObjectArgument())
      lendOne(Object, BindFact::Form::Awaited, Callee, -1);
  // A closure that is a coroutine, called here.
  if (!OnArguments && !get(Call->getArg(0)).Captured.empty())
    lendOne(Call->getArg(0), BindFact::Form::Captured, Callee, -1);
  for (unsigned I = OnArguments ? 0 : 1; I < Call->getNumArgs(); ++I) {
    const Expr *Argument = Call->getArg(I);
    int Index = static_cast<int>(I) - (OnArguments ? 0 : 1);
    if (Argument->isGLValue() || Argument->getType()->isPointerType() ||
        isIterator(Argument->getType()) ||
        isView(*G.U.Library, Argument->getType()) ||
        !get(Argument).Captured.empty())
      lendOne(Argument, BindFact::Form::Lent, Callee, Index);
    else if (Depth < 3 && isAwaitable(*G.U.Library, Argument->getType()))
      lend(Argument, Depth + 1);
  }
}

void HolderFacts::suspend(const CoroutineSuspendExpr &E) {
  if (!G.U.Suspensions.maySuspend(E))
    return;
  Suspending = &E;
  lend(E.getOperand(), 0);
}

} // namespace async
