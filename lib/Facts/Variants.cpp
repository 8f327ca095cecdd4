#include "Facts/Variants.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

static const ClassTemplateSpecializationDecl *
variantOf(const CXXRecordDecl *Record) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record);
  return Class && Class->isInStdNamespace() &&
                 Class->getDeclName().isIdentifier() &&
                 Class->getName() == "variant" &&
                 Class->getTemplateArgs().size() == 1 &&
                 Class->getTemplateArgs()[0].getKind() == TemplateArgument::Pack
             ? Class
             : nullptr;
}

static const ClassTemplateSpecializationDecl *variantOf(QualType Type) {
  return Type.isNull()
             ? nullptr
             : variantOf(Type.getNonReferenceType()->getAsCXXRecordDecl());
}

static Constant indexOf(const ClassTemplateSpecializationDecl *Variant,
                        QualType Type) {
  Constant Found;
  if (!Variant || Type.isNull())
    return Found;
  QualType Wanted =
      Type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  int64_t Index = 0;
  for (const TemplateArgument &Alternative :
       Variant->getTemplateArgs()[0].pack_elements()) {
    if (Alternative.getAsType().getCanonicalType().getUnqualifiedType() ==
        Wanted) {
      if (Found.isKnown())
        return {};
      Found = {Constant::Kind::Integer, Index};
    }
    ++Index;
  }
  return Found;
}

Constant alternativeOf(QualType Variant, QualType Type) {
  return indexOf(variantOf(Variant), Type);
}

/// The variant that a function of the standard library is about.
static const ClassTemplateSpecializationDecl *
subjectOf(const FunctionDecl &Callee) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Callee))
    return variantOf(Method->getParent());
  return Callee.isInStdNamespace() && Callee.getNumParams() == 1
             ? variantOf(Callee.getParamDecl(0)->getType())
             : nullptr;
}

Constant alternativeNamedBy(const FunctionDecl &Callee) {
  const TemplateArgumentList *Arguments =
      Callee.getTemplateSpecializationArgs();
  if (!Arguments || Arguments->size() == 0 ||
      !Callee.getDeclName().isIdentifier())
    return {};
  StringRef Name = Callee.getName();
  if (Name != "holds_alternative" && Name != "get" && Name != "emplace")
    return {};
  const ClassTemplateSpecializationDecl *Variant = subjectOf(Callee);
  if (!Variant)
    return {};
  const TemplateArgument &Named = (*Arguments)[0];
  if (Named.getKind() == TemplateArgument::Type)
    return indexOf(Variant, Named.getAsType());
  if (Named.getKind() == TemplateArgument::Integral)
    return {Constant::Kind::Integer, Named.getAsIntegral().getExtValue()};
  return {};
}

Predicate alternativeAskedFor(const FunctionDecl &Callee,
                              const Path *Subject) {
  Constant Asked = Subject && Callee.getReturnType()->isBooleanType()
                       ? alternativeNamedBy(Callee)
                       : Constant();
  return Asked.isKnown() ? Predicate{Predicate::Kind::Equals, Subject, Asked}
                         : Predicate();
}

bool isVariantGet(const FunctionDecl &Callee) {
  return !isa<CXXMethodDecl>(Callee) && Callee.getDeclName().isIdentifier() &&
         Callee.getName() == "get" && subjectOf(Callee);
}

} // namespace async
