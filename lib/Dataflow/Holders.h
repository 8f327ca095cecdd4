/// \file
/// Which bindings of a holder reach a use of it, and was the coroutine suspended
/// between.

#ifndef ASYNC_TIDY_DATAFLOW_HOLDERS_H
#define ASYNC_TIDY_DATAFLOW_HOLDERS_H

#include "Facts/FunctionFacts.h"
#include <memory>

namespace async {

/// A binding that holds on some path to a use.
struct Reaching {
  const BindFact *Bind;
  /// On some path the coroutine was suspended since.
  bool Stale;
};

/// A may-analysis. A binding ends where its holder is bound or assigned anew, and
/// on the branch on which the holder is null or compares equal to the end.
class Holders {
public:
  explicit Holders(const FunctionFacts &Facts);
  ~Holders();

  /// Nothing in unreachable code, and where the holder refers to what it owns.
  llvm::ArrayRef<Reaching> at(const UseFact &Use) const;

  /// The suspensions that lie on a way from \p Bind to \p Use that does not come
  /// by Bind again, in source order.
  std::vector<const SuspendFact *> between(const BindFact &Bind,
                                           const Fact &Use) const;

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_HOLDERS_H
