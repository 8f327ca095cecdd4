/// \file
/// What differs between a revision and the working tree, by asking Git.

#ifndef ASYNC_TIDY_PROJECT_GITCHANGES_H
#define ASYNC_TIDY_PROJECT_GITCHANGES_H

#include "Findings/Finding.h"
#include "Findings/Sources.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <utility>
#include <vector>

namespace async {

/// A file that exists and is not as it was.
struct ChangedFile {
  /// Absolute.
  std::string Path;
  /// Lines from 1, first and last; sorted. Where lines were only taken out, the two
  /// around the gap.
  std::vector<std::pair<unsigned, unsigned>> Lines;
  /// Git does not track it: all of it is new.
  bool IsUntracked = false;
};

/// The changes of the working tree around \p Directory since it left \p Revision:
/// since their merge base, so that what others did on \p Revision meanwhile is not
/// taken for ours. Committed or not makes no difference; renamed files count with the
/// lines that differ, untracked ones (and not ignored) as a whole.
/// Fails if there is no Git, no repository, no such revision, or no common ancestor.
llvm::Expected<std::vector<ChangedFile>> changesSince(llvm::StringRef Revision,
                                                      llvm::StringRef Directory);

/// Reads the output of `git diff -U0`; paths are made absolute with \p Top.
std::vector<ChangedFile> parseDiff(llvm::StringRef Text, llvm::StringRef Top);

/// The changed lines, by the names of files in reports.
class ChangedLines {
public:
  ChangedLines(const std::vector<ChangedFile> &Changes, Sources &Files);

  /// True if a corner of \p F, remedies aside, lies on a changed line: a new
  /// suspension point makes a hazard of old lines.
  bool touch(const Finding &F) const;

private:
  bool contain(const Place &Where) const;

  llvm::StringMap<const ChangedFile *> ByName;
};

} // namespace async

#endif // ASYNC_TIDY_PROJECT_GITCHANGES_H
