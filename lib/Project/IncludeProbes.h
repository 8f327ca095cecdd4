/// \file
/// Files that would change a unit by appearing.

#ifndef ASYNC_TIDY_PROJECT_INCLUDEPROBES_H
#define ASYNC_TIDY_PROJECT_INCLUDEPROBES_H

#include "Project/CompileCommands.h"
#include "llvm/ADT/ArrayRef.h"

#include <set>

namespace async {

/// What a unit was made from.
struct UnitInputs {
  /// Every file that was read, absolute, links of directories resolved. Empty: not
  /// known.
  std::vector<std::string> Files;
  /// What `__has_include` asked for and did not find, as it is written.
  std::vector<std::string> Asked;
};

/// The paths at which a `#include` or `__has_include` of \p Unit would find a file
/// before, or instead of, what it found: none of them exists, or it exists and comes
/// later. Where nothing of a path exists, the first part of it stands for the rest.
std::set<std::string> includeProbes(const ProjectUnit &Unit,
                                    const UnitInputs &Inputs);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_INCLUDEPROBES_H
