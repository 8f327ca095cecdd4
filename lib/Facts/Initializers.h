/// \file
/// What a constructor executes before its body.

#ifndef ASYNC_TIDY_FACTS_INITIALIZERS_H
#define ASYNC_TIDY_FACTS_INITIALIZERS_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/Support/Casting.h"

namespace async {

/// Calls \p Visit with each initialiser that \p Function executes, in the order
/// of execution, and that somebody wrote: those in its list, and the default
/// member initialisers of the members that are not in it. None for what is not
/// a constructor with a definition.
template <typename VisitT>
void forEachInitializer(const clang::FunctionDecl &Function,
                        const VisitT &Visit) {
  const auto *Constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&Function);
  if (!Constructor)
    return;
  for (const clang::CXXCtorInitializer *Init : Constructor->inits()) {
    const clang::Expr *E = Init->getInit();
    if (const auto *Default = llvm::dyn_cast_or_null<clang::CXXDefaultInitExpr>(E))
      E = Default->getExpr();
    else if (!Init->isWritten())
      E = nullptr;
    if (E)
      Visit(*E);
  }
}

/// True if nobody wrote \p Function and it executes what somebody wrote: the
/// default constructor of a class with default member initialisers.
inline bool onlyRunsInitializers(const clang::FunctionDecl &Function) {
  const auto *Constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&Function);
  if (!Constructor || !Constructor->isDefaultConstructor() ||
      !(Constructor->isImplicit() || Constructor->isDefaulted()))
    return false;
  bool Found = false;
  forEachInitializer(Function, [&](const clang::Expr &) { Found = true; });
  return Found;
}

} // namespace async

#endif // ASYNC_TIDY_FACTS_INITIALIZERS_H
