/// \file
/// What one run of `async-tidy --unit` says of one unit: JSON, one object a line.
/// A line `{"kind":"unit",...}` comes last, so that a report that was cut off is
/// recognised. An interface between two programs of one build, not for others.

#ifndef ASYNC_TIDY_FINDINGS_UNITREPORT_H
#define ASYNC_TIDY_FINDINGS_UNITREPORT_H

#include "Findings/Finding.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

struct UnitReport {
  /// Places have a path as the compiler knows it, and an offset.
  std::vector<Finding> Findings;
  /// The compiler's errors: the unit is not judged where there is one.
  std::vector<Note> Errors;
  /// The async-* checks that ran.
  std::vector<std::string> Checks;
  /// Coroutines that the checks could look at, and the awaits and yields in them.
  unsigned Coroutines = 0;
  unsigned Suspensions = 0;
  /// Without notes and edits.
  std::vector<Silenced> SilencedFindings;
  /// The project's own files that the unit consists of.
  std::vector<std::string> Files;
  /// All files that decided on the above, absolute; empty if they are not known.
  std::vector<std::string> Inputs;
  /// What `__has_include` asked for and did not find.
  std::vector<std::string> Asked;
};

void writeUnitReport(const UnitReport &Report, llvm::raw_ostream &OS);

/// Fails on text that writeUnitReport() did not write to its end.
llvm::Expected<UnitReport> parseUnitReport(llvm::StringRef Text);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_UNITREPORT_H
