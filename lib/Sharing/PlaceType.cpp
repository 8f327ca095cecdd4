#include "Sharing/PlaceType.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

QualType typeOf(const Path &Place) {
  if (Place.step() == Path::Step::Pointee && Place.parent() &&
      Place.parent()->decl()) {
    QualType Handle = Place.parent()->decl()->getType();
    if (Handle->isReferenceType() || Handle->isPointerType())
      return Handle->getPointeeType();
    return QualType();
  }
  if (Place.step() == Path::Step::This || !Place.decl())
    return QualType();
  return Place.decl()->getType().getNonReferenceType();
}

static bool isAtomic(QualType Type) {
  if (Type->isAtomicType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->getDeclName().isIdentifier())
    return false;
  StringRef Name = Class->getName();
  return Name.contains_insensitive("atomic") ||
         Name.contains_insensitive("concurrent") ||
         Name.contains_insensitive("lockfree");
}

bool isSynchronized(const Path &Place, Unit &TheUnit) {
  for (const Path *P = &Place; P; P = P->parent()) {
    QualType Type = typeOf(*P);
    if (Type.isNull())
      continue;
    if (isAtomic(Type) || TheUnit.Locks.classify(Type) != LockKind::None)
      return true;
    if (P == &Place && Type.isConstQualified())
      return true;
    const TypeModel *Model = TheUnit.Library->find(Type);
    if (!Model)
      continue;
    switch (Model->Role) {
    case TypeRole::AsyncCondition:
    case TypeRole::AsyncChannel:
    case TypeRole::ThreadCondition:
    case TypeRole::TaskScope:
    case TypeRole::Executor:
    case TypeRole::Task:
    case TypeRole::EagerTask:
      return true;
    default:
      break;
    }
  }
  return false;
}

bool isPlainData(QualType Type, unsigned Depth) {
  if (Type.isNull() || Depth > 3)
    return false;
  if (Type->isArithmeticType() || Type->isEnumeralType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !(Class = Class->getDefinition()))
    return false;
  if (Class->isInStdNamespace())
    return true;
  return !Class->isPolymorphic() && !Class->field_empty() &&
         llvm::all_of(Class->fields(), [&](const FieldDecl *Field) {
           return Field->getAccess() == AS_public &&
                  (Field->getType()->isPointerType() ||
                   isPlainData(Field->getType(), Depth + 1));
         });
}

bool canOnlyBeTold(QualType Type, unsigned Depth) {
  if (Type.isNull() || Depth > 3)
    return false;
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !(Class = Class->getDefinition()))
    return false;
  if (Class->isInStdNamespace()) {
    StringRef Name = Class->getDeclName().isIdentifier() ? Class->getName() : "";
    if (Name == "basic_string" || Name == "basic_string_view")
      return true;
    const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class);
    return (Name == "shared_ptr" || Name == "unique_ptr") && Special &&
           Special->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
           canOnlyBeTold(Special->getTemplateArgs()[0].getAsType(), Depth + 1);
  }
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (!canOnlyBeTold(Base.getType(), Depth + 1))
      return false;
  for (const Decl *D : Class->decls()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    const auto *Field = dyn_cast<FieldDecl>(D);
    if (isa<FunctionTemplateDecl>(D))
      return false;
    if (Method && !Method->isImplicit() && Method->getAccess() == AS_public &&
        !isa<CXXConstructorDecl, CXXDestructorDecl>(Method) &&
        !Method->getReturnType()->isVoidType())
      return false;
    if (Field && Field->getAccess() == AS_public &&
        !canOnlyBeTold(Field->getType(), Depth + 1))
      return false;
  }
  return true;
}

bool isInElement(const Path &Place) {
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Element)
      return true;
  return false;
}

bool isNameable(const Path &Place, const FunctionDecl &Function) {
  const Path &Base = Place.base();
  for (const DeclContext *At = &Function; At; At = At->getParent()) {
    if (Base.step() == Path::Step::Variable &&
        Base.decl()->getDeclContext() == At)
      return true;
    if (Base.step() == Path::Step::This &&
        Base.thisClass()->Equals(At))
      return true;
  }
  return Base.step() == Path::Step::Global;
}

} // namespace async
