/// \file
/// What a run did, besides what it found: the proof that it ran.

#ifndef ASYNC_TIDY_FINDINGS_SUMMARY_H
#define ASYNC_TIDY_FINDINGS_SUMMARY_H

#include <string>
#include <vector>

namespace async {

/// A unit that was not judged, and why.
struct Failure {
  /// The unit's source file as reports name it.
  std::string Unit;
  /// One sentence without a full stop.
  std::string Cause;
  /// What more there is to say, in lines; may be empty.
  std::string Detail;
};

/// The exit codes.
enum class Verdict { Clean = 0, Findings = 1, CannotJudge = 2 };

struct Summary {
  unsigned Analyzed = 0;
  /// Units without a coroutine keyword in the project's own files.
  unsigned Skipped = 0;
  /// Of the analysed and the skipped units, those whose result was known.
  unsigned Cached = 0;
  std::vector<Failure> Failures;
  unsigned Coroutines = 0;
  unsigned Suspensions = 0;
  /// The async-* checks that ran on some unit, sorted.
  std::vector<std::string> Checks;
  /// Findings silenced by NOLINT, merged.
  unsigned Silenced = 0;
  /// Checks named by a NOLINT that silences nothing of theirs.
  unsigned UselessNolints = 0;

  /// Findings, merged, in the baseline and not.
  unsigned New = 0;
  unsigned Known = 0;
  /// Entries of the baseline that match nothing.
  unsigned Stale = 0;
  /// Findings none of whose corners is on a changed line; they don't count.
  unsigned Unchanged = 0;

  /// Why the run proves nothing although no unit failed; empty if it does.
  std::string Doubt;

  Verdict verdict() const {
    if (!Failures.empty() || !Doubt.empty())
      return Verdict::CannotJudge;
    return New ? Verdict::Findings : Verdict::Clean;
  }
};

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_SUMMARY_H
