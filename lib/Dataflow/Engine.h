/// \file
/// A small forward dataflow engine over facts.

#ifndef ASYNC_TIDY_DATAFLOW_ENGINE_H
#define ASYNC_TIDY_DATAFLOW_ENGINE_H

#include "Facts/FunctionFacts.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/FlowSensitive/DataflowWorklist.h"
#include "llvm/ADT/BitVector.h"
#include <optional>
#include <vector>

namespace async {

/// Runs an analysis to its fixpoint and answers for each point of a function
/// which state reaches it.
///
/// \tparam AnalysisT  the analysis itself (CRTP); it offers
///   - `using Lattice`, default-constructible as the state at entry, with `==`;
///   - `bool join(Lattice &Into, const Lattice &From)`, which is monotone and
///     says whether \c Into changed;
///   - `void transfer(Lattice &, const XFact &)` for the kinds it cares about;
///   - `void transferEdge(Lattice &, const BranchFact &, bool Taken)`, if what
///     a condition says matters: Taken is true on the first successor's edge;
///   - `void transferThrow(Lattice &, const CFGBlock &From)`, if it matters that
///     the end of From has thrown, and control goes to a handler.
template <typename AnalysisT, typename LatticeT> class ForwardAnalysis {
public:
  using Lattice = LatticeT;

  /// Each block is visited at most this often. Lattices are finite and low;
  /// the cap only bounds what a mistake in one could cost inside an editor.
  static constexpr unsigned MaxVisits = 64;

  void run(const FunctionFacts &Facts) {
    const clang::CFG &Graph = Facts.graph();
    In.assign(Graph.getNumBlockIDs(), std::nullopt);
    std::vector<unsigned> Visits(Graph.getNumBlockIDs(), 0);
    clang::PostOrderCFGView Order(&Graph);
    clang::ForwardDataflowWorklist Worklist(Graph, &Order);
    In[Graph.getEntry().getBlockID()].emplace();
    Worklist.enqueueBlock(&Graph.getEntry());
    while (const clang::CFGBlock *Block = Worklist.dequeue()) {
      if (++Visits[Block->getBlockID()] > MaxVisits)
        continue;
      Lattice Out = *In[Block->getBlockID()];
      const BranchFact *Branch = nullptr;
      for (const Fact *F : Facts.in(*Block)) {
        dispatch(Out, *F);
        Branch = llvm::dyn_cast<BranchFact>(F);
      }
      bool Taken = true;
      for (const clang::CFGBlock::AdjacentBlock &Next : Block->succs()) {
        const clang::CFGBlock *Successor = Next.getReachableBlock();
        if (Successor) {
          Lattice AlongEdge = Out;
          if (Branch)
            self().transferEdge(AlongEdge, *Branch, Taken);
          if (llvm::isa_and_nonnull<clang::CXXTryStmt>(
                  Successor->getTerminatorStmt()))
            self().transferThrow(AlongEdge, *Block);
          std::optional<Lattice> &Known = In[Successor->getBlockID()];
          bool Changed = !Known;
          if (!Known)
            Known = std::move(AlongEdge);
          else
            Changed = self().join(*Known, AlongEdge);
          if (Changed)
            Worklist.enqueueBlock(Successor);
        }
        Taken = false;
      }
    }
  }

  /// Calls \p Visit with each reachable fact and the state before it, block by
  /// block; blocks come in no particular order.
  template <typename VisitT>
  void forEach(const FunctionFacts &Facts, VisitT Visit) {
    for (const clang::CFGBlock *Block : Facts.graph()) {
      const std::optional<Lattice> &Start = In[Block->getBlockID()];
      if (!Start)
        continue;
      Lattice State = *Start;
      for (const Fact *F : Facts.in(*Block)) {
        Visit(*F, static_cast<const Lattice &>(State));
        dispatch(State, *F);
      }
    }
  }

  // What an analysis does not mention changes nothing.
  void transfer(Lattice &, const Fact &) {}
  void transferEdge(Lattice &, const BranchFact &, bool) {}
  void transferThrow(Lattice &, const clang::CFGBlock &) {}

private:
  AnalysisT &self() { return static_cast<AnalysisT &>(*this); }

  void dispatch(Lattice &State, const Fact &F) {
    switch (F.kind()) {
#define ASYNC_FACT(KIND)                                                       \
  case Fact::Kind::KIND:                                                       \
    self().transfer(State, llvm::cast<KIND##Fact>(F));                         \
    break;
#include "Facts/FactKinds.def"
    }
  }

  std::vector<std::optional<Lattice>> In;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_ENGINE_H
