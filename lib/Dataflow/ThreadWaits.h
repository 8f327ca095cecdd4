/// \file
/// Where a function blocks the thread that its coroutine began on.

#ifndef ASYNC_TIDY_DATAFLOW_THREADWAITS_H
#define ASYNC_TIDY_DATAFLOW_THREADWAITS_H

#include "Facts/FunctionFacts.h"

namespace async {

/// What a function does on the thread it was called on. Code behind an await
/// that may have taken the coroutine to another thread counts only if on some
/// path it has not; a wait for what is certainly there does not count.
class ThreadWaits {
public:
  explicit ThreadWaits(const FunctionFacts &Facts);

  /// The facts that block, in source order.
  llvm::ArrayRef<const BlockFact *> blocks() const { return Blocks; }
  /// The calls made there.
  llvm::ArrayRef<const CallFact *> calls() const { return Calls; }
  /// The locals that end there and were not moved away.
  llvm::ArrayRef<const EndFact *> ends() const { return Ends; }

private:
  std::vector<const BlockFact *> Blocks;
  std::vector<const CallFact *> Calls;
  std::vector<const EndFact *> Ends;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_THREADWAITS_H
