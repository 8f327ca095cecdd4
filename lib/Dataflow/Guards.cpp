#include "Dataflow/Guards.h"

using namespace clang;

namespace async {

const llvm::BitVector &Guards::reachable(const CFGBlock &BranchBlock,
                                         bool Taken) {
  llvm::BitVector &Seen = Reach[BranchBlock.getBlockID() * 2 + Taken];
  if (!Seen.empty())
    return Seen;
  Seen.resize(Facts.graph().getNumBlockIDs());
  auto First = BranchBlock.succ_begin();
  if (!Taken)
    ++First;
  llvm::SmallVector<const CFGBlock *, 16> Worklist;
  auto Enqueue = [&](const CFGBlock *Block) {
    // Coming back to the branch decides anew.
    if (Block && Block != &BranchBlock && !Seen.test(Block->getBlockID())) {
      Seen.set(Block->getBlockID());
      Worklist.push_back(Block);
    }
  };
  if (First != BranchBlock.succ_end())
    Enqueue(First->getReachableBlock());
  while (!Worklist.empty())
    for (const CFGBlock::AdjacentBlock &Next : Worklist.pop_back_val()->succs())
      Enqueue(Next.getReachableBlock());
  return Seen;
}

std::optional<bool> Guards::decides(const CFGBlock &Block,
                                    const CFGBlock &BranchBlock) {
  if (&Block == &BranchBlock)
    return std::nullopt;
  bool IfTrue = reachable(BranchBlock, true).test(Block.getBlockID());
  bool IfFalse = reachable(BranchBlock, false).test(Block.getBlockID());
  if (IfTrue == IfFalse)
    return std::nullopt;
  return IfTrue;
}

} // namespace async
