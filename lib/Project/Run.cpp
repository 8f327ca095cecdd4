#include "Project/Run.h"

#include "Findings/UnitReport.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"

#include <csignal>
#include <cstring>
#include <mutex>
#include <unistd.h>

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

static std::string realPath(StringRef Path) {
  SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path.str() : std::string(Real);
}

Expected<std::vector<ProjectUnit>> selectUnits(ArrayRef<ProjectUnit> Units,
                                               ArrayRef<std::string> Paths,
                                               Prefilter &Scanner,
                                               std::vector<std::string> *Unknown) {
  std::vector<std::string> Real;
  for (const ProjectUnit &Unit : Units)
    Real.push_back(realPath(Unit.File));
  std::vector<bool> Chosen(Units.size());
  // The first unit that has a file, as far as they were scanned.
  StringMap<size_t> Including;
  size_t Scanned = 0;
  for (const std::string &Path : Paths) {
    SmallString<256> Wanted;
    if (std::error_code EC = fs::real_path(Path, Wanted))
      return createStringError(Path + ": " + EC.message());
    bool Found = false;
    auto Choose = [&](size_t I) { Chosen[I] = Found = true; };
    const std::string Below = (Wanted + "/").str();
    for (size_t I = 0; I != Units.size(); ++I)
      if (Real[I] == Wanted || StringRef(Real[I]).starts_with(Below))
        Choose(I);
    if (Found)
      continue;
    if (fs::is_directory(Wanted)) {
      std::string Why = Path + ": the database has no unit in it";
      if (!Unknown)
        return createStringError(Why);
      Unknown->push_back(std::move(Why));
      continue;
    }
    // No unit is scanned twice, whatever the number of headers.
    for (; !Including.count(Wanted) && Scanned != Units.size(); ++Scanned)
      for (const std::string &File : Scanner.classify(Units[Scanned]).Files)
        Including.try_emplace(realPath(File), Scanned);
    if (auto Includes = Including.find(Wanted); Includes != Including.end())
      Choose(Includes->second);
    if (Found)
      continue;
    std::string Why = Path + ": no unit of the database compiles or includes "
                             "it; configure the build again if it is new";
    if (!Unknown)
      return createStringError(Why);
    Unknown->push_back(std::move(Why));
  }
  std::vector<ProjectUnit> Result;
  for (size_t I = 0; I != Units.size(); ++I)
    if (Chosen[I])
      Result.push_back(Units[I]);
  return Result;
}

/// Of what a program that crashed has to say, the part that names the place.
static std::string stackDump(StringRef Errors) {
  SmallVector<StringRef, 32> Lines;
  Errors.split(Lines, '\n');
  std::string Dump;
  bool Inside = false;
  for (StringRef Line : Lines) {
    if (Line.starts_with("Stack dump:")) {
      Inside = true;
      continue;
    }
    // "0." is our own command line, and behind the numbers come addresses.
    if (Inside && !Line.empty() && !isDigit(Line.front()))
      break;
    if (Inside && !Line.starts_with("0."))
      Dump += (Line + "\n").str();
  }
  return Dump;
}

static std::string lastLines(StringRef Text, size_t Count) {
  SmallVector<StringRef, 32> Lines;
  Text.rtrim().split(Lines, '\n');
  ArrayRef<StringRef> Last = Lines;
  return llvm::join(Last.take_back(Count), "\n");
}

namespace {

class UnitRun {
public:
  UnitRun(ArrayRef<ProjectUnit> Units, const RunOptions &Options, Sources &Files)
      : Units(Units), Options(Options), Files(Files), Results(Units.size()) {}

  void scan(Prefilter &Scanner, Progress &Watcher,
            const std::atomic<bool> &Stop) {
    Watcher.begin("scanning", Units.size());
    std::mutex Guard;
    DefaultThreadPool Pool(hardware_concurrency(Options.Limits.Jobs));
    for (size_t I = 0; I != Units.size(); ++I)
      Pool.async([&, I] {
        if (Stop)
          return;
        scan(I, Scanner);
        std::lock_guard<std::mutex> Lock(Guard);
        Watcher.finished(Results[I].Name);
      });
    Pool.wait();
    Watcher.end();
  }

  void analyze(Progress &Watcher, const std::atomic<bool> &Stop) {
    std::vector<size_t> Chosen;
    std::vector<std::vector<std::string>> Commands;
    for (size_t I = 0; I != Units.size(); ++I)
      if (!Results[I].Skipped && !Results[I].Cached) {
        Chosen.push_back(I);
        Commands.push_back(command(Units[I]));
      }
    if (Chosen.empty())
      return;
    SmallString<128> Scratch;
    if (std::error_code EC = fs::createUniqueDirectory("async-gate", Scratch)) {
      for (size_t I : Chosen)
        Results[I].Cause = "no directory for temporary files: " + EC.message();
      return;
    }
    Watcher.begin("analysing", Chosen.size());
    runWorkers(
        Commands, Options.Limits, Scratch, Stop,
        [&](size_t I) { Watcher.started(Results[Chosen[I]].Name); },
        [&](size_t I, Outcome O) {
          take(Chosen[I], O);
          Watcher.finished(Results[Chosen[I]].Name);
        });
    Watcher.end();
    fs::remove_directories(Scratch);
  }

  std::vector<UnitResult> take() { return std::move(Results); }

private:
  /// Fills in what can be told without a worker.
  void scan(size_t I, Prefilter &Scanner) {
    UnitResult &Result = Results[I];
    if (Options.Known)
      if (std::optional<UnitResult> Known = Options.Known->find(Units[I]))
        Result = std::move(*Known);
    Result.Name = name(I);
    if (Result.Cached)
      return;
    const Relevance Text = Scanner.classify(Units[I]);
    Result.What = Text.What;
    Result.Skipped = Options.Skip && Text.What == Relevance::None;
    if (Options.Known && Result.Skipped)
      Options.Known->store(Units[I], Result, Text.Inputs);
  }

  std::string name(size_t I) {
    std::lock_guard<std::mutex> Lock(Naming);
    return Files.name(Units[I].File);
  }

  std::vector<std::string> command(const ProjectUnit &Unit) const {
    std::vector<std::string> Words = {Options.Worker, "--unit",
                                      "--parent=" + utostr(getpid())};
    if (!Options.Checks.empty())
      Words.push_back("--checks=" + Options.Checks);
    if (!Options.ConfigFile.empty())
      Words.push_back("--config-file=" + Options.ConfigFile);
    if (!Options.Confidence.empty())
      Words.push_back("--confidence=" + Options.Confidence);
    if (Options.FullParse)
      Words.push_back("--full-parse");
    if (Options.Memory)
      Words.push_back("--memory=" + utostr(Options.Memory));
    Words.insert(Words.end(), {Unit.Directory, Unit.File, "--"});
    llvm::append_range(Words, Unit.Arguments);
    return Words;
  }

  void take(size_t I, const Outcome &O) {
    UnitResult &F = Results[I];
    switch (O.How) {
    case Outcome::Exited:
      if (O.Code == 0)
        return read(I, O);
      // See OutOfMemoryExit of async-tidy.
      if (O.Code == 42 && Options.Memory) {
        F.Cause = formatv("needs more memory than the limit of {0} MB "
                          "(--memory)",
                          Options.Memory);
        return;
      }
      // See NotWrittenExit of async-tidy.
      if (O.Code == 43) {
        F.Cause = "its report could not be written to the directory of temporary "
                  "files (TMPDIR); is the disk full?";
        return;
      }
      F.Cause = formatv("async-tidy failed with exit code {0}", O.Code);
      F.Detail = lastLines(O.Errors, 5);
      return;
    case Outcome::Killed:
      if (O.Code == SIGKILL) {
        F.Cause = "was killed from outside (SIGKILL); is the machine out of "
                  "memory? Try fewer jobs (-j)";
        return;
      }
      F.Cause = formatv("the analysis crashed ({0})", strsignal(O.Code));
      F.Detail = stackDump(O.Errors);
      return;
    case Outcome::TimedOut:
      F.Cause = formatv("took longer than the limit of {0} s (--timeout)",
                        Options.Limits.Seconds);
      return;
    case Outcome::Stopped:
      F.Cause = "was not reached";
      return;
    case Outcome::NotStarted:
      F.Cause = Options.Worker + " could not be started: " + O.Errors;
      return;
    }
  }

  void read(size_t I, const Outcome &O) {
    UnitResult &F = Results[I];
    Expected<UnitReport> Report = parseUnitReport(O.Output);
    if (!Report) {
      F.Cause = toString(Report.takeError());
      F.Detail = lastLines(O.Errors, 5);
      return;
    }
    if (!Report->Errors.empty()) {
      F.Cause = "does not compile";
      for (Note &N : MutableArrayRef(Report->Errors).take_front(3))
        F.Detail += describe(N) + "\n";
      return;
    }
    if (Report->Checks.empty()) {
      F.Cause = "no async-* check is on for it; see the Checks of its "
                ".clang-tidy, or use --checks";
      return;
    }
    F.Report = std::move(*Report);
    if (Options.Known)
      Options.Known->store(Units[I], F, {F.Report.Inputs, F.Report.Asked});
    F.Report.Inputs.clear();
  }

  std::string describe(Note &N) {
    Files.locate(N.Where);
    if (N.Where.Path.empty())
      return N.Message;
    return formatv("{0}:{1}:{2}: {3}", N.Where.Path, N.Where.Line,
                   N.Where.Column, N.Message);
  }

  ArrayRef<ProjectUnit> Units;
  const RunOptions &Options;
  Sources &Files;
  std::mutex Naming;
  std::vector<UnitResult> Results;
};

} // namespace

std::vector<UnitResult> runUnits(ArrayRef<ProjectUnit> Units,
                                 const RunOptions &Options, Prefilter &Scanner,
                                 Sources &Files, Progress &Watcher,
                                 const std::atomic<bool> &Stop) {
  UnitRun Run(Units, Options, Files);
  Run.scan(Scanner, Watcher, Stop);
  if (!Stop)
    Run.analyze(Watcher, Stop);
  return Run.take();
}

} // namespace async
