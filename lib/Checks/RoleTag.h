/// \file
/// How a diagnostic of a check carries the role of its place: as one more argument
/// that no format string mentions. Hosts that don't look for it print the same as
/// without it.

#ifndef ASYNC_TIDY_CHECKS_ROLETAG_H
#define ASYNC_TIDY_CHECKS_ROLETAG_H

#include "Support/Role.h"
#include "clang/Basic/Diagnostic.h"

namespace async {

/// To be added last: the arguments of the format string count from 0.
inline const clang::StreamingDiagnostic &
operator<<(const clang::StreamingDiagnostic &Builder, Role R) {
  Builder.AddTaggedVal(reinterpret_cast<uint64_t>(name(R)),
                       clang::DiagnosticsEngine::ak_c_string);
  return Builder;
}

/// The role that \p Info carries; Detail if it carries none.
inline Role roleOf(const clang::Diagnostic &Info) {
  for (unsigned I = Info.getNumArgs(); I-- > 0;) {
    if (Info.getArgKind(I) != clang::DiagnosticsEngine::ak_c_string)
      continue;
    // The very string, not one that reads the same.
    for (size_t R = 0; R != RoleNames.size(); ++R)
      if (Info.getArgCStr(I) == RoleNames[R])
        return static_cast<Role>(R);
  }
  return Role::Detail;
}

} // namespace async

#endif // ASYNC_TIDY_CHECKS_ROLETAG_H
