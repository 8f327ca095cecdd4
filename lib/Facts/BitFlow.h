/// \file
/// The simplest of dataflow problems: which of many things may hold at a block.

#ifndef ASYNC_TIDY_FACTS_BITFLOW_H
#define ASYNC_TIDY_FACTS_BITFLOW_H

#include "clang/Analysis/FlowSensitive/DataflowWorklist.h"
#include "llvm/ADT/BitVector.h"
#include <vector>

namespace async {

/// For each block the bits that hold, on some path, where it begins; none at the
/// entry. All bits go through the graph together.
///
/// \param Through  (Block, Bits): turns what holds at the block's beginning into
///                 what holds at its end
/// \param Along    (Block, Edge, Bits): the same for its successor number Edge
template <typename ThroughT, typename AlongT>
std::vector<llvm::BitVector> solveForward(const clang::CFG &Graph,
                                          unsigned NumBits, ThroughT Through,
                                          AlongT Along) {
  std::vector<llvm::BitVector> At(Graph.getNumBlockIDs());
  clang::PostOrderCFGView Order(&Graph);
  clang::ForwardDataflowWorklist Worklist(Graph, &Order);
  At[Graph.getEntry().getBlockID()].resize(NumBits);
  Worklist.enqueueBlock(&Graph.getEntry());
  while (const clang::CFGBlock *Block = Worklist.dequeue()) {
    llvm::BitVector Out = At[Block->getBlockID()];
    Through(*Block, Out);
    unsigned Edge = 0;
    for (const clang::CFGBlock::AdjacentBlock &Next : Block->succs()) {
      llvm::BitVector Bits = Out;
      Along(*Block, Edge++, Bits);
      const clang::CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      llvm::BitVector &There = At[Successor->getBlockID()];
      bool First = There.size() != NumBits;
      There.resize(NumBits);
      // BitVector::test(RHS): a bit of this that RHS lacks.
      if (!First && !Bits.test(There))
        continue;
      There |= Bits;
      Worklist.enqueueBlock(Successor);
    }
  }
  // What is never reached has no bits.
  for (llvm::BitVector &Bits : At)
    Bits.resize(NumBits);
  return At;
}

} // namespace async

#endif // ASYNC_TIDY_FACTS_BITFLOW_H
