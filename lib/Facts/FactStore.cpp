#include "Facts/FactStore.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

const FunctionFacts *FactStore::get(const FunctionDecl &Function) {
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition || !Definition->doesThisDeclarationHaveABody())
    return nullptr;
  auto [It, New] = Known.try_emplace(Definition);
  if (!New)
    return It->second.get();
  SkipReason Reason;
  std::unique_ptr<FunctionFacts> Facts =
      generateFacts(*Definition, TheUnit, Reason);
  return (Known[Definition] = std::move(Facts)).get();
}

} // namespace async
