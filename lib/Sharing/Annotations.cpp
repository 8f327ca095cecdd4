#include "Sharing/Annotations.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

static constexpr llvm::StringLiteral Prefix = "async_tidy::";
static constexpr llvm::StringLiteral Confined = "async_tidy::confined";
static constexpr llvm::StringLiteral SingleActivation =
    "async_tidy::single_activation";
static constexpr llvm::StringLiteral Idempotent = "async_tidy::idempotent";

/// On any declaration of it: a definition inherits those that stand before it.
static bool says(const Decl *D, StringRef Annotation) {
  if (!D)
    return false;
  for (const Decl *Each : D->redecls())
    for (const auto *A : Each->specific_attrs<AnnotateAttr>())
      if (A->getAnnotation() == Annotation)
        return true;
  // An instance of a template has what its pattern has.
  if (const auto *Class = dyn_cast<CXXRecordDecl>(D))
    if (const CXXRecordDecl *Pattern = Class->getTemplateInstantiationPattern();
        Pattern && Pattern != Class)
      return says(Pattern, Annotation);
  return false;
}

static const CXXRecordDecl *classOf(QualType Type) {
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  return Type->getAsCXXRecordDecl();
}

bool isConfined(const Path &Place) {
  for (const Path *P = &Place; P; P = P->parent()) {
    if (const ValueDecl *D = P->decl())
      if (says(D, Confined) || says(classOf(D->getType()), Confined))
        return true;
    if (P->step() == Path::Step::Field &&
        says(cast<FieldDecl>(P->decl())->getParent(), Confined))
      return true;
    if (const CXXRecordDecl *Class = P->thisClass())
      return says(Class, Confined);
  }
  return false;
}

bool isSingleActivation(const FunctionDecl &Function) {
  if (says(&Function, SingleActivation))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  return Method && says(Method->getParent(), SingleActivation);
}

bool isIdempotent(const Path &Place) {
  for (const Path *P = &Place; P; P = P->parent())
    if (says(P->decl(), Idempotent))
      return true;
  return false;
}

bool isIdempotent(const FunctionDecl &Function) {
  return says(&Function, Idempotent);
}

/// `mu_`, `this->mu_`, `&mu_`, a global: as the class's functions name it if
/// \p Object is `*this`.
static const Path *lockIn(const Expr *E, const Path *Object,
                          PathFactory &Paths) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    bool Names = Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_LNot;
    return Names ? lockIn(Unary->getSubExpr(), Object, Paths) : nullptr;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Variable = dyn_cast<VarDecl>(Ref->getDecl());
    return Variable && Variable->hasGlobalStorage()
               ? Paths.getVariable(Variable)
               : nullptr;
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field)
    return nullptr;
  const Path *Whole = isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts())
                          ? Object
                          : lockIn(Member->getBase(), Object, Paths);
  if (!Whole)
    return nullptr;
  const Path *Lock = Paths.getField(Whole, Field);
  return Field->getType()->isReferenceType() ? Paths.getPointee(Lock) : Lock;
}

const Path *guardOf(const Path &Place, PathFactory &Paths) {
  bool Below = false;
  for (const Path *P = &Place; P; P = P->parent()) {
    const ValueDecl *D = P->decl();
    const Expr *Named = nullptr;
    // What a pointer points to has a guard of its own.
    if (const auto *A = D ? D->getAttr<PtGuardedByAttr>() : nullptr; A && Below)
      Named = A->getArg();
    else if (const auto *A = D ? D->getAttr<GuardedByAttr>() : nullptr)
      Named = A->getArg();
    if (Named)
      return lockIn(Named, P->parent(), Paths);
    Below |= P->step() == Path::Step::Pointee;
  }
  return nullptr;
}

static void collectUnknown(const Decl &D,
                           std::vector<UnknownAnnotation> &Into) {
  for (const auto *A : D.specific_attrs<AnnotateAttr>()) {
    StringRef Text = A->getAnnotation();
    if (A->isInherited() || !Text.starts_with(Prefix) || Text == Confined ||
        Text == SingleActivation || Text == Idempotent)
      continue;
    StringRef Nearest;
    unsigned Least = ~0u;
    for (StringRef Known : {StringRef(Confined), StringRef(SingleActivation),
                            StringRef(Idempotent)})
      if (unsigned Distance = Text.edit_distance(Known); Distance < Least) {
        Least = Distance;
        Nearest = Known;
      }
    Into.push_back({A, Nearest});
  }
}

std::vector<UnknownAnnotation>
unknownAnnotations(const FunctionDecl &Function) {
  std::vector<UnknownAnnotation> Found;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method) {
    for (const FunctionDecl *Each : Function.redecls())
      collectUnknown(*Each, Found);
    return Found;
  }
  const CXXRecordDecl &Class = *Method->getParent();
  collectUnknown(Class, Found);
  for (const Decl *Member : Class.decls())
    collectUnknown(*Member, Found);
  return Found;
}

} // namespace async
