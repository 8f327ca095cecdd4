#include "Judge.h"

#include "Console.h"
#include "HostConfig.h"
#include "Locations.h"

#include "Project/Run.h"
#include "Project/Shard.h"
#include "Project/WholeFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

/// The units that the paths and the changes stand for.
static Expected<std::vector<ProjectUnit>>
narrow(std::vector<ProjectUnit> Units, const GateOptions &O,
       llvm::ArrayRef<ChangedFile> Changes, Prefilter &Scanner) {
  std::vector<std::string> Unknown;
  if (!O.Paths.empty()) {
    auto Chosen = selectUnits(Units, O.Paths, Scanner,
                              O.SkipUnknown ? &Unknown : nullptr);
    if (!Chosen)
      return Chosen.takeError();
    Units = std::move(*Chosen);
  }
  if (!O.Diff.empty()) {
    // Of these, a changed one that no unit has is worth a word.
    constexpr StringRef Extensions =
        " .c .cc .cpp .cxx .c++ .cppm .ixx .mpp .h .hh .hpp .hxx .h++ .ipp "
        ".tpp .txx .inl .inc .def .C .H ";
    std::vector<std::string> Paths;
    for (const ChangedFile &File : Changes)
      if (Extensions.contains((" " + path::extension(File.Path) + " ").str()))
        Paths.push_back(File.Path);
    // Of the paths that narrow the run, the other changes are none of the units.
    std::vector<std::string> Ignored;
    auto Chosen = selectUnits(Units, Paths, Scanner,
                              O.Paths.empty() ? &Unknown : &Ignored);
    if (!Chosen)
      return Chosen.takeError();
    Units = std::move(*Chosen);
  }
  for (const std::string &Why : Unknown)
    llvm::WithColor::warning(llvm::errs(), "async-gate")
        << "not judged: " << Why << '\n';
  return Units;
}

static Expected<RunOptions> runOptions(const GateOptions &O,
                                       const GatePrograms &Programs) {
  RunOptions Options;
  Options.Limits = {O.Jobs, O.Timeout};
  Options.Memory = O.Memory;
  Options.Worker = Programs.Worker;
  Options.Checks = O.Checks;
  Options.Confidence = O.Confidence;
  Options.Skip = !O.AnalyzeAll;
  Options.FullParse = O.FullParse;
  if (!O.ConfigFile.empty()) {
    llvm::SmallString<256> File(O.ConfigFile);
    fs::make_absolute(File);
    if (!fs::is_regular_file(File))
      return llvm::createStringError(O.ConfigFile + ": no such file");
    Options.ConfigFile = std::string(File);
  }
  return Options;
}

/// What, of the options, makes results differ. No path of this machine is in it.
static std::string describe(const GateOptions &O) {
  FileStates Config;
  return llvm::join(
      std::vector<std::string>{ASYNC_TIDY_VERSION, O.Checks, O.Confidence,
                               O.ConfigFile.empty() ? "" : Config.of(O.ConfigFile),
                               O.AnalyzeAll ? "all" : "",
                               O.FullParse ? "full" : ""},
      "\n");
}

/// Null without a cache. Of the user's own choice, one that cannot be used is an error.
static Expected<std::unique_ptr<Cache>> openCache(const GateOptions &O) {
  const std::string Directory =
      O.CacheDir.empty() ? defaultCacheDirectory() : O.CacheDir;
  if (O.NoCache || Directory.empty())
    return nullptr;
  Expected<std::unique_ptr<Cache>> Store =
      Cache::open(Directory, static_cast<uint64_t>(O.CacheSize) << 20);
  if (Store || !O.CacheDir.empty())
    return Store;
  llvm::WithColor::warning(llvm::errs(), "async-gate")
      << llvm::toString(Store.takeError()) << '\n';
  return nullptr;
}

Expected<std::vector<UnitResult>>
judge(const GateOptions &O, const GatePrograms &Programs, StringRef Here,
      llvm::ArrayRef<ChangedFile> Changes, Sources &Files,
      const std::atomic<bool> &Stop) {
  Expected<std::string> Database = findCompileCommands(O.BuildPath, Here);
  if (!Database)
    return Database.takeError();
  Expected<std::vector<ProjectUnit>> Units = readCompileCommands(*Database);
  if (!Units)
    return Units.takeError();
  Prefilter Scanner(host::resourceDirToPass(Programs.Worker).value_or(""));
  Units = narrow(std::move(*Units), O, Changes, Scanner);
  if (!Units)
    return Units.takeError();
  Expected<RunOptions> Options = runOptions(O, Programs);
  if (!Options)
    return Options.takeError();
  Expected<std::unique_ptr<Cache>> Store = openCache(O);
  if (!Store)
    return Store.takeError();
  std::optional<UnitCache> Known;
  if (*Store) {
    Known.emplace(**Store, identifyTools(Programs.Gate, Programs.Worker) + "\n" +
                               describe(O));
    Options->Known = &*Known;
  }

  Shard Part;
  std::vector<size_t> Numbers;
  std::string Run = describe(O);
  const size_t Total = Units->size();
  if (!O.Shard.empty()) {
    Expected<Shard> Parsed = Shard::parse(O.Shard);
    if (!Parsed)
      return Parsed.takeError();
    Part = *Parsed;
    std::vector<std::string> Names;
    for (const ProjectUnit &Unit : *Units)
      Names.push_back(Files.name(Unit.File));
    Run = hashOf(Run + "\n" + llvm::join(Names, "\n"));
    Numbers = unitsOf(Part, *Units, Names);
    std::vector<ProjectUnit> Mine;
    for (size_t Number : Numbers)
      Mine.push_back(std::move((*Units)[Number]));
    Units = std::move(Mine);
  }

  std::unique_ptr<Progress> Watcher = makeConsole(O.Quiet);
  std::vector<UnitResult> Results =
      runUnits(*Units, *Options, Scanner, Files, *Watcher, Stop);
  if (*Store)
    (*Store)->prune();
  if (!O.ExportShard.empty() && !Stop)
    if (Error E = writeWholeFile(O.ExportShard, [&](llvm::raw_ostream &OS) {
          writeShard(Part, Run, Total, Numbers, Results, Files, OS);
        }))
      return std::move(E);
  return Results;
}

} // namespace async
