/// \file
/// The facts of one function, block by block of its CFG.

#ifndef ASYNC_TIDY_FACTS_FUNCTIONFACTS_H
#define ASYNC_TIDY_FACTS_FUNCTIONFACTS_H

#include "Facts/Fact.h"
#include "clang/Analysis/CFG.h"
#include <memory>
#include <vector>

namespace async {

class FunctionFacts {
public:
  FunctionFacts(const clang::FunctionDecl &Function,
                std::unique_ptr<clang::CFG> Graph)
      : Function(Function), Graph(std::move(Graph)),
        Blocks(this->Graph->getNumBlockIDs()) {}

  const clang::FunctionDecl &function() const { return Function; }
  const clang::CFG &graph() const { return *Graph; }

  /// In the order in which clang executes them.
  llvm::ArrayRef<const Fact *> in(const clang::CFGBlock &Block) const {
    return Blocks[Block.getBlockID()];
  }

  /// The number of facts; their ids are below it.
  unsigned size() const { return NextID; }

  /// The number of Suspend facts.
  unsigned suspensions() const { return Suspensions; }

  /// Makes a fact at the end of \p Block. The facts live as long as this.
  template <typename FactT, typename... Args>
  const FactT *add(const clang::CFGBlock &Block, Args &&...TheArgs) {
    // Fact classes have nothing to destroy, so that the arena can hold them.
    static_assert(std::is_trivially_destructible_v<FactT>);
    auto *F = new (Arena.Allocate<FactT>())
        FactT(std::forward<Args>(TheArgs)...);
    F->ID = NextID++;
    if constexpr (std::is_same_v<FactT, SuspendFact>)
      ++Suspensions;
    Blocks[Block.getBlockID()].push_back(F);
    return F;
  }

  /// A copy that lives as long as the facts.
  template <typename T> llvm::ArrayRef<T> keep(llvm::ArrayRef<T> Values) {
    return Values.copy(Arena);
  }
  llvm::ArrayRef<const Path *>
  keep(const llvm::SmallVectorImpl<const Path *> &Paths) {
    return llvm::ArrayRef<const Path *>(Paths).copy(Arena);
  }
  Sources keep(Sources From) { return From.copy(Arena); }

private:
  const clang::FunctionDecl &Function;
  std::unique_ptr<clang::CFG> Graph;
  std::vector<llvm::SmallVector<const Fact *, 8>> Blocks;
  llvm::BumpPtrAllocator Arena;
  unsigned NextID = 0;
  unsigned Suspensions = 0;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FUNCTIONFACTS_H
