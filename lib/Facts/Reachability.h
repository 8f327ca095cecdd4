/// \file
/// Which blocks of a function control can reach from which.

#ifndef ASYNC_TIDY_FACTS_REACHABILITY_H
#define ASYNC_TIDY_FACTS_REACHABILITY_H

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace async {

/// Worked out for all blocks of a function at once: FunctionFacts::reachability()
/// has the answers.
class Reachability {
public:
  explicit Reachability(const clang::CFG &Graph);

  /// True if control can get from the end of \p From to the beginning of \p To:
  /// of a block to itself only in a loop.
  bool leads(const clang::CFGBlock &From, const clang::CFGBlock &To) const;

private:
  /// Blocks are numbered in an order in which most of what a block leads to comes
  /// behind it in one piece, so that a few ranges [first, last) say it all.
  using Ranges = llvm::SmallVector<std::pair<unsigned, unsigned>, 2>;
  static bool merge(Ranges &Into, llvm::ArrayRef<std::pair<unsigned, unsigned>> From);

  static constexpr unsigned None = ~0u;
  /// By block; None for one that is never reached.
  std::vector<unsigned> Number;
  /// By number.
  std::vector<Ranges> Ahead;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_REACHABILITY_H
