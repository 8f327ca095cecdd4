/// \file
/// Which branches decide whether a block runs.

#ifndef ASYNC_TIDY_FACTS_GUARDS_H
#define ASYNC_TIDY_FACTS_GUARDS_H

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include <optional>
#include <vector>

namespace async {
class FunctionFacts;

/// Worked out for all blocks of a function at once: FunctionFacts::guards() has
/// the answers.
class Guards {
public:
  explicit Guards(const FunctionFacts &Facts);

  /// A branch that decides, and what its condition was if the block runs.
  struct Decider {
    const clang::CFGBlock *Branch;
    bool Taken;
  };

  /// Whether \p Block runs, after \p BranchBlock, which has a Branch fact, has been
  /// left, only if its condition was true (or false). Nothing if it can run either
  /// way, or not at all. Exceptions are not counted as a way: what they skip is
  /// skipped.
  std::optional<bool> decides(const clang::CFGBlock &Block,
                              const clang::CFGBlock &BranchBlock) const;

  /// All that decide about \p Block, in the order of the graph.
  llvm::SmallVector<Decider, 4> of(const clang::CFGBlock &Block) const;

private:
  static constexpr unsigned None = ~0u;

  std::vector<const clang::CFGBlock *> Branches;
  /// By block: which of the branches it ends with; None.
  std::vector<unsigned> Index;
  /// By block, two bits a branch: the block can be reached from the branch's true
  /// edge, from its false edge, without coming back to the branch.
  std::vector<llvm::BitVector> Reached;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_GUARDS_H
