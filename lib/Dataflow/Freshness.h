/// \file
/// For the reads of a function: is what they saw still current at a later point?

#ifndef ASYNC_TIDY_DATAFLOW_FRESHNESS_H
#define ASYNC_TIDY_DATAFLOW_FRESHNESS_H

#include "Facts/FunctionFacts.h"
#include "llvm/ADT/BitVector.h"
#include <memory>

namespace async {
class Accesses;

/// A fact that looks at a place, and the place.
struct Observation {
  const Fact *At;
  const Path *Place;
};

/// What holds of an observation at a point, on some path to it.
struct Standing {
  /// Made, and the coroutine was not suspended since.
  bool Fresh = false;
  /// The same on every path to the point.
  bool Current = false;
  /// Made, and the coroutine was suspended since.
  bool Stale = false;
  /// Between the observation and the first suspension after it, the coroutine
  /// changed the place itself: a claim, or a step of its own.
  bool Claimed = false;
};

class Freshness {
public:
  /// \param Observed  what to follow; the answers are by position in it
  Freshness(const FunctionFacts &Facts, llvm::ArrayRef<Observation> Observed,
            Accesses &Summaries, llvm::ArrayRef<const Fact *> AskedAt);
  ~Freshness();

  /// Before \p At, which must be one of those asked at. All false where the
  /// observation was not made on any path.
  Standing before(const Fact &At, size_t Index) const;

  /// The observations of which before() says Fresh or Current, in their order: those
  /// since the last suspension.
  llvm::SmallVector<size_t, 8> recent(const Fact &At) const;

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_FRESHNESS_H
