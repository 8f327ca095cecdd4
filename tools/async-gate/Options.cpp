#include "Options.h"

#include "HostConfig.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace async {
namespace {

constexpr const char Overview[] =
    "async-gate: runs the async-* checks over a whole project and gives a verdict.\n\n"
    "  async-gate                      all units of the compile_commands.json found here\n"
    "  async-gate -p build src/net     the units in src/net, database in build/\n"
    "  async-gate src/net/session.h    the first unit that includes the header\n\n"
    "Exit code: 0 clean, 1 findings, 2 cannot judge (something was not analysed).\n";

constexpr const char More[] =
    "\nUnits without co_await, co_yield or co_return in the project's own files are\n"
    "skipped and counted. Which checks run, and their options, is what the .clang-tidy\n"
    "files say; without one, all async-* checks run.\n\n"
    "To introduce the gate to a project that has findings:\n"
    "  async-gate --baseline=.async-baseline --update-baseline   accept what is there\n"
    "  async-gate --baseline=.async-baseline --new-only          in CI: fail on new ones\n"
    "Each line of the baseline has a \"reason\" to fill in; later updates keep it.\n\n"
    "In a pull request: --diff=origin/main counts only what its lines cause.\n\n"
    "For people: --export-html=async.html. For code scanning: --export-sarif=async.sarif.\n"
    "What a check means: async-tidy --explain <check>. More in docs/gate.md.\n";

} // namespace

GateOptions parseOptions(int Argc, const char *const *Argv) {
  // Local, so that nothing is registered in a program that only links this. They are
  // taken down again with the function.
  static cl::OptionCategory Category("async-gate options");
  GateOptions O;
  // cl::init writes to the location, which has to be there first.
#define LOCATED(Name, Type, Variable, Flag, ...)                               \
  cl::opt<Type, true> Name(Flag, cl::location(Variable), cl::cat(Category),    \
                           __VA_ARGS__)

  cl::list<std::string> Paths(cl::Positional, cl::desc("[path...]"),
                              cl::cat(Category));
  LOCATED(BuildPath, std::string, O.BuildPath, "p",
          cl::desc("Directory of compile_commands.json, or the file. Without it: "
                   "here, in build*/, and in the directories above"),
          cl::value_desc("path"));
  LOCATED(Root, std::string, O.Root, "root",
          cl::desc("Directory that paths in reports are relative to. Without it: "
                   "the Git repository around, else the current directory"),
          cl::value_desc("dir"));
  LOCATED(Jobs, unsigned, O.Jobs, "j",
          cl::desc("Workers side by side. Without it: one a core"),
          cl::value_desc("n"), cl::init(0));
  LOCATED(Timeout, unsigned, O.Timeout, "timeout",
          cl::desc("Seconds that a unit may take (300); 0: no limit"),
          cl::value_desc("s"), cl::init(300));
  LOCATED(Memory, unsigned, O.Memory, "memory",
          cl::desc("Megabytes that a unit may take (address space); 0: no limit"),
          cl::value_desc("MB"), cl::init(0));
  LOCATED(All, bool, O.AnalyzeAll, "all",
          cl::desc("Analyse units without coroutines too"));
  LOCATED(FullParse, bool, O.FullParse, "full-parse",
          cl::desc("Parse all that libraries define: slower, the same findings"));
  LOCATED(CacheDir, std::string, O.CacheDir, "cache-dir",
          cl::desc("Where results are kept. Without it: async-gate in XDG_CACHE_HOME "
                   "or ~/.cache"),
          cl::value_desc("dir"));
  LOCATED(CacheSize, unsigned, O.CacheSize, "cache-size",
          cl::desc("Megabytes of results that are kept (1024)"),
          cl::value_desc("MB"), cl::init(1024));
  LOCATED(NoCache, bool, O.NoCache, "no-cache",
          cl::desc("Judge everything anew, and keep nothing"));
  LOCATED(ShardText, std::string, O.Shard, "shard",
          cl::desc("Only the k-th of n parts of the units, each of another size by one "
                   "at most"),
          cl::value_desc("k/n"));
  LOCATED(ExportShard, std::string, O.ExportShard, "export-shard",
          cl::desc("Write what --merge needs of this part"), cl::value_desc("file"));
  LOCATED(Merge, bool, O.Merge, "merge",
          cl::desc("The paths are the files that all shards wrote: report on them as "
                   "on one run"));
  LOCATED(Checks, std::string, O.Checks, "checks",
          cl::desc("Checks to run, as for clang-tidy: '-*,async-*'"),
          cl::value_desc("globs"));
  LOCATED(ConfigFile, std::string, O.ConfigFile, "config-file",
          cl::desc("Use this .clang-tidy for all units"), cl::value_desc("file"));
  LOCATED(Confidence, std::string, O.Confidence, "confidence",
          cl::desc("Report what is at least 'definite', 'likely' or 'possible'"),
          cl::value_desc("level"));
  LOCATED(Baseline, std::string, O.Baseline, "baseline",
          cl::desc("File of the findings that are known; they do not count"),
          cl::value_desc("file"));
  LOCATED(Update, bool, O.UpdateBaseline, "update-baseline",
          cl::desc("Write what was found to the baseline, drop what is stale"));
  LOCATED(NewOnly, bool, O.NewOnly, "new-only",
          cl::desc("Leave findings of the baseline out of the reports"));
  LOCATED(Diff, std::string, O.Diff, "diff",
          cl::desc("Only findings with a corner on a line changed since the merge "
                   "base with this revision; only units that have such lines"),
          cl::value_desc("rev"));
  LOCATED(SkipUnknown, bool, O.SkipUnknown, "skip-unknown",
          cl::desc("Say which paths no unit compiles or includes, and go on"));
  LOCATED(List, bool, O.ListSuppressions, "list-suppressions",
          cl::desc("Print what NOLINT and the baseline silence, and why"));
  LOCATED(RequireReason, bool, O.RequireNolintReason, "require-nolint-reason",
          cl::desc("A NOLINT(async-...) without a reason behind it is a finding"));
  LOCATED(FailOnUseless, bool, O.FailOnUselessNolint, "fail-on-useless-nolint",
          cl::desc("A NOLINT(async-...) that silences nothing is a finding"));
  LOCATED(Json, std::string, O.ExportJson, "export-json",
          cl::desc("Write JSON lines; '-': standard output"),
          cl::value_desc("file"));
  LOCATED(Sarif, std::string, O.ExportSarif, "export-sarif",
          cl::desc("Write SARIF 2.1.0; '-': standard output"),
          cl::value_desc("file"));
  LOCATED(Html, std::string, O.ExportHtml, "export-html",
          cl::desc("Write one HTML page with a picture of each interleaving"),
          cl::value_desc("file"));
  LOCATED(JUnit, std::string, O.ExportJUnit, "export-junit",
          cl::desc("Write JUnit XML"), cl::value_desc("file"));
  LOCATED(GitLab, std::string, O.ExportGitLab, "export-gitlab",
          cl::desc("Write GitLab's Code Quality JSON"), cl::value_desc("file"));
  cl::opt<Format> Output(
      "output-format", cl::desc("Form of the report on standard output"),
      cl::init(Format::Text), cl::cat(Category),
      cl::values(clEnumValN(Format::Text, "text", "for people"),
                 clEnumValN(Format::GitHub, "github",
                            "the same, and annotations of GitHub Actions")));
  cl::opt<Colour> Colours(
      "colors", cl::desc("Colours"), cl::init(Colour::Auto), cl::cat(Category),
      cl::values(clEnumValN(Colour::Auto, "auto", "on a terminal"),
                 clEnumValN(Colour::Always, "always", "always"),
                 clEnumValN(Colour::Never, "never", "never")));
  LOCATED(Quiet, bool, O.Quiet, "quiet",
          cl::desc("No progress, only findings and the verdict"));
#undef LOCATED
  cl::extrahelp Extra(More);

  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << "async-gate version " ASYNC_TIDY_VERSION "\n";
  });
  std::string Problem;
  raw_string_ostream Errors(Problem);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &Errors)) {
    errs() << Problem;
    std::exit(2);
  }
  auto Fail = [](const char *What) {
    errs() << "async-gate: error: " << What << '\n';
    std::exit(2);
  };
  if (!O.Confidence.empty() && O.Confidence != "definite" &&
      O.Confidence != "likely" && O.Confidence != "possible")
    Fail("--confidence is 'definite', 'likely' or 'possible'");
  if (O.Baseline.empty() && (O.UpdateBaseline || O.NewOnly))
    Fail("--update-baseline and --new-only need --baseline=<file>");
  if (!O.Shard.empty() && O.UpdateBaseline)
    Fail("--update-baseline needs all findings; use it with --merge");
  if (O.Merge && (!O.Shard.empty() || !O.ExportShard.empty() || Paths.empty()))
    Fail("--merge takes the files that --export-shard wrote, and no --shard");
  if (!O.Shard.empty() && (!Paths.empty() || !O.Diff.empty()))
    Fail("--shard deals out all units; --diff goes with --merge, paths with neither");
  if (!O.ExportShard.empty() && O.Shard.empty())
    Fail("--export-shard needs --shard=k/n");
  if (!O.Diff.empty() && O.UpdateBaseline)
    Fail("--update-baseline needs all findings, --diff leaves some out");
  if (llvm::count(std::initializer_list<StringRef>{O.ExportJson, O.ExportSarif,
                                                   O.ExportHtml, O.ExportJUnit,
                                                   O.ExportGitLab},
                  "-") > 1)
    Fail("only one report can go to standard output");
  O.Paths.assign(Paths.begin(), Paths.end());
  O.Colours = Colours;
  O.Output = Output;
  if (!O.Jobs)
    O.Jobs = hardware_concurrency().compute_thread_count();
  return O;
}

} // namespace async
