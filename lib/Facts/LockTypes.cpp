#include "Facts/LockTypes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

LockKind LockTypes::classify(QualType Type) {
  if (Type.isNull())
    return LockKind::None;
  Type = Type.getNonReferenceType();
  if (const TypeModel *Model = Library.find(Type)) {
    // An alias that has its own entry; a class is looked up below, where the
    // answer is remembered.
    switch (Model->Role) {
    case TypeRole::ThreadMutex:
      return LockKind::ThreadMutex;
    case TypeRole::AsyncMutex:
      return LockKind::AsyncMutex;
    case TypeRole::NotALock:
      return LockKind::None;
    default:
      break;
    }
  }
  return classify(Type->getAsCXXRecordDecl());
}

LockKind LockTypes::classify(const CXXRecordDecl *Class) {
  if (!Class)
    return LockKind::None;
  if (const CXXRecordDecl *Definition = Class->getDefinition())
    Class = Definition;
  // A type that contains itself through a pointer's pointee is none while it
  // is being looked at.
  auto [It, New] = Kinds.try_emplace(Class, LockKind::None);
  if (!New)
    return It->second;
  LockKind Kind = classifyUncached(*Class);
  Kinds[Class] = Kind;
  return Kind;
}

/// A guard template's kind follows what it locks: unique_lock of an async mutex
/// is an async guard, of a null mutex none.
LockKind LockTypes::fromTemplateArgument(const CXXRecordDecl &Class,
                                         LockKind Guard, LockKind OfAsync) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Special)
    return Guard;
  LockKind Result = LockKind::None;
  auto Visit = [&](const TemplateArgument &Argument) {
    if (Argument.getKind() != TemplateArgument::Type)
      return;
    const CXXRecordDecl *Locked = Argument.getAsType()->getAsCXXRecordDecl();
    LockKind Kind = classify(Argument.getAsType());
    if (Kind == LockKind::AsyncMutex)
      Result = OfAsync;
    else if (Kind == LockKind::ThreadMutex)
      Result = Guard;
    else if (Kind == LockKind::None && Locked && Locked->hasDefinition() &&
             !Library.find(*Locked) &&
             isLockable(*Locked->getDefinition(), /*UsedAsLock=*/true))
      Result = Guard;
  };
  for (const TemplateArgument &Argument : Special->getTemplateArgs().asArray()) {
    if (Argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Element : Argument.pack_elements())
        Visit(Element);
    else
      Visit(Argument);
  }
  return Result;
}

LockKind LockTypes::classifyUncached(const CXXRecordDecl &Class) {
  if (const TypeModel *Model = Library.find(Class)) {
    switch (Model->Role) {
    case TypeRole::ThreadMutex:
      return LockKind::ThreadMutex;
    case TypeRole::ThreadGuard:
      return Model->LocksTemplateArgument
                 ? fromTemplateArgument(Class, LockKind::ThreadGuard,
                                        LockKind::AsyncGuard)
                 : LockKind::ThreadGuard;
    case TypeRole::AsyncMutex:
      return LockKind::AsyncMutex;
    case TypeRole::AsyncGuard:
      return LockKind::AsyncGuard;
    case TypeRole::NotALock:
    case TypeRole::NeverSuspends:
    case TypeRole::Task:
    case TypeRole::EagerTask:
    case TypeRole::AsyncCondition:
    case TypeRole::AsyncChannel:
      return LockKind::None;
    default:
      break;
    }
  }
  if (Class.hasAttr<ScopedLockableAttr>())
    return LockKind::ThreadGuard;
  if (Class.hasAttr<CapabilityAttr>())
    return LockKind::ThreadMutex;
  if (!Class.hasDefinition() || Class.isDependentContext())
    return LockKind::None;
  if (isExtra(Class))
    return findNullary(Class, "lock") && !destructorUnlocks(Class) &&
                   !ownsGuard(Class)
               ? LockKind::ThreadMutex
               : LockKind::ThreadGuard;
  if (ownsGuard(Class) || destructorUnlocks(Class))
    return LockKind::ThreadGuard;
  if (isLockable(Class, /*UsedAsLock=*/false))
    return LockKind::ThreadMutex;
  return LockKind::None;
}

bool LockTypes::isExtra(const CXXRecordDecl &Class) const {
  return !Extra.empty() &&
         llvm::is_contained(Extra, Class.getQualifiedNameAsString());
}

bool LockTypes::ownsGuard(const CXXRecordDecl &Class) {
  auto IsGuard = [&](QualType Type) {
    return classify(Type.getNonReferenceType()) == LockKind::ThreadGuard &&
           !Type->isReferenceType();
  };
  for (const FieldDecl *Field : Class.fields())
    if (IsGuard(Field->getType()))
      return true;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (IsGuard(Base.getType()))
      return true;
  // unique_ptr and its like keep a pointer; what it owns is the argument.
  if (const TypeModel *Model = Library.find(Class))
    if (Model->Role == TypeRole::Wrapper)
      if (const auto *Special =
              dyn_cast<ClassTemplateSpecializationDecl>(&Class))
        if (Special->getTemplateArgs().size() > 0 &&
            Special->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
          return IsGuard(Special->getTemplateArgs()[0].getAsType());
  return false;
}

bool LockTypes::isLockable(QualType Type) {
  LockKind Kind = classify(Type);
  if (Kind != LockKind::None)
    return Kind == LockKind::ThreadMutex || Kind == LockKind::AsyncMutex;
  const CXXRecordDecl *Class =
      Type.getNonReferenceType()->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() && !Library.find(*Class) &&
         isLockable(*Class->getDefinition(), /*UsedAsLock=*/true);
}

bool LockTypes::isRecursive(QualType Type) const {
  const TypeModel *Model = Library.find(Type);
  return Model && Model->Recursive;
}

CallModel LockTypes::effect(const FunctionDecl &Function) {
  auto [It, New] = Effects.try_emplace(Function.getCanonicalDecl());
  if (!New)
    return It->second;
  CallModel Model = Library.findCall(Function);
  if (Model.Role == CallRole::None)
    Model = effectFromAttributes(Function);
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (Model.Role == CallRole::None && Method && !Method->isStatic()) {
    // A modelled class has said all there is to say of its methods.
    const TypeModel *Known = Library.find(*Method->getParent());
    LockKind Kind = Known ? LockKind::None : classify(Method->getParent());
    StringRef Name =
        Method->getDeclName().isIdentifier() ? Method->getName() : "";
    if (Kind == LockKind::ThreadGuard)
      Model = effectFromBody(*Method);
    else if (Kind == LockKind::ThreadMutex ||
             isLockable(*Method->getParent(), /*UsedAsLock=*/true)) {
      if (Name == "lock" || Name == "lock_shared")
        Model.Role = Kind == LockKind::ThreadMutex ? CallRole::Acquire
                                                   : CallRole::None;
      else if (Name.starts_with("try_lock"))
        Model.Role = CallRole::TryAcquire;
      else if (Name == "unlock" || Name == "unlock_shared")
        Model.Role = CallRole::Release;
    }
  }
  return Effects[Function.getCanonicalDecl()] = Model;
}

CallModel
LockTypes::effectFromAttributes(const FunctionDecl &Function) const {
  CallModel Model;
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
    return Model;
  // With arguments they name other objects, which the caller must resolve.
  auto OnSelf = [](const auto *Attribute) {
    return Attribute && Attribute->args_size() == 0;
  };
  if (OnSelf(Function.getAttr<AcquireCapabilityAttr>()))
    Model.Role = CallRole::Acquire;
  else if (OnSelf(Function.getAttr<ReleaseCapabilityAttr>()))
    Model.Role = CallRole::Release;
  else if (const auto *A = Function.getAttr<TryAcquireCapabilityAttr>();
           OnSelf(A))
    Model.Role = CallRole::TryAcquire;
  return Model;
}

bool LockTypes::isDeclaredGuard(const CXXRecordDecl &Class) const {
  const TypeModel *Model = Library.find(Class);
  return (Model && Model->Role == TypeRole::ThreadGuard) ||
         Class.hasAttr<ScopedLockableAttr>() || isExtra(Class);
}

std::optional<GuardTag> LockTypes::tag(QualType Type) const {
  const CXXRecordDecl *Class =
      Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class)
    return std::nullopt;
  // Guards of different libraries share the spelling of their tags, and users'
  // guards hand them on: any model's tag is a tag everywhere.
  std::string Name = Class->getQualifiedNameAsString();
  for (const TypeModel &Model : Library.types()) {
    auto It = Model.Tags.find(Name);
    if (It != Model.Tags.end())
      return It->second;
  }
  return std::nullopt;
}

} // namespace async
