/// \file
/// What the gate reports: data without a line of Clang in it.

#ifndef ASYNC_TIDY_FINDINGS_FINDING_H
#define ASYNC_TIDY_FINDINGS_FINDING_H

#include "Support/Role.h"

#include <string>
#include <vector>

namespace async {

/// A place in a file.
struct Place {
  /// As the reports print it: relative to the root of the project, with `/`
  /// between its parts; absolute where the file lies elsewhere. Empty: none.
  std::string Path;
  /// In bytes from the file's start.
  unsigned Offset = 0;
  /// From 1, columns in bytes; 0 where the file could not be read.
  unsigned Line = 0;
  unsigned Column = 0;
};

struct Note {
  Place Where;
  std::string Message;
  Role Part = Role::Detail;
};

/// One replacement of a fix.
struct Edit {
  Place Where;
  unsigned Length = 0;
  std::string Text;
};

struct Finding {
  /// The check's full name.
  std::string Check;
  /// True if the check's user made it an error (WarningsAsErrors).
  bool IsError = false;
  Place Where;
  std::string Message;
  /// The part of Where in the hazard.
  Role Part = Role::Detail;
  /// The qualified name of the function around it; empty if there is none.
  std::string Function;
  /// In the order in which the check tells the story.
  std::vector<Note> Notes;
  std::vector<Edit> Edits;

  /// Filled in by fingerprint(): the line's text without white space, the number
  /// of the finding among those that are otherwise equal, from 0, and the hash.
  std::string Text;
  unsigned Ordinal = 0;
  std::string Fingerprint;

  /// Filled in by Baseline::apply(): in the baseline, and why.
  bool Known = false;
  std::string Reason;
};

/// A finding that a NOLINT silences.
struct Silenced {
  Finding What;
  /// Where it is spelled, from the inside of a macro to where that is used: a NOLINT
  /// at any of these silences it.
  std::vector<Place> SpelledAt;
};

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_FINDING_H
