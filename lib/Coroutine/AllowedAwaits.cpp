#include "Coroutine/AllowedAwaits.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

/// With or without inline namespaces and the leading `::`.
static bool isNamed(const NamedDecl &D, ArrayRef<std::string> Names) {
  if (Names.empty())
    return false;
  std::string Full = D.getQualifiedNameAsString();
  return llvm::any_of(Names, [&](StringRef Name) {
    Name.consume_front("::");
    return Name == Full;
  });
}

bool isAllowedAwait(const CoroutineSuspendExpr &E,
                    ArrayRef<std::string> Awaitables,
                    ArrayRef<std::string> Callees) {
  for (const Expr *Awaited : {E.getOperand(), E.getCommonExpr()})
    if (Awaited && !Awaited->getType().isNull())
      if (const auto *Class =
              Awaited->getType().getNonReferenceType()->getAsCXXRecordDecl())
        if (isNamed(*Class, Awaitables))
          return true;
  const auto *Call =
      dyn_cast<CallExpr>(E.getOperand()->IgnoreUnlessSpelledInSource());
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && isNamed(*Callee, Callees);
}

} // namespace async
