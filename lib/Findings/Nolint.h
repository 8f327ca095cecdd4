/// \file
/// The `NOLINT` comments that name an async-* check: which of them silence something,
/// and with what reason.

#ifndef ASYNC_TIDY_FINDINGS_NOLINT_H
#define ASYNC_TIDY_FINDINGS_NOLINT_H

#include "Findings/Finding.h"
#include "Findings/Sources.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace async {

/// The rule under which reports list findings about these comments.
inline constexpr llvm::StringLiteral NolintRule = "async-gate-nolint";

/// A NOLINT, NOLINTNEXTLINE or NOLINTBEGIN, as clang-tidy reads it.
struct Nolint {
  /// Of the word; Path is empty where only a text was read.
  Place Where;
  /// NOLINT, NOLINTNEXTLINE or NOLINTBEGIN.
  std::string Word;
  /// What stands in brackets, by comma: names and globs of checks. Empty if it
  /// names none and so silences all.
  std::vector<std::string> Checks;
  /// What is written behind the brackets, on the same line.
  std::string Reason;
  /// The lines that it silences, both included.
  unsigned FirstLine = 0, LastLine = 0;

  /// Filled in by auditNolints(): how many findings of ours it silences, and those
  /// of Checks that are ours and silence nothing.
  unsigned Silences = 0;
  std::vector<std::string> Unused;

  /// True if a name or glob stands for \p Check.
  bool covers(llvm::StringRef Check) const;
};

/// The directives of \p Text in their order. A NOLINTBEGIN without its end covers
/// nothing, as clang-tidy has it.
std::vector<Nolint> findNolints(llvm::StringRef Text);

/// Names and sorts \p Findings, keeps one of those that several units report, and gives
/// them fingerprints of their own.
void mergeSilenced(std::vector<Silenced> &Findings, Sources &Files);

/// The directives in the files \p Paths, sorted, that name an async-* check or silence
/// one of \p Findings, which are merged and get the reasons. What names a check that
/// did not run, of those that are \p Known, is not unused; a name that is no check's
/// is.
std::vector<Nolint> auditNolints(llvm::ArrayRef<std::string> Paths,
                                 std::vector<Silenced> &Findings,
                                 llvm::ArrayRef<std::string> Ran,
                                 llvm::ArrayRef<std::string> Known,
                                 Sources &Files);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_NOLINT_H
