/// \file
/// Can an operation make a predicate untrue?

#ifndef ASYNC_TIDY_HAZARDS_FALSIFY_H
#define ASYNC_TIDY_HAZARDS_FALSIFY_H

#include "Facts/Fact.h"
#include "Sharing/Access.h"

namespace async {

enum class Effect : uint8_t {
  /// It stays as it is: push_back keeps `!empty()`, assigning the constant that
  /// was tested for changes nothing.
  Preserves,
  /// Not known.
  May,
  /// It makes it untrue: clear() and `contains(key)`, assigning null.
  Falsifies,
};

/// What \p A does to \p P, which held where \p A's place contains P's subject.
Effect effectOn(const Predicate &P, const Access &A);

/// True if \p A and \p B, about the same place, can't both hold.
bool contradicts(const Predicate &A, const Predicate &B);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_FALSIFY_H
