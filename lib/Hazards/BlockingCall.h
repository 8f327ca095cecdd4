/// \file
/// Calls in a coroutine that block the thread it runs on.

#ifndef ASYNC_TIDY_HAZARDS_BLOCKINGCALL_H
#define ASYNC_TIDY_HAZARDS_BLOCKINGCALL_H

#include "Facts/FactStore.h"
#include "Hazards/Hazard.h"
#include "Sharing/ClassView.h"
#include "llvm/ADT/StringSet.h"
#include <optional>
#include <vector>

namespace clang {
class CXXRecordDecl;
} // namespace clang

namespace async {
class BlockFact;

/// One call on the way to what blocks.
struct BlockLink {
  clang::SourceRange Where;
  /// The helper that is entered; a destructor at the end of a scope too.
  const clang::FunctionDecl *Into;
  /// The local whose end it is; null for a call.
  const Path *Ends = nullptr;
};

struct BlockHazard : Hazard {
  /// What blocks, in the coroutine or in the last helper of the chain.
  const BlockFact *Wait = nullptr;
  /// The helpers entered, outermost first; empty if the coroutine blocks
  /// itself.
  llvm::SmallVector<BlockLink, 2> Chain;
  /// A coroutine of the class that would end the wait, and where; null if none
  /// is known.
  const clang::FunctionDecl *Waker = nullptr;
  clang::SourceRange Wakes;
};

/// The blocking calls of one translation unit's functions, each function
/// looked at once.
class BlockingCalls {
public:
  /// \p Allowed names functions that may be called all the same.
  BlockingCalls(FactStore &Store, ClassViews &Classes,
                llvm::ArrayRef<std::string> Allowed);

  /// In source order; of what reads or writes the same file, only the first.
  /// What blocks in a helper is told once, for the coroutine asked about first.
  /// \p Coroutine runs on an event loop unless it is seen to be started
  /// elsewhere; a generator that never awaits runs inside its caller, and has
  /// none.
  std::vector<BlockHazard> find(const FunctionFacts &Coroutine);

private:
  struct Blocked {
    const BlockFact *Wait;
    Confidence Level;
    llvm::SmallVector<BlockLink, 2> Chain;
  };

  std::vector<Blocked> inFunction(const FunctionFacts &Facts);
  const Blocked *inHelper(const clang::FunctionDecl &Helper,
                          const clang::FunctionDecl &Caller);
  const Blocked *inDestructor(const clang::CXXRecordDecl *Class,
                              const clang::FunctionDecl &Caller,
                              unsigned Inner, const clang::FunctionDecl *&Of);
  bool isFollowed(const clang::FunctionDecl &Helper,
                  const clang::FunctionDecl &Caller) const;
  bool asksForItsThread(const FunctionFacts &Facts) const;
  void findWaker(BlockHazard &H, const clang::FunctionDecl &Coroutine);

  /// Through how many helpers a call is followed.
  static constexpr unsigned MaxDepth = 6;
  FactStore &Store;
  ClassViews &Classes;
  llvm::SmallVector<std::string, 2> Allowed;
  llvm::StringSet<> LibraryNamespaces;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<Blocked>> Helpers;
  /// By where it is written, so that a template's instances count as one.
  llvm::DenseMap<clang::SourceLocation, const clang::FunctionDecl *> ToldFor;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_BLOCKINGCALL_H
