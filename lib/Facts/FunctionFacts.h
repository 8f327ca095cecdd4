/// \file
/// The facts of one function, block by block of its CFG.

#ifndef ASYNC_TIDY_FACTS_FUNCTIONFACTS_H
#define ASYNC_TIDY_FACTS_FUNCTIONFACTS_H

#include "Facts/Fact.h"
#include "clang/Analysis/CFG.h"
#include <memory>
#include <vector>

namespace async {
class Guards;
class Reachability;

class FunctionFacts {
public:
  FunctionFacts(const clang::FunctionDecl &Function,
                std::unique_ptr<clang::CFG> Graph);
  ~FunctionFacts();

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

  // What follows from the graph, worked out when first asked for. Only for a
  // function whose facts are complete.

  /// Which branches decide whether a block runs.
  const Guards &guards() const;
  /// Which blocks lead to which.
  const Reachability &reachability() const;
  /// True if control can get from behind \p From to \p To.
  bool follows(const Fact &From, const Fact &To) const;

  /// Makes a fact at the end of \p Block. The facts live as long as this.
  template <typename FactT, typename... Args>
  const FactT *add(const clang::CFGBlock &Block, Args &&...TheArgs) {
    // Fact classes have nothing to destroy, so that the arena can hold them.
    static_assert(std::is_trivially_destructible_v<FactT>);
    auto *F = new (Arena.Allocate<FactT>())
        FactT(std::forward<Args>(TheArgs)...);
    F->ID = NextID++;
    F->Block = &Block;
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
  llvm::ArrayRef<Dependency> keep(llvm::ArrayRef<Dependency> Into) {
    return Into.copy(Arena);
  }

  /// What a reference, pointer, iterator or view that the function returns
  /// refers into; and, for a smart pointer, what it is a copy of.
  struct Result {
    llvm::SmallVector<Dependency, 2> Into;
    const Path *CopyOf = nullptr;
    /// Of an object that is made of holders: each of these members, with what it
    /// refers into.
    llvm::SmallVector<std::pair<const clang::FieldDecl *, Dependency>, 1> Parts;
  };
  Result Returned;

  llvm::ArrayRef<const clang::FunctionDecl *>
  keep(llvm::ArrayRef<const clang::FunctionDecl *> Functions) {
    return Functions.copy(Arena);
  }

private:
  const clang::FunctionDecl &Function;
  std::unique_ptr<clang::CFG> Graph;
  std::vector<llvm::SmallVector<const Fact *, 8>> Blocks;
  llvm::BumpPtrAllocator Arena;
  unsigned NextID = 0;
  unsigned Suspensions = 0;
  mutable std::unique_ptr<Guards> Deciders;
  mutable std::unique_ptr<Reachability> Ways;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FUNCTIONFACTS_H
