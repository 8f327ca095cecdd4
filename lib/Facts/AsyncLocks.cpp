#include "Facts/AsyncLocks.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

static StringRef nameOf(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : "";
}

/// By name, where neither a model nor the type's structure says more: what is
/// awaited to get a lock is called that.
static bool soundsLikeLocking(StringRef Name) {
  return (Name.contains_insensitive("lock") &&
          !Name.contains_insensitive("unlock") &&
          !Name.contains_insensitive("block") &&
          !Name.contains_insensitive("clock")) ||
         Name.contains_insensitive("acquire") ||
         Name.contains_insensitive("units");
}

static bool soundsShared(StringRef Name) {
  return Name.contains_insensitive("shared") ||
         Name.contains_insensitive("read");
}

static const CXXMethodDecl *findMethod(const CXXRecordDecl &Class,
                                       llvm::function_ref<bool(const CXXMethodDecl &)> Is,
                                       unsigned Depth = 0) {
  for (const CXXMethodDecl *Method : Class.methods())
    if (Is(*Method))
      return Method;
  if (Depth < 4)
    for (const CXXBaseSpecifier &Base : Class.bases())
      if (const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl())
        if (const CXXRecordDecl *Definition = Record->getDefinition())
          if (const CXXMethodDecl *Found =
                  findMethod(*Definition, Is, Depth + 1))
            return Found;
  return nullptr;
}

QualType AsyncLocks::awaited(QualType Type) const {
  for (unsigned Steps = 0; Steps != 2; ++Steps) {
    Type = Type.getNonReferenceType();
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    if (!Class)
      return {};
    const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class);
    auto FirstArgument = [&]() -> QualType {
      if (!Special || Special->getTemplateArgs().size() == 0)
        return {};
      const TemplateArgument &First = Special->getTemplateArgs()[0];
      if (First.getKind() == TemplateArgument::Pack &&
          First.pack_size() == 1 &&
          First.pack_begin()->getKind() == TemplateArgument::Type)
        return First.pack_begin()->getAsType();
      return First.getKind() == TemplateArgument::Type ? First.getAsType()
                                                       : QualType();
    };
    if (const TypeModel *Model = Library.find(*Class);
        Model && Model->Role == TypeRole::Task)
      return FirstArgument();
    auto Resumes = [](const CXXMethodDecl &M) {
      return nameOf(M) == "await_resume";
    };
    if (!(Class = Class->getDefinition())) {
      // Nobody in this unit has awaited one yet.
      const CXXRecordDecl *Pattern =
          Special
              ? Special->getSpecializedTemplate()->getTemplatedDecl()->getDefinition()
              : nullptr;
      return Pattern && findMethod(*Pattern, Resumes) ? FirstArgument()
                                                      : QualType();
    }
    if (const CXXMethodDecl *Resume =
            findMethod(*Class, Resumes))
      return Resume->getReturnType()->isUndeducedType()
                 ? QualType()
                 : Resume->getReturnType();
    const CXXMethodDecl *Operator =
        findMethod(*Class, [](const CXXMethodDecl &M) {
          return M.getOverloadedOperator() == OO_Coawait;
        });
    if (!Operator)
      // A coroutine's type, awaited by a free operator co_await or through the
      // promise's await_transform.
      return llvm::any_of(Class->decls(),
                          [](const Decl *D) {
                            const auto *Named = dyn_cast<TypeDecl>(D);
                            return Named && nameOf(*Named) == "promise_type";
                          })
                 ? FirstArgument()
                 : QualType();
    if (Operator->getReturnType()->isUndeducedType())
      return FirstArgument();
    Type = Operator->getReturnType();
  }
  return {};
}

/// True if awaiting a member function of \p Lock that is called like locking
/// gives a \p Guard.
bool AsyncLocks::gives(const CXXRecordDecl &Lock,
                       const CXXRecordDecl &Guard) const {
  return Lock.hasDefinition() &&
         findMethod(*Lock.getDefinition(), [&](const CXXMethodDecl &M) {
           if (!soundsLikeLocking(nameOf(M)))
             return false;
           QualType Result = awaited(M.getReturnType());
           const CXXRecordDecl *Class =
               Result.isNull() ? nullptr : Result->getAsCXXRecordDecl();
           return Class && Class->getCanonicalDecl() == Guard.getCanonicalDecl();
         });
}

/// A destructor of its own, and moves only.
static bool ownsSomething(const CXXRecordDecl &Class) {
  // A class that only declares how it moves is not copied ([class.copy.ctor]/6);
  // clang declares that when it is first asked for.
  return Class.hasUserDeclaredDestructor() && Class.hasMoveConstructor() &&
         (!Class.needsImplicitCopyConstructor() ||
          Class.hasUserDeclaredMoveOperation());
}

bool AsyncLocks::isGuardClass(const CXXRecordDecl &Class) {
  switch (Locks.classify(&Class)) {
  case LockKind::AsyncGuard:
    return true;
  case LockKind::None:
    break;
  default:
    return false;
  }
  if (Library.find(Class) || !ownsSomething(Class))
    return false;
  if (const auto *Outer = dyn_cast<CXXRecordDecl>(Class.getDeclContext()))
    if (gives(*Outer, Class))
      return true;
  for (const FieldDecl *Field : Class.fields()) {
    QualType Type = Field->getType();
    if (Type->isPointerType() || Type->isReferenceType())
      if (const CXXRecordDecl *To =
              Type->getPointeeType()->getAsCXXRecordDecl())
        if (gives(*To, Class))
          return true;
  }
  return false;
}

bool AsyncLocks::isGuard(QualType Type) {
  if (Type.isNull())
    return false;
  const CXXRecordDecl *Class =
      Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !(Class = Class->getDefinition()) ||
      Class->isDependentContext())
    return false;
  auto [It, New] = Guards.try_emplace(Class, false);
  if (!New)
    return It->second;
  bool Is = isGuardClass(*Class);
  const TypeModel *Model = Library.find(*Class);
  bool Holds = (Model && Model->Role == TypeRole::Wrapper) ||
               (Class->isInStdNamespace() &&
                (nameOf(*Class) == "pair" || nameOf(*Class) == "tuple"));
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class);
      Special && Holds && !Is) {
    auto Visit = [&](const TemplateArgument &Argument) {
      Is |= Argument.getKind() == TemplateArgument::Type &&
            isGuard(Argument.getAsType());
    };
    for (const TemplateArgument &Argument :
         Special->getTemplateArgs().asArray())
      if (Argument.getKind() == TemplateArgument::Pack)
        for (const TemplateArgument &Element : Argument.pack_elements())
          Visit(Element);
      else
        Visit(Argument);
  }
  return Guards[Class] = Is;
}

std::optional<LockRequest> AsyncLocks::request(const CallExpr &Call,
                                               QualType Result) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || Result.isNull())
    return std::nullopt;
  StringRef Name = nameOf(*Callee);
  CallModel Effect = Library.findCall(*Callee);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const Expr *Object = Member ? Member->getImplicitObjectArgument() : nullptr;
  // Of members only a lock's own: a container's emplace() takes over a guard.
  bool OfLock = !Member ||
                Locks.classify(Member->getRecordDecl()) == LockKind::AsyncMutex;
  if (OfLock && (Effect.Role == CallRole::Acquire ||
                 Effect.Role == CallRole::AcquireGuard)) {
    const Expr *Lock =
        Effect.Of.Index >= 0 &&
                static_cast<unsigned>(Effect.Of.Index) < Call.getNumArgs()
            ? Call.getArg(Effect.Of.Index)
            : Object;
    return Lock ? std::optional<LockRequest>({Lock, soundsShared(Name)})
                : std::nullopt;
  }
  if (Effect.Role != CallRole::None || !Object || !soundsLikeLocking(Name))
    return std::nullopt;
  // A lock gives something that ends it: an object with a destructor of its
  // own that can't be copied, or an unlock() of the lock.
  if (const CXXRecordDecl *Guard =
          Result.getNonReferenceType()->getAsCXXRecordDecl())
    return isGuard(Result) ||
                   (Guard->hasDefinition() && ownsSomething(*Guard))
               ? std::optional<LockRequest>({Object, soundsShared(Name)})
               : std::nullopt;
  const CXXRecordDecl *Class = Member->getRecordDecl();
  if (!Result->isVoidType() || !Class || !Class->hasDefinition())
    return std::nullopt;
  if (findMethod(*Class->getDefinition(), [&](const CXXMethodDecl &M) {
        return nameOf(M).contains("unlock") ||
               (Name.contains_insensitive("acquire") &&
                nameOf(M).starts_with_insensitive("release"));
      }))
    return LockRequest{Object, soundsShared(Name)};
  return std::nullopt;
}

} // namespace async
