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
#include <set>
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
      : Units(Units), Options(Options), Files(Files), Reports(Units.size()),
        Failures(Units.size()) {}

  void scan(Prefilter &Scanner, Progress &Watcher,
            const std::atomic<bool> &Stop) {
    Known.resize(Units.size());
    Watcher.begin("scanning", Units.size());
    std::mutex Guard;
    DefaultThreadPool Pool(hardware_concurrency(Options.Limits.Jobs));
    for (size_t I = 0; I != Units.size(); ++I)
      Pool.async([&, I] {
        if (Stop)
          return;
        Known[I] = Scanner.classify(Units[I]);
        std::lock_guard<std::mutex> Lock(Guard);
        Watcher.finished(name(I));
      });
    Pool.wait();
    Watcher.end();
  }

  void analyze(Progress &Watcher, const std::atomic<bool> &Stop,
               RunResult &Result) {
    std::vector<size_t> Chosen;
    std::vector<std::vector<std::string>> Commands;
    for (size_t I = 0; I != Units.size(); ++I) {
      if (Options.Skip && Known[I].What == Relevance::None) {
        ++Result.Run.Skipped;
        continue;
      }
      Chosen.push_back(I);
      Commands.push_back(command(Units[I]));
    }
    SmallString<128> Scratch;
    if (std::error_code EC = fs::createUniqueDirectory("async-gate", Scratch)) {
      Result.Run.Doubt = "no directory for temporary files: " + EC.message();
      return;
    }
    Watcher.begin("analysing", Chosen.size());
    runWorkers(
        Commands, Options.Limits, Scratch, Stop,
        [&](size_t I) { Watcher.started(name(Chosen[I])); },
        [&](size_t I, Outcome O) {
          take(Chosen[I], O);
          Watcher.finished(name(Chosen[I]));
        });
    Watcher.end();
    fs::remove_directories(Scratch);
    Result.Run.Analyzed = Chosen.size();
  }

  /// Puts together what the workers said, in the units' order.
  void sum(RunResult &Result) {
    std::set<std::string> Checks;
    StringSet<> NotJudged;
    for (size_t I = 0; I != Units.size(); ++I) {
      if (!Failures[I].Cause.empty()) {
        Failures[I].Unit = name(I);
        NotJudged.insert(Failures[I].Unit);
        Result.Run.Failures.push_back(std::move(Failures[I]));
        --Result.Run.Analyzed;
        continue;
      }
      UnitReport &Report = Reports[I];
      Result.Judged.insert(name(I));
      llvm::append_range(Result.Findings, Report.Findings);
      Checks.insert(Report.Checks.begin(), Report.Checks.end());
      Result.Run.Coroutines += Report.Coroutines;
      Result.Run.Suspensions += Report.Suspensions;
      llvm::append_range(Result.SilencedFindings, Report.SilencedFindings);
      for (const std::string &File : Report.Files)
        Result.Files.insert(File);
    }
    for (const auto &Name : NotJudged)
      Result.Judged.erase(Name.first());
    Result.Run.Checks.assign(Checks.begin(), Checks.end());

    const size_t Promising = llvm::count_if(Known, [](const Relevance &R) {
      return R.What == Relevance::Coroutines;
    });
    if (Promising && !Result.Run.Coroutines && Result.Run.Doubt.empty())
      Result.Run.Doubt =
          formatv("{0} unit{1} co_await, co_yield or co_return, but no coroutine "
                  "was found; do the commands say -std=c++20 or later, and is "
                  "the code switched on?",
                  Promising, Promising == 1 ? " uses" : "s use");
  }

private:
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
    if (Options.Memory)
      Words.push_back("--memory=" + utostr(Options.Memory));
    Words.insert(Words.end(), {Unit.Directory, Unit.File, "--"});
    llvm::append_range(Words, Unit.Arguments);
    return Words;
  }

  void take(size_t I, const Outcome &O) {
    Failure &F = Failures[I];
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
    Failure &F = Failures[I];
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
    Reports[I] = std::move(*Report);
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
  std::vector<Relevance> Known;
  std::vector<UnitReport> Reports;
  std::vector<Failure> Failures;
};

} // namespace

RunResult runUnits(ArrayRef<ProjectUnit> Units, const RunOptions &Options,
                   Prefilter &Scanner, Sources &Files, Progress &Watcher,
                   const std::atomic<bool> &Stop) {
  RunResult Result;
  UnitRun Run(Units, Options, Files);
  Run.scan(Scanner, Watcher, Stop);
  if (!Stop)
    Run.analyze(Watcher, Stop, Result);
  Run.sum(Result);
  Result.Stopped = Stop;
  return Result;
}

} // namespace async
