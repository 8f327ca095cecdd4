#include "Project/Shard.h"

#include "Project/FileStates.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <numeric>

using namespace llvm;

namespace async {

Expected<Shard> Shard::parse(StringRef Text) {
  Shard Part;
  auto [Index, Count] = Text.split('/');
  if (Index.getAsInteger(10, Part.Index) || Count.getAsInteger(10, Part.Count) ||
      Part.Index < 1 || Part.Index > Part.Count)
    return createStringError("--shard: '" + Text +
                             "' is no part such as 2/5, from 1/5 to 5/5");
  return Part;
}

std::vector<size_t> unitsOf(const Shard &Part, ArrayRef<ProjectUnit> Units,
                            ArrayRef<std::string> Names) {
  std::vector<std::string> Keys;
  for (const auto &[Unit, Name] : llvm::zip_equal(Units, Names)) {
    std::string All = Name;
    // Not the paths in the command: they differ between machines.
    All += '\0' + utostr(Unit.Arguments.size());
    Keys.push_back(hashOf(All));
  }
  std::vector<size_t> Order(Units.size());
  std::iota(Order.begin(), Order.end(), 0);
  llvm::stable_sort(Order,
                    [&](size_t A, size_t B) { return Keys[A] < Keys[B]; });
  std::vector<size_t> Mine;
  for (size_t I = Part.Index - 1; I < Order.size(); I += Part.Count)
    Mine.push_back(Order[I]);
  llvm::sort(Mine);
  return Mine;
}

/// Calls \p Each with every place in \p Report.
static void forEachPlace(UnitReport &Report, function_ref<void(Place &)> Each) {
  for (Finding &F : Report.Findings) {
    Each(F.Where);
    for (Note &N : F.Notes)
      Each(N.Where);
    for (Edit &E : F.Edits)
      Each(E.Where);
  }
  for (Silenced &S : Report.SilencedFindings) {
    Each(S.What.Where);
    for (Place &Where : S.SpelledAt)
      Each(Where);
  }
}

void writeShard(const Shard &Part, StringRef Run, size_t Total,
                ArrayRef<size_t> Numbers, ArrayRef<UnitResult> Results,
                Sources &Files, raw_ostream &OS) {
  OS << json::Value(json::Object{{"kind", "shard"},
                                 {"shard", Part.Index},
                                 {"shards", Part.Count},
                                 {"run", Run},
                                 {"units", static_cast<int64_t>(Total)}})
     << '\n';
  for (const auto &[Number, Unit] : llvm::zip_equal(Numbers, Results)) {
    UnitReport Report = Unit.Report;
    Report.Inputs.clear();
    for (std::string &File : Report.Files)
      File = Files.name(File);
    forEachPlace(Report, [&](Place &Where) {
      if (!Where.Path.empty())
        Where.Path = Files.name(Where.Path);
    });
    std::string Text;
    raw_string_ostream Stream(Text);
    if (Unit.Cause.empty() && !Unit.Skipped)
      writeUnitReport(Report, Stream);
    OS << json::Value(json::Object{{"kind", "result"},
                                   {"number", static_cast<int64_t>(Number)},
                                   {"name", json::fixUTF8(Unit.Name)},
                                   {"what", static_cast<int>(Unit.What)},
                                   {"skipped", Unit.Skipped},
                                   {"cached", Unit.Cached},
                                   {"cause", json::fixUTF8(Unit.Cause)},
                                   {"detail", json::fixUTF8(Unit.Detail)},
                                   {"report", Text}})
       << '\n';
  }
  OS << json::Value(json::Object{{"kind", "end"}}) << '\n';
}

namespace {

/// The shards read so far.
struct Merger {
  Sources &Files;
  std::string Run;
  unsigned Count = 0;
  /// The file of each shard; empty if there was none yet.
  std::vector<std::string> From;
  std::vector<std::optional<UnitResult>> Units;

  Error add(StringRef Path);

private:
  /// What is wrong with the first line, or nothing.
  std::string begin(const json::Object &O, StringRef Path);
  std::string unit(const json::Object &O);
};

} // namespace

std::string Merger::begin(const json::Object &O, StringRef Path) {
  const int64_t Index = O.getInteger("shard").value_or(0),
                Shards = O.getInteger("shards").value_or(0),
                Total = O.getInteger("units").value_or(-1);
  if (O.getString("kind") != "shard" || Index < 1 || Index > Shards || Total < 0)
    return "is no result of a shard; make one with --shard and --export-shard";
  if (From.empty()) {
    Run = O.getString("run").value_or("").str();
    Count = Shards;
    From.resize(Shards);
    Units.resize(Total);
  }
  if (Shards != Count || Run != O.getString("run").value_or("") ||
      static_cast<size_t>(Total) != Units.size())
    return "is of another run: the database, the options, or the number of "
           "shards differ";
  if (!From[Index - 1].empty())
    return formatv("is shard {0}, and so is {1}", Index, From[Index - 1]);
  From[Index - 1] = Path.str();
  return "";
}

std::string Merger::unit(const json::Object &O) {
  const int64_t Number = O.getInteger("number").value_or(-1);
  if (Number < 0 || static_cast<size_t>(Number) >= Units.size() ||
      Units[Number])
    return "has a unit that is not its own";
  UnitResult Unit;
  Unit.Name = O.getString("name").value_or("").str();
  Unit.What = static_cast<Relevance::Kind>(O.getInteger("what").value_or(2));
  Unit.Skipped = O.getBoolean("skipped").value_or(false);
  Unit.Cached = O.getBoolean("cached").value_or(false);
  Unit.Cause = O.getString("cause").value_or("").str();
  Unit.Detail = O.getString("detail").value_or("").str();
  if (Unit.Cause.empty() && !Unit.Skipped) {
    Expected<UnitReport> Report =
        parseUnitReport(O.getString("report").value_or(""));
    if (!Report)
      return toString(Report.takeError());
    Unit.Report = std::move(*Report);
    for (std::string &File : Unit.Report.Files)
      File = Files.path(File);
    forEachPlace(Unit.Report, [&](Place &Where) {
      if (!Where.Path.empty())
        Where.Path = Files.path(Where.Path);
    });
  }
  Units[Number] = std::move(Unit);
  return "";
}

Error Merger::add(StringRef Path) {
  auto Fail = [&](size_t Line, const std::string &What) {
    return createStringError(
        (Path + (Line ? ":" + Twine(Line) : Twine()) + ": " + What).str());
  };
  if (!sys::fs::is_regular_file(Path))
    return Fail(0, "no such file");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return Fail(0, Buffer.getError().message());
  SmallVector<StringRef, 64> Lines;
  (*Buffer)->getBuffer().split(Lines, '\n', /*MaxSplit=*/-1,
                               /*KeepEmpty=*/false);
  bool Ended = false;
  for (auto [Index, Line] : llvm::enumerate(Lines)) {
    Expected<json::Value> Value = json::parse(Line);
    if (!Value)
      return Fail(Index + 1, toString(Value.takeError()));
    const json::Object *O = Value->getAsObject();
    if (!O || Ended)
      return Fail(Index + 1, "unexpected text");
    Ended = Index && O->getString("kind") == "end";
    if (Ended)
      continue;
    if (std::string Wrong = Index ? unit(*O) : begin(*O, Path); !Wrong.empty())
      return Fail(Index + 1, Wrong);
  }
  return Ended ? Error::success()
               : Fail(0, "is cut off; run this shard again");
}

Expected<std::vector<UnitResult>> mergeShards(ArrayRef<std::string> Paths,
                                              Sources &Files) {
  Merger M{Files};
  for (const std::string &Path : Paths)
    if (Error E = M.add(Path))
      return std::move(E);
  for (auto [Index, Path] : llvm::enumerate(M.From))
    if (Path.empty())
      return createStringError(formatv("shard {0}/{1} is missing", Index + 1,
                                       M.Count)
                                   .str());
  std::vector<UnitResult> Units;
  for (std::optional<UnitResult> &Unit : M.Units) {
    if (!Unit)
      return createStringError("the shards lack a unit of the database");
    Units.push_back(std::move(*Unit));
  }
  return Units;
}

} // namespace async
