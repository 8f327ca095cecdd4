/// \file
/// The command line of async-gate.

#ifndef ASYNC_TIDY_TOOLS_ASYNCGATE_OPTIONS_H
#define ASYNC_TIDY_TOOLS_ASYNCGATE_OPTIONS_H

#include <string>
#include <vector>

namespace async {

enum class Colour { Auto, Always, Never };
enum class Format { Text, GitHub };

struct GateOptions {
  /// Files and directories that narrow the run.
  std::vector<std::string> Paths;
  /// Where the database is; empty: look for it.
  std::string BuildPath;
  /// What paths in reports are relative to; empty: the repository around here.
  std::string Root;

  unsigned Jobs = 0;
  unsigned Timeout = 0;
  unsigned Memory = 0;
  bool AnalyzeAll = false;
  bool FullParse = false;

  /// Where results are kept; empty: in the user's cache directory.
  std::string CacheDir;
  /// In MB.
  unsigned CacheSize = 0;
  bool NoCache = false;

  /// `2/5`: a part of the units; empty: all.
  std::string Shard;
  /// Paths are the files that shards wrote.
  bool Merge = false;

  std::string Checks, ConfigFile, Confidence;

  std::string Baseline;
  bool UpdateBaseline = false;
  bool NewOnly = false;

  /// Findings count only on lines changed since; empty: on all.
  std::string Diff;
  /// Paths that no unit compiles or includes are told, not refused.
  bool SkipUnknown = false;

  bool ListSuppressions = false;
  bool RequireNolintReason = false;
  bool FailOnUselessNolint = false;

  std::string ExportShard;
  std::string ExportJson, ExportSarif, ExportHtml, ExportJUnit, ExportGitLab;
  Format Output = Format::Text;
  Colour Colours = Colour::Auto;
  bool Quiet = false;
};

/// Parses the command line. Prints and exits on what it does not understand (2), and
/// for --help and --version (0).
GateOptions parseOptions(int Argc, const char *const *Argv);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCGATE_OPTIONS_H
