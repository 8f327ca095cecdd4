#include "Facts/Reachability.h"

#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {

/// The union of two sorted lists of ranges that do not touch each other.
/// \returns true if \p Into changed.
bool Reachability::merge(Ranges &Into,
                         llvm::ArrayRef<std::pair<unsigned, unsigned>> From) {
  auto Covered = [&](std::pair<unsigned, unsigned> Range) {
    auto It = llvm::upper_bound(Into, std::make_pair(Range.first, None));
    return It != Into.begin() && std::prev(It)->second >= Range.second;
  };
  if (llvm::all_of(From, Covered))
    return false;
  Ranges All;
  auto Add = [&](std::pair<unsigned, unsigned> Range) {
    if (!All.empty() && Range.first <= All.back().second)
      All.back().second = std::max(All.back().second, Range.second);
    else
      All.push_back(Range);
  };
  auto Ours = Into.begin();
  auto Theirs = From.begin();
  while (Ours != Into.end() || Theirs != From.end())
    if (Theirs == From.end() || (Ours != Into.end() && *Ours < *Theirs))
      Add(*Ours++);
    else
      Add(*Theirs++);
  Into = std::move(All);
  return true;
}

Reachability::Reachability(const CFG &Graph) {
  Number.assign(Graph.getNumBlockIDs(), None);
  PostOrderCFGView Order(&Graph);
  std::vector<const CFGBlock *> Blocks(Order.begin(), Order.end());
  for (auto [Position, Block] : llvm::enumerate(Blocks))
    Number[Block->getBlockID()] = Position;
  Ahead.resize(Blocks.size());
  // From the end backwards; the edges of loops take another round.
  std::vector<bool> Waiting(Blocks.size(), true);
  for (bool Again = true; Again;) {
    Again = false;
    for (unsigned I = Blocks.size(); I-- != 0;) {
      if (!Waiting[I])
        continue;
      Waiting[I] = false;
      bool Changed = false;
      for (const CFGBlock::AdjacentBlock &Next : Blocks[I]->succs())
        if (const CFGBlock *Successor = Next.getReachableBlock()) {
          unsigned There = Number[Successor->getBlockID()];
          Changed |= merge(Ahead[I], {{There, There + 1}});
          Changed |= merge(Ahead[I], Ahead[There]);
        }
      if (!Changed)
        continue;
      for (const CFGBlock::AdjacentBlock &Before : Blocks[I]->preds())
        if (const CFGBlock *Predecessor = Before.getReachableBlock())
          if (unsigned There = Number[Predecessor->getBlockID()];
              There != None) {
            Waiting[There] = true;
            Again |= There >= I;
          }
    }
  }
}

bool Reachability::leads(const CFGBlock &From, const CFGBlock &To) const {
  unsigned Here = Number[From.getBlockID()], There = Number[To.getBlockID()];
  if (Here == None || There == None)
    return false;
  const Ranges &All = Ahead[Here];
  auto It = llvm::upper_bound(All, std::make_pair(There, None));
  return It != All.begin() && There < std::prev(It)->second;
}

} // namespace async
