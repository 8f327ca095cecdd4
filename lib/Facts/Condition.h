/// \file
/// What is known of values, and what conditions say.

#ifndef ASYNC_TIDY_FACTS_CONDITION_H
#define ASYNC_TIDY_FACTS_CONDITION_H

#include "Facts/Path.h"
#include <cstdint>

namespace clang {
class VarDecl;
} // namespace clang

namespace async {
class AcquireFact;

/// What is known of a value at compile time.
struct Constant {
  enum class Kind : uint8_t { Unknown, Integer, Null, NotNull };
  Kind K = Kind::Unknown;
  /// Of an Integer, an enumerator or a bool.
  int64_t Value = 0;

  bool isKnown() const { return K != Kind::Unknown; }
  bool operator==(const Constant &) const = default;
};

/// What a branch condition says about locks.
struct LockCondition {
  /// The condition is the result of this Maybe acquisition.
  const AcquireFact *Tried = nullptr;
  /// The condition is whether this owner holds a lock.
  const Path *Owner = nullptr;
  bool Negated = false;

  explicit operator bool() const { return Tried || Owner; }
};

/// A condition that has one value throughout: whether a local that nobody
/// assigns is true.
struct FlagCondition {
  const clang::VarDecl *Flag = nullptr;
  bool Negated = false;
};

/// What a condition says about the state of a place.
struct Predicate {
  enum class Kind : uint8_t {
    Unknown,
    /// A pointer, optional or the like holds something.
    HasValue,
    /// A container has no elements.
    IsEmpty,
    /// A container has an element of some key.
    Contains,
    /// A value is a constant.
    Equals,
    /// A number is above a bound.
    Above,
    /// A number is below a bound.
    Below,
  };
  Kind K = Kind::Unknown;
  const Path *Subject = nullptr;
  Constant Value;
  bool Negated = false;

  explicit operator bool() const { return Subject; }
  bool operator==(const Predicate &) const = default;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_CONDITION_H
