#include "Checks/Naming.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

std::string nameOf(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method || !Method->getParent()->isLambda())
    return "'" + Function.getNameAsString() + "'";
  const auto *Maker = dyn_cast_or_null<FunctionDecl>(
      Method->getParent()->getDeclContext()->getNonClosureAncestor());
  return Maker ? "a lambda of '" + Maker->getNameAsString() + "'" : "a lambda";
}

} // namespace async
