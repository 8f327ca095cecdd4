/// \file
/// What came of one unit, and of all of them together.

#ifndef ASYNC_TIDY_PROJECT_UNITRESULT_H
#define ASYNC_TIDY_PROJECT_UNITRESULT_H

#include "Findings/Summary.h"
#include "Findings/UnitReport.h"
#include "Project/Prefilter.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringSet.h"

namespace async {

struct UnitResult {
  /// Its source file, as reports name it.
  std::string Name;
  Relevance::Kind What = Relevance::Unknown;
  /// Not analysed, for it is irrelevant: there is no report.
  bool Skipped = false;
  /// Out of the cache.
  bool Cached = false;
  /// Why it was not judged; empty if it was.
  std::string Cause, Detail;
  UnitReport Report;
};

struct RunResult {
  /// Of all units, in the units' order, neither merged nor located.
  std::vector<Finding> Findings;
  Summary Run;
  /// The source files (as reports name them) all commands of which were judged.
  llvm::StringSet<> Judged;
  /// What NOLINT silences, neither merged nor located.
  std::vector<Silenced> SilencedFindings;
  /// The project's own files of the units that were judged, by path.
  llvm::StringSet<> Files;
};

/// \p Units, in the database's order, as one.
RunResult sumUp(llvm::ArrayRef<UnitResult> Units);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_UNITRESULT_H
