/// \file
/// Which async locks a function waits for, itself and through what it awaits.

#ifndef ASYNC_TIDY_DATAFLOW_LOCKNEEDS_H
#define ASYNC_TIDY_DATAFLOW_LOCKNEEDS_H

#include "Sharing/Access.h"

namespace async {

/// A lock that a function waits for.
struct LockNeed {
  /// As the function asked about names it.
  const Path *Lock;
  /// A reader's lock.
  bool Shared;
  /// Not on every call: a parameter decides.
  bool Conditional;
  /// Where the function asked about waits.
  const SuspendFact *At;
  /// Where the lock is asked for.
  clang::SourceRange Where;
  /// The functions called on the way there, the outermost first; empty if the
  /// function asked about does it itself.
  llvm::SmallVector<const clang::FunctionDecl *, 2> Through;
};

/// Summaries of functions, each made once; recursion and unseen bodies add
/// nothing. What is only started, and not awaited, is no need of who starts it.
class LockNeeds {
public:
  explicit LockNeeds(Accesses &Summaries) : Summaries(Summaries) {}

  llvm::ArrayRef<LockNeed> of(const clang::FunctionDecl &Function);

  /// The calls whose results are awaited at \p At: `when_all(f(), g())` awaits
  /// all three, `queue.push(f())` only the push.
  static llvm::SmallVector<const CallFact *, 4> awaitedAt(const SuspendFact &At);

  /// What \p Call needs if what it gives is awaited or runs, in the caller's
  /// words.
  std::vector<LockNeed> ofCall(const CallFact &Call);

private:
  std::vector<LockNeed> compute(const FunctionFacts &Facts);
  static void addCalls(Sources From,
                       llvm::SmallVectorImpl<const CallFact *> &Into);

  Accesses &Summaries;
  static constexpr unsigned MaxDepth = 6;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<LockNeed>> Known;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_LOCKNEEDS_H
