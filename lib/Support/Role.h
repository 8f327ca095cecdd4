/// \file
/// The part that a place plays in a hazard: the corners of the triple of
/// docs/design.md, and what to do about it. Reports draw the interleaving from it.

#ifndef ASYNC_TIDY_SUPPORT_ROLE_H
#define ASYNC_TIDY_SUPPORT_ROLE_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace async {

enum class Role : uint8_t {
  /// More about the place before it, in the same code.
  Detail,
  /// What this coroutine saw, took, changed or started first.
  Access,
  /// Where it gives up control.
  Suspension,
  /// What other code does meanwhile.
  Remote,
  /// What this coroutine does then, relying on the first access.
  Use,
  /// What to do about it.
  Remedy,
};

/// The names of the roles, as reports write them, in the order of the enumerators.
inline constexpr std::array<const char *, 6> RoleNames = {
    "detail", "access", "suspension", "remote", "use", "remedy"};

inline constexpr const char *name(Role R) {
  return RoleNames[static_cast<std::size_t>(R)];
}

} // namespace async

#endif // ASYNC_TIDY_SUPPORT_ROLE_H
