#include "Findings/Baseline.h"

#include "Findings/Merge.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

#include <tuple>

using namespace llvm;

namespace async {

static constexpr StringRef Header = "async-gate-baseline";
static constexpr int Version = 1;

std::string Baseline::Entry::fingerprint() const {
  return fingerprintOf(Check, Path, Function, Text, Ordinal);
}

static bool isConflictMark(StringRef Line) {
  return Line.starts_with("<<<<<<<") || Line.starts_with(">>>>>>>") ||
         Line.starts_with("=======") || Line.starts_with("|||||||");
}

/// Fills \p Entry from \p O; returns what is wrong with it, or nothing.
static std::string readEntry(const json::Object &O, Baseline::Entry &Entry) {
  const std::pair<StringRef, std::string Baseline::Entry::*> Texts[] = {
      {"path", &Baseline::Entry::Path},
      {"check", &Baseline::Entry::Check},
      {"function", &Baseline::Entry::Function},
      {"text", &Baseline::Entry::Text},
      {"reason", &Baseline::Entry::Reason}};
  for (const auto &[Key, Value] : O) {
    const auto *Known = llvm::find_if(
        Texts, [&, K = StringRef(Key)](const auto &T) { return T.first == K; });
    if (Known == std::end(Texts) && StringRef(Key) != "ordinal")
      return formatv("unknown key '{0}'", StringRef(Key));
  }
  for (const auto &[Key, Member] : Texts) {
    std::optional<StringRef> Value = O.getString(Key);
    if (!Value && Key != "reason")
      return formatv("'{0}' is missing or is no text", Key);
    Entry.*Member = Value.value_or("").str();
  }
  std::optional<int64_t> Ordinal = O.getInteger("ordinal");
  if (!Ordinal || *Ordinal < 0 || *Ordinal > UINT32_MAX)
    return "'ordinal' is missing or is no number from 0";
  Entry.Ordinal = static_cast<unsigned>(*Ordinal);
  return "";
}

Expected<Baseline> Baseline::parse(StringRef Text, StringRef Name) {
  Baseline Result;
  StringMap<unsigned> Lines;
  bool SeenHeader = false;
  unsigned Number = 0;
  auto Fail = [&](const Twine &What) {
    return createStringError(formatv("{0}:{1}: {2}", Name, Number, What.str())
                                 .str());
  };

  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    ++Number;
    if (Line.trim().empty())
      continue;
    if (isConflictMark(Line))
      return Fail("a mark of a merge conflict; resolve it by keeping the lines "
                  "of both sides, then run with --update-baseline");
    Expected<json::Value> Parsed = json::parse(Line);
    if (!Parsed)
      return Fail("not a line of JSON: " + toString(Parsed.takeError()));
    const json::Object *O = Parsed->getAsObject();
    if (!O)
      return Fail("not a JSON object");
    if (!SeenHeader) {
      std::optional<int64_t> Found = O->getInteger(Header);
      if (!Found)
        return Fail("no baseline of async-gate: the first line has to be {\"" +
                    Header + "\":1}");
      if (*Found != Version)
        return Fail("a baseline of version " + Twine(*Found) +
                    "; this async-gate reads version 1");
      SeenHeader = true;
      continue;
    }
    Entry E;
    E.Line = Number;
    std::string Problem = readEntry(*O, E);
    if (!Problem.empty())
      return Fail(Problem);
    auto [First, IsNew] = Lines.try_emplace(E.fingerprint(), Number);
    if (!IsNew)
      return Fail("the same finding as in line " + Twine(First->second));
    Result.Entries.push_back(std::move(E));
  }
  Number = 1;
  if (!SeenHeader)
    return Fail("an empty file; write a baseline with --update-baseline");
  return Result;
}

void Baseline::apply(std::vector<Finding> &Findings) {
  StringMap<Entry *> Known;
  for (Entry &E : Entries)
    Known[E.fingerprint()] = &E;
  for (Finding &F : Findings) {
    Entry *E = Known.lookup(F.Fingerprint);
    if (!E)
      continue;
    E->Found = true;
    F.Known = true;
    F.Reason = E->Reason;
  }
}

std::vector<const Baseline::Entry *> Baseline::stale(Judged IsJudged) const {
  std::vector<const Entry *> Result;
  for (const Entry &E : Entries)
    if (!E.Found && IsJudged(E.Path))
      Result.push_back(&E);
  return Result;
}

void Baseline::update(ArrayRef<Finding> Findings, Judged IsJudged) {
  llvm::erase_if(Entries, [&](const Entry &E) {
    return !E.Found && IsJudged(E.Path);
  });
  for (const Finding &F : Findings) {
    if (F.Known)
      continue;
    Entry E;
    E.Path = json::fixUTF8(F.Where.Path);
    E.Check = F.Check;
    E.Function = F.Function;
    E.Text = F.Text;
    E.Ordinal = F.Ordinal;
    E.Found = true;
    Entries.push_back(std::move(E));
  }
  llvm::sort(Entries, [](const Entry &A, const Entry &B) {
    return std::tie(A.Path, A.Check, A.Function, A.Text, A.Ordinal) <
           std::tie(B.Path, B.Check, B.Function, B.Text, B.Ordinal);
  });
}

void Baseline::write(raw_ostream &OS) const {
  OS << formatv("{{\"{0}\":{1}}\n", Header, Version);
  for (const Entry &E : Entries) {
    json::OStream J(OS);
    J.object([&] {
      J.attribute("path", E.Path);
      J.attribute("check", E.Check);
      J.attribute("function", E.Function);
      J.attribute("text", E.Text);
      J.attribute("ordinal", E.Ordinal);
      J.attribute("reason", E.Reason);
    });
    OS << '\n';
  }
}

} // namespace async
