/// \file
/// What the generator knows of an expression's value.

#ifndef ASYNC_TIDY_FACTS_VALUE_H
#define ASYNC_TIDY_FACTS_VALUE_H

#include "Facts/Fact.h"

namespace async {

struct Value {
  /// The storage a glvalue denotes, or the object a class prvalue makes.
  const Path *Place = nullptr;
  /// What a pointer, or an object that stands for one, points to.
  const Path *Pointee = nullptr;
  /// What a condition says about locks.
  LockCondition Lock;
  /// What a condition says about a local that keeps its value.
  FlagCondition Flag;
  /// What a condition says about a place.
  Predicate State;
  /// The callable that it is, or that it holds.
  const ClosureFact *Callable = nullptr;
  /// The reads and calls it was computed from.
  llvm::SmallVector<const Fact *, 2> From;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_VALUE_H
