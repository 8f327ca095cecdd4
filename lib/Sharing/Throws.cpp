#include "Sharing/Throws.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

static bool letsOut(const FunctionDecl &Function, FactStore &Store,
                    unsigned Depth) {
  const FunctionDecl *Definition = Function.getDefinition();
  const auto *Type = Definition
                         ? Definition->getType()->getAs<FunctionProtoType>()
                         : nullptr;
  // [except.spec]/5: what would leave it ends the program.
  // The library's functions throw where memory runs out.
  if (Depth == 4 || !Type || Type->isNothrow() ||
      Store.unit().AST.getSourceManager().isInSystemHeader(
          Definition->getLocation()))
    return false;
  const FunctionFacts *Facts = Store.get(*Definition);
  if (!Facts)
    return false;
  const CFG &Graph = Facts->graph();
  for (const CFGBlock *Block : Graph) {
    bool Leaves = llvm::any_of(
        Block->succs(), [&](const CFGBlock::AdjacentBlock &Next) {
          return Next.getReachableBlock() == &Graph.getExit();
        });
    if (!Leaves)
      continue;
    for (const CFGElement &E : *Block)
      if (std::optional<CFGStmt> S = E.getAs<CFGStmt>();
          S && isa<CXXThrowExpr>(S->getStmt()))
        return true;
    if (Block->succ_size() > 1 && !Block->getTerminatorStmt())
      for (const Fact *F : Facts->in(*Block))
        if (isSeenToThrow(*F, Store, Depth + 1))
          return true;
  }
  return false;
}

bool isSeenToThrow(const Fact &F, FactStore &Store, unsigned Depth) {
  // What a coroutine throws comes out where it is awaited.
  if (const auto *Call = dyn_cast<CallFact>(&F))
    return Call->Callee &&
           !Store.unit().Tasks.isTask(Call->Callee->getReturnType()) &&
           letsOut(*Call->Callee, Store, Depth);
  const auto *Suspend = dyn_cast<SuspendFact>(&F);
  return Suspend && llvm::any_of(Suspend->From, [&](const Fact *From) {
           const auto *Call = dyn_cast<CallFact>(From);
           return Call && Call->Callee &&
                  Store.unit().Tasks.isTask(Call->Callee->getReturnType()) &&
                  letsOut(*Call->Callee, Store, Depth);
         });
}

} // namespace async
