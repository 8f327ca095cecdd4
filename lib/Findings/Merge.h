/// \file
/// The findings of several units become those of a project.

#ifndef ASYNC_TIDY_FINDINGS_MERGE_H
#define ASYNC_TIDY_FINDINGS_MERGE_H

#include "Findings/Finding.h"
#include "Findings/Sources.h"

namespace async {

/// Names and sorts by path, line, column and check, and keeps one of those that
/// several units report: same check, place and message. The first unit's stays,
/// so the order of \p Findings must not depend on which worker was quicker.
void mergeFindings(std::vector<Finding> &Findings, Sources &Files);

/// The hash of what identifies a finding. No part may contain a zero byte.
std::string fingerprintOf(llvm::StringRef Check, llvm::StringRef Path,
                          llvm::StringRef Function, llvm::StringRef Text,
                          unsigned Ordinal);

/// Gives each of \p Findings, merged, a fingerprint: a hash of check, path,
/// function, text of the line without white space, and ordinal. It stays the
/// same when lines move, when code around is edited or indented anew; it changes
/// with the line itself, and when the function or file is renamed.
void fingerprint(std::vector<Finding> &Findings, Sources &Files);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_MERGE_H
