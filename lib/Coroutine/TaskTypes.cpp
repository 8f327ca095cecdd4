#include "Coroutine/TaskTypes.h"

#include "Models/Models.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

/// The member of \p Class or of a base of it that is called \p Name.
static const NamedDecl *member(const CXXRecordDecl *Class, StringRef Name) {
  Class = Class ? Class->getDefinition() : nullptr;
  if (!Class || Class->isDependentContext())
    return nullptr;
  ASTContext &AST = Class->getASTContext();
  DeclContext::lookup_result Found = Class->lookup(&AST.Idents.get(Name));
  if (!Found.empty())
    return Found.front()->getUnderlyingDecl();
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (const NamedDecl *Inherited =
            member(Base.getType()->getAsCXXRecordDecl(), Name))
      return Inherited;
  return nullptr;
}

static const CXXRecordDecl *promiseOf(QualType Type) {
  const auto *Promise = dyn_cast_or_null<TypeDecl>(
      member(Type->getAsCXXRecordDecl(), "promise_type"));
  if (!Promise)
    return nullptr;
  return Promise->getASTContext().getTypeDeclType(Promise)
      ->getAsCXXRecordDecl();
}

bool TaskTypes::isTask(QualType Type) const {
  Type = Type.getNonReferenceType();
  if (!Type->isRecordType())
    return false;
  if (const TypeModel *Model = Library.find(Type))
    return Model->Role == TypeRole::Task || Model->Role == TypeRole::EagerTask;
  const CXXRecordDecl *Promise = promiseOf(Type);
  return Promise && !member(Promise, "yield_value");
}

bool TaskTypes::isEager(QualType Type) const {
  Type = Type.getNonReferenceType();
  if (const TypeModel *Model = Library.find(Type))
    if (Model->Role == TypeRole::EagerTask)
      return true;
  const auto *Initial = dyn_cast_or_null<CXXMethodDecl>(
      member(promiseOf(Type), "initial_suspend"));
  const CXXRecordDecl *Awaiter =
      Initial ? Initial->getReturnType()->getAsCXXRecordDecl() : nullptr;
  if (!Awaiter)
    return false;
  const TypeModel *Model = Library.find(*Awaiter);
  return Model && Model->Role == TypeRole::NeverSuspends;
}

bool TaskTypes::isAwaitable(QualType Type) const {
  Type = Type.getNonReferenceType();
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return false;
  if (const TypeModel *Model = Library.find(Type))
    if (Model->Role == TypeRole::Task || Model->Role == TypeRole::EagerTask)
      return true;
  if (member(Class, "await_ready"))
    return true;
  Class = Class->getDefinition();
  return Class && llvm::any_of(Class->methods(), [](const CXXMethodDecl *M) {
           return M->getOverloadedOperator() == OO_Coawait;
         });
}

} // namespace async
