#include "Facts/HolderTypes.h"

#include "Models/Models.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

/// Base classes are followed this deep.
static constexpr unsigned MaxBaseDepth = 8;

static const CXXRecordDecl *classOf(QualType Type) {
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr
                    : Type.getNonReferenceType()->getAsCXXRecordDecl();
  return Class ? Class->getDefinition() : nullptr;
}

static bool declares(const CXXRecordDecl &Class,
                     llvm::ArrayRef<StringRef> Names, unsigned Depth = 0) {
  for (StringRef Name : Names)
    if (!Class.lookup(&Class.getASTContext().Idents.get(Name)).empty())
      return true;
  if (Depth == MaxBaseDepth)
    return false;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const CXXRecordDecl *Parent = classOf(Base.getType()))
      if (declares(*Parent, Names, Depth + 1))
        return true;
  return false;
}

static StringRef nameOf(const CXXRecordDecl &Class) {
  return Class.getDeclName().isIdentifier() ? Class.getName() : "";
}

static const TypeModel *modelOf(const Models &Library, QualType Type,
                                unsigned Depth = 0) {
  if (const TypeModel *Model = Library.find(Type))
    return Model;
  const CXXRecordDecl *Class = classOf(Type);
  if (!Class || Depth == MaxBaseDepth)
    return nullptr;
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (const TypeModel *Model =
              modelOf(Library, Base.getType(), Depth + 1))
        return Model;
  return nullptr;
}

const TypeModel *containerModel(const Models &Library, QualType Type) {
  if (Type.isNull())
    return nullptr;
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  const TypeModel *Model = modelOf(Library, Type);
  return Model && !Model->Invalidates.empty() ? Model : nullptr;
}

bool isIterator(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  return Class && !Class->isLambda() &&
         (nameOf(*Class).ends_with_insensitive("iterator") ||
          declares(*Class, {"iterator_category", "iterator_concept"}));
}

bool isView(const Models &Library, QualType Type) {
  const TypeModel *Model = classOf(Type) ? Library.find(Type) : nullptr;
  return Model && Model->Role == TypeRole::View;
}

bool isRangeAdaptor(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  const auto *Space =
      Class ? dyn_cast<NamespaceDecl>(Class->getDeclContext()) : nullptr;
  return Space && Space->getDeclName().isIdentifier() &&
         Space->getName() == "ranges" && nameOf(*Class).ends_with("_view");
}

bool hasIterator(QualType Type) {
  const auto *Pair = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      classOf(Type));
  if (!Pair)
    return false;
  // What algorithms give of several iterators: min_max_result, in_in_result
  // ([algorithms.results]).
  const DeclContext *Space = Pair->getDeclContext()->getEnclosingNamespaceContext();
  bool IsResult = nameOf(*Pair).ends_with("_result") && Space->getParent() &&
                  Space->getParent()->isStdNamespace();
  return (IsResult || (nameOf(*Pair) == "pair" && Pair->isInStdNamespace())) &&
         Pair->getTemplateArgs().size() > 0 &&
         Pair->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isIterator(Pair->getTemplateArgs()[0].getAsType());
}

bool isSharedOwner(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  return Class && (declares(*Class, {"use_count"}) ||
                   nameOf(*Class).contains_insensitive("shared") ||
                   nameOf(*Class).contains_insensitive("intrusive_ptr"));
}

bool isAwaitable(const Models &Library, QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  if (!Class)
    return false;
  if (const TypeModel *Model = Library.find(Type);
      Model && (Model->Role == TypeRole::Task ||
                Model->Role == TypeRole::EagerTask))
    return true;
  ASTContext &AST = Class->getASTContext();
  DeclarationName Operator =
      AST.DeclarationNames.getCXXOperatorName(OO_Coawait);
  return declares(*Class, {"promise_type", "await_ready"}) ||
         !Class->lookup(Operator).empty();
}

bool hasWrittenDestructor(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  const CXXDestructorDecl *Destructor =
      Class ? Class->getDestructor() : nullptr;
  return Destructor && Destructor->isUserProvided();
}

} // namespace async
