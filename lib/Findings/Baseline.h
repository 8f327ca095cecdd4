/// \file
/// The findings that a project knows of and lives with: a text file under version
/// control, one finding a line, sorted, so that it can be reviewed and merged.
///
///   {"async-gate-baseline":1}
///   {"path":"a.cpp","check":"async-…","function":"f","text":"…","ordinal":0,"reason":"…"}
///
/// No hash and no line number stands in it: what identifies a finding is readable.

#ifndef ASYNC_TIDY_FINDINGS_BASELINE_H
#define ASYNC_TIDY_FINDINGS_BASELINE_H

#include "Findings/Finding.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace async {

class Baseline {
public:
  struct Entry {
    std::string Path;
    std::string Check;
    std::string Function;
    std::string Text;
    unsigned Ordinal = 0;
    /// Why it stays. People write it; an update keeps it.
    std::string Reason;
    /// Where it stands in the file; 0 if it is new.
    unsigned Line = 0;
    /// Set by apply(): a finding matches it.
    bool Found = false;

    std::string fingerprint() const;
  };

  /// Tells for a path whether this run judged the whole of it, so that a finding
  /// that was not found there is gone.
  using Judged = llvm::function_ref<bool(llvm::StringRef Path)>;

  /// Reads \p Text, the content of the file \p Name. The error names file and
  /// line; marks of a merge conflict are recognised as such.
  static llvm::Expected<Baseline> parse(llvm::StringRef Text,
                                        llvm::StringRef Name);

  /// Marks the findings that are in the baseline, and the entries found.
  void apply(std::vector<Finding> &Findings);

  /// The entries that match nothing in what was judged.
  std::vector<const Entry *> stale(Judged IsJudged) const;

  /// Adds what is new in \p Findings, drops what is stale. To be called after
  /// apply(). Entries of files that were not judged stay, and so do reasons.
  void update(llvm::ArrayRef<Finding> Findings, Judged IsJudged);

  void write(llvm::raw_ostream &OS) const;

  llvm::ArrayRef<Entry> entries() const { return Entries; }

private:
  std::vector<Entry> Entries;
};

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_BASELINE_H
