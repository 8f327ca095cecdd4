#include "Facts/Guards.h"

#include "Facts/FunctionFacts.h"
#include "clang/Analysis/FlowSensitive/DataflowWorklist.h"

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
  At.resize(Graph.getNumBlockIDs());
  if (Branches.empty())
    return;
  for (Reached &R : At) {
    R.IfTrue.resize(Branches.size());
    R.IfFalse.resize(Branches.size());
  }
  PostOrderCFGView Order(&Graph);
  ForwardDataflowWorklist Worklist(Graph, &Order);
  std::vector<bool> Entered(Graph.getNumBlockIDs());
  // True if a bit of ours was missing there.
  auto Merge = [](llvm::BitVector &Into, const llvm::BitVector &From) {
    if (!From.test(Into))
      return false;
    Into |= From;
    return true;
  };
  Worklist.enqueueBlock(&Graph.getEntry());
  while (const CFGBlock *Block = Worklist.dequeue()) {
    Reached Out = At[Block->getBlockID()];
    unsigned Branch = Index[Block->getBlockID()];
    // Coming back to the branch decides anew.
    if (Branch != None) {
      Out.IfTrue.reset(Branch);
      Out.IfFalse.reset(Branch);
    }
    unsigned Edge = 0;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      bool IfTrue = Branch != None && Edge == 0;
      bool IfFalse = Branch != None && Edge == 1;
      ++Edge;
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      Reached &There = At[Successor->getBlockID()];
      bool Changed = Merge(There.IfTrue, Out.IfTrue);
      Changed |= Merge(There.IfFalse, Out.IfFalse);
      auto Add = [&](llvm::BitVector &Bits) {
        Changed |= !Bits.test(Branch);
        Bits.set(Branch);
      };
      if (IfTrue)
        Add(There.IfTrue);
      if (IfFalse)
        Add(There.IfFalse);
      if (!Entered[Successor->getBlockID()] || Changed)
        Worklist.enqueueBlock(Successor);
      Entered[Successor->getBlockID()] = true;
    }
  }
}

std::optional<bool> Guards::decides(const CFGBlock &Block,
                                    const CFGBlock &BranchBlock) const {
  unsigned Branch = Index[BranchBlock.getBlockID()];
  if (&Block == &BranchBlock || Branch == None)
    return std::nullopt;
  const Reached &Here = At[Block.getBlockID()];
  bool IfTrue = Here.IfTrue.test(Branch);
  if (IfTrue == Here.IfFalse.test(Branch))
    return std::nullopt;
  return IfTrue;
}

llvm::SmallVector<Guards::Decider, 4>
Guards::of(const CFGBlock &Block) const {
  const Reached &Here = At[Block.getBlockID()];
  llvm::BitVector Decide = Here.IfTrue;
  Decide ^= Here.IfFalse;
  llvm::SmallVector<Decider, 4> Found;
  for (unsigned Branch : Decide.set_bits())
    if (Branches[Branch] != &Block)
      Found.push_back({Branches[Branch], Here.IfTrue.test(Branch)});
  return Found;
}

} // namespace async
