/// \file
/// Which locks may be held at which point of a function.

#ifndef ASYNC_TIDY_DATAFLOW_HELDLOCKS_H
#define ASYNC_TIDY_DATAFLOW_HELDLOCKS_H

#include "Facts/FunctionFacts.h"
#include <memory>

namespace async {

/// An acquisition that has not been given back on some path to a point.
struct HeldLock {
  const AcquireFact *Acquired;
  /// Who owns it there: where it was moved to since.
  const Path *Owner;
  /// How often the owner held a recursive mutex before.
  unsigned Depth = 0;

  bool operator==(const HeldLock &) const = default;
};

/// A may-analysis: a lock that is unlocked on one path of two is held. Knows
/// scopes, moves, swaps, try_lock's result and owns_lock().
class HeldLocks {
public:
  explicit HeldLocks(const FunctionFacts &Facts);
  ~HeldLocks();

  /// Before \p At, in the order of acquisition; empty in unreachable code.
  llvm::ArrayRef<HeldLock> before(const Fact &At) const;

  /// Where \p Acquired is given back, in source order.
  llvm::ArrayRef<const Fact *> releases(const AcquireFact &Acquired) const;

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_HELDLOCKS_H
