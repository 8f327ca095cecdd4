/// \file
/// Does an operation invalidate a holder?

#ifndef ASYNC_TIDY_HAZARDS_INVALIDATION_H
#define ASYNC_TIDY_HAZARDS_INVALIDATION_H

#include "Facts/Fact.h"
#include "Sharing/Access.h"

namespace async {

enum class Danger : uint8_t {
  /// It stays valid, or nothing is known of the operation.
  None,
  /// The type is not known; the operation's name says that it changes it.
  Unknown,
  /// It becomes invalid if the operation takes away its element.
  Erased,
  /// It stays valid and refers to what is another object's now.
  Elsewhere,
  /// It becomes invalid, if not each time.
  Certain,
};

/// What \p A does to a holder that needs \p D. The rules are those of the model
/// of D's type.
Danger dangerTo(const Dependency &D, const Access &A);

/// As a user would name the operation: `erase`, `operator=`.
std::string operationName(const Access &A);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_INVALIDATION_H
