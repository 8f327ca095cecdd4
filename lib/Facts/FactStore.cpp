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
    return It->second.Facts.get();
  Entry Made;
  Made.Facts = generateFacts(*Definition, TheUnit, Made.Reason);
  return (Known[Definition] = std::move(Made)).Facts.get();
}

SkipReason FactStore::skipped(const FunctionDecl &Function) const {
  auto It = Known.find(Function.getDefinition());
  return It == Known.end() ? SkipReason::None : It->second.Reason;
}

FactStore::Counts FactStore::counts() const {
  Counts All;
  for (const auto &[Function, Made] : Known) {
    if (!Made.Facts) {
      ++All.Skipped[static_cast<unsigned>(Made.Reason)];
      continue;
    }
    ++All.Analysed;
    All.Suspensions += Made.Facts->suspensions();
    All.Facts += Made.Facts->size();
  }
  return All;
}

} // namespace async
