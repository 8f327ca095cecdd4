#include "Sharing/Permits.h"

#include "Facts/Path.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

const ValueDecl *declarationOf(const Path &Lock) {
  const Path *P = &Lock;
  while (P && P->step() == Path::Step::Pointee)
    P = P->parent();
  if (!P || P->step() == Path::Step::Element ||
      P->step() == Path::Step::Temporary || P->step() == Path::Step::This)
    return nullptr;
  return P->decl();
}

/// The constant that an initialiser begins with: `{2}`, `(2)`, `= 2`.
static std::optional<uint64_t> firstConstant(const Expr *Init,
                                             const ASTContext &AST) {
  if (!Init)
    return std::nullopt;
  Init = Init->IgnoreImplicit()->IgnoreParenImpCasts();
  if (const auto *List = dyn_cast<InitListExpr>(Init)) {
    if (List->getNumInits() == 0)
      return std::nullopt;
    return firstConstant(List->getInit(0), AST);
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Init)) {
    if (Made->getNumArgs() == 0)
      return std::nullopt;
    return firstConstant(Made->getArg(0), AST);
  }
  Expr::EvalResult Result;
  if (Init->isValueDependent() ||
      !Init->getType()->isIntegralOrEnumerationType() ||
      !Init->EvaluateAsInt(Result, AST) || Result.Val.getInt().isNegative())
    return std::nullopt;
  return Result.Val.getInt().getLimitedValue();
}

Permits permitsOf(const Path &Lock) {
  Permits Found;
  const ValueDecl *D = declarationOf(Lock);
  if (!D)
    return Found;
  QualType Type = D->getType().getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  Found.IsSemaphore = Class && Class->getDeclName().isIdentifier() &&
                      Class->getName().contains_insensitive("semaphore");
  if (!Found.IsSemaphore)
    return Found;
  const ASTContext &AST = D->getASTContext();
  if (const auto *Variable = dyn_cast<VarDecl>(D)) {
    Found.Count = firstConstant(Variable->getInit(), AST);
    return Found;
  }
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field)
    return Found;
  if (Field->hasInClassInitializer())
    Found.Count = firstConstant(Field->getInClassInitializer(), AST);
  const auto *Owner = dyn_cast<CXXRecordDecl>(Field->getParent());
  for (const CXXConstructorDecl *Constructor :
       Owner ? Owner->ctors() : CXXRecordDecl::ctor_range({}, {})) {
    const FunctionDecl *Definition = Constructor->getDefinition();
    if (!Definition)
      continue;
    for (const CXXCtorInitializer *Init :
         cast<CXXConstructorDecl>(Definition)->inits()) {
      if (Init->getMember() != Field || !Init->isWritten())
        continue;
      std::optional<uint64_t> Count = firstConstant(Init->getInit(), AST);
      if (!Count || (Found.Count && Found.Count != Count)) {
        Found.Count.reset();
        return Found;
      }
      Found.Count = Count;
    }
  }
  return Found;
}

} // namespace async
