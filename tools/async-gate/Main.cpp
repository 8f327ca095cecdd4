/// \file
/// async-gate: the checks over a whole project, and a verdict that says what ran.

#include "HostConfig.h"
#include "Judge.h"
#include "Locations.h"
#include "Options.h"
#include "Report.h"

#include "Findings/Baseline.h"
#include "Findings/Merge.h"
#include "Findings/Reports.h"
#include "Project/GitChanges.h"
#include "Project/Shard.h"
#include "Project/WholeFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

#include <csignal>
#include <cstdlib>
#include <optional>

using namespace async;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// Set by signals. They can reach nothing but what is static.
static std::atomic<bool> Stop = false;

static void stopOnSignals() {
  struct sigaction Action = {};
  Action.sa_handler = [](int) { Stop = true; };
  for (int Signal : {SIGINT, SIGTERM, SIGHUP})
    sigaction(Signal, &Action, nullptr);
}

namespace {
struct Page {
  StringRef File;
  StringRef Text;
};

/// The Markdown pages of docs/checks/, by file name.
const Page Pages[] = {
#include "EmbeddedDocs.inc"
    {"", ""}};
} // namespace

static std::vector<Rule> allRules() {
  std::vector<Rule> Rules;
  auto Add = [&](StringRef Name, StringRef Summary) {
    const Page *Found = llvm::find_if(
        Pages, [&](const Page &P) { return P.File == (Name + ".md").str(); });
    Rules.push_back({("async-" + Name).str(), Summary.str(),
                     Found == std::end(Pages) ? "" : Found->Text.str()});
  };
#define ASYNC_CHECK(NAME, CLASS, SUMMARY) Add(NAME, SUMMARY);
#include "Checks/Checks.def"
  Rules.push_back({NolintRule.str(),
                   "a NOLINT that silences nothing, or gives no reason",
                   "Take the comment away, or say behind the brackets why the "
                   "finding is none: `// NOLINT(async-...): reason`."});
  return Rules;
}

/// A reason why nothing can be said.
static int fail(Error E) {
  llvm::WithColor::error(llvm::errs(), "async-gate")
      << llvm::toString(std::move(E)) << '\n';
  return static_cast<int>(Verdict::CannotJudge);
}

static std::string workingDirectory() {
  llvm::SmallString<256> Directory;
  fs::current_path(Directory);
  return std::string(Directory);
}

/// The nearest directory above \p Directory, itself included, that has a `.git`, which
/// is a file in a worktree; else \p Directory.
static std::string repositoryAround(StringRef Directory) {
  for (StringRef Level = Directory; !Level.empty();
       Level = path::parent_path(Level))
    if (fs::exists(Level + "/.git"))
      return Level.str();
  return Directory.str();
}

static Expected<std::optional<Baseline>> readBaseline(const GateOptions &O) {
  if (O.Baseline.empty())
    return std::nullopt;
  if (!fs::exists(O.Baseline) && O.UpdateBaseline)
    return Baseline();
  auto Fail = [&](const std::string &What) {
    return llvm::createStringError(O.Baseline + ": " + What);
  };
  if (!fs::exists(O.Baseline))
    return Fail("no such file; make one with --update-baseline");
  if (!fs::is_regular_file(O.Baseline))
    return Fail("is no file");
  auto Buffer = llvm::MemoryBuffer::getFile(O.Baseline);
  if (!Buffer)
    return Fail(Buffer.getError().message());
  Expected<Baseline> Parsed =
      Baseline::parse((*Buffer)->getBuffer(), O.Baseline);
  if (!Parsed)
    return Parsed.takeError();
  return std::move(*Parsed);
}

static void useColours(Colour Wanted) {
  for (llvm::raw_fd_ostream *OS : {&llvm::outs(), &llvm::errs()})
    OS->enable_colors(Wanted == Colour::Always ||
                      (Wanted == Colour::Auto && OS->has_colors() &&
                       !std::getenv("NO_COLOR")));
}

/// Tells of stale entries, and writes the baseline if that was asked for.
static Error settle(Baseline &Known, const GateOptions &O, RunResult &Result,
                    Baseline::Judged IsJudged) {
  if (O.UpdateBaseline) {
    Known.update(Result.Findings, IsJudged);
    if (Error E = writeWholeFile(
            O.Baseline, [&](llvm::raw_ostream &OS) { Known.write(OS); }))
      return E;
    for (Finding &F : Result.Findings)
      F.Known = true;
    llvm::errs() << "async-gate: " << O.Baseline << " has "
                 << Known.entries().size() << " findings now\n";
    return Error::success();
  }
  for (const Baseline::Entry *E : Known.stale(IsJudged)) {
    ++Result.Run.Stale;
    llvm::errs() << O.Baseline << ':' << E->Line << ": stale: " << E->Check
                 << " is not found in " << E->Path
                 << (E->Function.empty() ? "" : ", ") << E->Function
                 << "; --update-baseline drops it\n";
  }
  return Error::success();
}

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Guard(Argc, Argv);
  const GateOptions O = parseOptions(Argc, Argv);
  useColours(O.Colours);
  stopOnSignals();

  const std::string Here = workingDirectory();
  const std::string Executable = host::executablePath(Argv[0]);
  llvm::SmallString<256> Worker(path::parent_path(Executable));
  path::append(Worker, "async-tidy");
  if (!fs::can_execute(Worker))
    return fail(llvm::createStringError(
        Worker.str() + ": no such program; async-gate runs the async-tidy "
                       "beside it"));

  Expected<std::optional<Baseline>> Known = readBaseline(O);
  if (!Known)
    return fail(Known.takeError());
  Sources Files(O.Root.empty() ? repositoryAround(Here) : O.Root);
  std::vector<ChangedFile> Changes;
  if (!O.Diff.empty()) {
    auto Found = changesSince(O.Diff, Here);
    if (!Found)
      return fail(Found.takeError());
    Changes = std::move(*Found);
  }
  Expected<std::vector<UnitResult>> Units =
      O.Merge ? mergeShards(O.Paths, Files)
              : judge(O, {Executable, std::string(Worker)}, Here, Changes, Files, Stop);
  if (Stop)
    return fail(llvm::createStringError("interrupted; nothing was written"));
  if (!Units)
    return fail(Units.takeError());
  RunResult Result = sumUp(*Units);

  // A header's finding may be some other unit's: what was not looked at in full can
  // only vouch for its source files.
  const bool Full =
      (O.Merge || (O.Paths.empty() && O.Diff.empty() && O.Shard.empty())) &&
      Result.Run.Failures.empty();
  auto IsJudged = [&](StringRef Path) {
    return Full || Result.Judged.contains(Path);
  };
  const std::vector<Rule> Rules = allRules();
  const std::vector<Nolint> Nolints =
      auditComments(O, Rules, IsJudged, Result, Files);
  mergeFindings(Result.Findings, Files);
  fingerprint(Result.Findings, Files);
  if (*Known) {
    (*Known)->apply(Result.Findings);
    if (Error E = settle(**Known, O, Result, IsJudged))
      return fail(std::move(E));
  }
  if (!O.Diff.empty()) {
    const ChangedLines Lines(Changes, Files);
    Result.Run.Unchanged = llvm::count_if(
        Result.Findings, [&](const Finding &F) { return !Lines.touch(F); });
    llvm::erase_if(Result.Findings,
                   [&](const Finding &F) { return !Lines.touch(F); });
  }
  Result.Run.Silenced = Result.SilencedFindings.size();
  Result.Run.Known = llvm::count_if(
      Result.Findings, [](const Finding &F) { return F.Known; });
  Result.Run.New = Result.Findings.size() - Result.Run.Known;
  if (O.NewOnly)
    llvm::erase_if(Result.Findings, [](const Finding &F) { return F.Known; });

  if (Error E = writeReports(O, {Result.Findings, Result.Run, Rules, Files,
                                 ASYNC_TIDY_VERSION, Result.SilencedFindings,
                                 Nolints}))
    return fail(std::move(E));
  return static_cast<int>(Result.Run.verdict());
}
