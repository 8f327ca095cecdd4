#include "Project/UnitCache.h"

#include "Project/SearchPaths.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <dlfcn.h>

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

/// A unit's last results, for those who go back and forth between branches.
static constexpr unsigned MaxVariants = 4;

namespace {

/// One result in an entry:
///
///   variant <what> <number of states> <length of the report>
///   <hash> <path>
///   ...
///   <report>
struct Variant {
  unsigned What = 0;
  StringRef States, Report;
  /// All of it, as it stands in the entry.
  StringRef Whole;
};

} // namespace

/// Takes a variant from the front of \p Text; false if there is none.
static bool take(StringRef &Text, Variant &V) {
  const StringRef All = Text;
  unsigned Count = 0;
  size_t Length = 0;
  if (!Text.consume_front("variant ") || Text.consumeInteger(10, V.What) ||
      !Text.consume_front(" ") || Text.consumeInteger(10, Count) ||
      !Text.consume_front(" ") || Text.consumeInteger(10, Length) ||
      !Text.consume_front("\n"))
    return false;
  size_t End = 0;
  for (; Count; --Count) {
    End = Text.find('\n', End);
    if (End == StringRef::npos)
      return false;
    ++End;
  }
  if (Text.size() < End + Length)
    return false;
  V.States = Text.take_front(End);
  V.Report = Text.substr(End, Length);
  Text = Text.drop_front(End + Length);
  V.Whole = All.drop_back(Text.size());
  return true;
}

static bool holds(StringRef States, FileStates &Now) {
  while (!States.empty()) {
    StringRef Line;
    std::tie(Line, States) = States.split('\n');
    auto [Was, Path] = Line.split(' ');
    if (Now.of(Path) != Was)
      return false;
  }
  return true;
}

/// The files that clang-tidy looks for its options in.
static void addConfigurations(const ProjectUnit &Unit,
                              std::set<std::string> &Paths) {
  for (StringRef Level = path::parent_path(Unit.File); !Level.empty();
       Level = path::parent_path(Level))
    Paths.insert((Level + (Level.ends_with("/") ? "" : "/") + ".clang-tidy").str());
}

UnitCache::UnitCache(Cache &Store, std::string Tools)
    : Store(Store), Tools(std::move(Tools)) {
  clock_gettime(CLOCK_REALTIME_COARSE, &Start);
}

std::string UnitCache::key(const ProjectUnit &Unit) const {
  std::string All = Tools + '\0' + Unit.Directory + '\0' + Unit.File;
  for (const std::string &Argument : Unit.Arguments)
    All += '\0' + Argument;
  return hashOf(All);
}

std::optional<UnitResult> UnitCache::find(const ProjectUnit &Unit) {
  std::optional<std::string> Entry = Store.get(key(Unit));
  if (!Entry)
    return std::nullopt;
  StringRef Rest = *Entry;
  Variant V;
  while (take(Rest, V)) {
    if (!holds(V.States, States))
      continue;
    UnitResult Result;
    Result.What = static_cast<Relevance::Kind>(V.What);
    Result.Cached = true;
    Result.Skipped = V.Report.empty();
    if (!Result.Skipped) {
      Expected<UnitReport> Report = parseUnitReport(V.Report);
      if (!Report) {
        consumeError(Report.takeError());
        continue;
      }
      Result.Report = std::move(*Report);
    }
    return Result;
  }
  return std::nullopt;
}

void UnitCache::store(const ProjectUnit &Unit, const UnitResult &Result,
                      const UnitInputs &Inputs) {
  if (Inputs.Files.empty())
    return;
  std::set<std::string> Paths = includeProbes(Unit, Inputs);
  Paths.insert(Inputs.Files.begin(), Inputs.Files.end());
  addConfigurations(Unit, Paths);

  std::string Lines;
  for (const std::string &Path : Paths) {
    const std::string State = States.of(Path);
    if (StringRef(Path).contains('\n') ||
        (State != "-" && State != "directory" &&
         !FileStates::isOlder(Path, Start)))
      return;
    Lines += State + " " + Path + "\n";
  }
  std::string Report;
  if (!Result.Skipped) {
    UnitReport Kept = Result.Report;
    Kept.Inputs.clear();
    Kept.Asked.clear();
    raw_string_ostream OS(Report);
    writeUnitReport(Kept, OS);
  }
  const std::string Key = key(Unit);
  std::string Entry = ("variant " + Twine(Result.What) + " " +
                       Twine(Paths.size()) + " " + Twine(Report.size()) + "\n" +
                       Lines + Report)
                          .str();
  if (std::optional<std::string> Old = Store.get(Key)) {
    StringRef Rest = *Old;
    Variant V;
    for (unsigned I = 1; I != MaxVariants && take(Rest, V); ++I)
      if (V.States != Lines)
        Entry += V.Whole;
  }
  Store.put(Key, Entry);
}

/// A file's size and time: too large to be hashed each time.
static std::string stamp(StringRef Path) {
  fs::file_status Status;
  if (fs::status(Path, Status))
    return "";
  return (Path + " " + Twine(Status.getSize()) + " " +
          Twine(Status.getLastModificationTime().time_since_epoch().count()))
      .str();
}

std::string identifyTools(StringRef Gate, StringRef Worker) {
  FileStates Programs;
  std::string All = Programs.of(Gate) + Programs.of(Worker);
  Dl_info Where;
  for (void *Symbol :
       {reinterpret_cast<void *>(&clang::getClangFullVersion),
        reinterpret_cast<void *>(&sys::Process::GetEnv)})
    if (dladdr(Symbol, &Where) && Where.dli_fname)
      All += '\0' + stamp(Where.dli_fname);
  for (StringRef Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH",
                         "CCC_OVERRIDE_OPTIONS", "SOURCE_DATE_EPOCH", "SDKROOT"})
    All += '\0' + sys::Process::GetEnv(Name).value_or("");
  // Clang takes the newest GCC's headers.
  std::vector<std::string> Compilers;
  std::error_code EC;
  for (fs::directory_iterator I("/usr/lib/gcc", EC), E; !EC && I != E;
       I.increment(EC))
    for (fs::directory_iterator J(I->path(), EC); !EC && J != E; J.increment(EC))
      Compilers.push_back(J->path());
  llvm::sort(Compilers);
  return hashOf(All + '\0' + llvm::join(Compilers, "\n"));
}

} // namespace async
