/// \file
/// Which branches decide whether a block runs.

#ifndef ASYNC_TIDY_DATAFLOW_GUARDS_H
#define ASYNC_TIDY_DATAFLOW_GUARDS_H

#include "Facts/FunctionFacts.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <optional>

namespace async {

class Guards {
public:
  explicit Guards(const FunctionFacts &Facts) : Facts(Facts) {}

  /// Whether \p Block runs, after \p Branch has been taken, only if its
  /// condition was true (or false). Nothing if it can run either way, or not at
  /// all. Exceptions are not counted as a way: what they skip is skipped.
  std::optional<bool> decides(const clang::CFGBlock &Block,
                                const clang::CFGBlock &BranchBlock);

private:
  const llvm::BitVector &reachable(const clang::CFGBlock &BranchBlock,
                                   bool Taken);

  const FunctionFacts &Facts;
  /// By block and whether its condition was true.
  llvm::DenseMap<unsigned, llvm::BitVector> Reach;
};

/// The guards of several functions. What is worked out for one is kept: questions
/// about the same function come in great numbers.
class GuardsOfFunctions {
public:
  Guards &of(const FunctionFacts &Facts) {
    return Known.try_emplace(&Facts, Facts).first->second;
  }

private:
  std::map<const FunctionFacts *, Guards> Known;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_GUARDS_H
