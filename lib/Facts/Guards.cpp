#include "Facts/Guards.h"

#include "Facts/BitFlow.h"
#include "Facts/FunctionFacts.h"

using namespace clang;

namespace async {

Guards::Guards(const FunctionFacts &Facts) {
  const CFG &Graph = Facts.graph();
  Index.assign(Graph.getNumBlockIDs(), None);
  for (const CFGBlock *Block : Graph)
    if (!Facts.in(*Block).empty() && isa<BranchFact>(Facts.in(*Block).back())) {
      Index[Block->getBlockID()] = Branches.size();
      Branches.push_back(Block);
    }
  auto Through = [&](const CFGBlock &Block, llvm::BitVector &Bits) {
    // Coming back to the branch decides anew.
    if (unsigned Branch = Index[Block.getBlockID()]; Branch != None)
      Bits.reset(2 * Branch, 2 * Branch + 2);
  };
  auto Along = [&](const CFGBlock &Block, unsigned Edge, llvm::BitVector &Bits) {
    if (unsigned Branch = Index[Block.getBlockID()]; Branch != None && Edge < 2)
      Bits.set(2 * Branch + Edge);
  };
  Reached = solveForward(Graph, 2 * Branches.size(), Through, Along);
}

std::optional<bool> Guards::decides(const CFGBlock &Block,
                                    const CFGBlock &BranchBlock) const {
  unsigned Branch = Index[BranchBlock.getBlockID()];
  if (&Block == &BranchBlock || Branch == None)
    return std::nullopt;
  const llvm::BitVector &Here = Reached[Block.getBlockID()];
  bool IfTrue = Here.test(2 * Branch);
  if (IfTrue == Here.test(2 * Branch + 1))
    return std::nullopt;
  return IfTrue;
}

llvm::SmallVector<Guards::Decider, 4>
Guards::of(const CFGBlock &Block) const {
  const llvm::BitVector &Here = Reached[Block.getBlockID()];
  llvm::SmallVector<Decider, 4> Found;
  for (unsigned Bit : Here.set_bits())
    if (!Here.test(Bit ^ 1) && Branches[Bit / 2] != &Block)
      Found.push_back({Branches[Bit / 2], Bit % 2 == 0});
  return Found;
}

} // namespace async
