/// \file
/// The forms in which findings are told.

#ifndef ASYNC_TIDY_FINDINGS_REPORTS_H
#define ASYNC_TIDY_FINDINGS_REPORTS_H

#include "Findings/Finding.h"
#include "Findings/Nolint.h"
#include "Findings/Sources.h"
#include "Findings/Summary.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

/// A check as reports describe it.
struct Rule {
  /// The full name.
  std::string Name;
  /// One line: lower case, no full stop.
  std::string Summary;
  /// The check's page, in Markdown; may be empty.
  std::string Page;
};

/// What all reports are made of. Findings are merged and have fingerprints.
struct ReportInput {
  llvm::ArrayRef<Finding> Findings;
  const Summary &Run;
  llvm::ArrayRef<Rule> Rules;
  Sources &Files;
  /// This program's version.
  std::string Version;
  /// Merged.
  llvm::ArrayRef<Silenced> SilencedFindings;
  llvm::ArrayRef<Nolint> Nolints;
};

/// For people: grouped by file, the line of the source below each message.
/// Coloured where \p OS has colours enabled.
void writeText(const ReportInput &Input, llvm::raw_ostream &OS);

/// The last words: what ran, and the verdict. One line, and one more for each
/// unit that failed.
void writeVerdict(const Summary &Run, llvm::raw_ostream &OS);

/// JSON, one object a line; docs/gate.md describes them.
void writeJsonLines(const ReportInput &Input, llvm::raw_ostream &OS);

/// SARIF 2.1.0, one run.
void writeSarif(const ReportInput &Input, llvm::raw_ostream &OS);

/// One page that needs nothing outside it, with a picture of each interleaving.
void writeHtml(const ReportInput &Input, llvm::raw_ostream &OS);

/// JUnit's XML: a suite of the units, one of each check.
void writeJUnit(const ReportInput &Input, llvm::raw_ostream &OS);

/// GitLab's Code Quality: what is new.
void writeGitLab(const ReportInput &Input, llvm::raw_ostream &OS);

/// GitHub's workflow commands, which annotate what is new and what was not judged; then
/// what \p Text writes to \p OS, in which nothing is taken for a command.
void writeGitHub(const ReportInput &Input, llvm::raw_ostream &OS,
                 llvm::function_ref<void()> Text);

/// What is silenced, where and why: by NOLINT and by the baseline.
void writeSuppressions(const ReportInput &Input, llvm::raw_ostream &OS);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_REPORTS_H
