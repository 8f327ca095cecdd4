#include "Findings/UnitReport.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

// A message may hold any bytes; JSON holds UTF-8 only. Offsets count bytes of files,
// never of these strings, so nothing else moves.
static std::string clean(StringRef Text) {
  return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
}

/// Begins a path that is not UTF-8, in hexadecimal digits: it names a file, and must not
/// change. No path that the compiler knows has such a beginning.
static constexpr StringRef Bytes = "\x01";

static std::string spell(StringRef Path) {
  return json::isUTF8(Path) ? Path.str() : (Bytes + toHex(Path)).str();
}

static std::string unspell(StringRef Spelled) {
  return Spelled.consume_front(Bytes) ? fromHex(Spelled) : Spelled.str();
}

static json::Object place(const Place &Where) {
  return json::Object{{"path", spell(Where.Path)}, {"offset", Where.Offset}};
}

static json::Array strings(ArrayRef<std::string> Texts) {
  json::Array Result;
  for (const std::string &Text : Texts)
    Result.push_back(spell(Text));
  return Result;
}

static json::Array notes(ArrayRef<Note> Notes) {
  json::Array Result;
  for (const Note &N : Notes) {
    json::Object O = place(N.Where);
    O["message"] = clean(N.Message);
    O["role"] = name(N.Part);
    Result.push_back(std::move(O));
  }
  return Result;
}

static json::Object head(const Finding &F, StringRef Kind) {
  json::Object O = place(F.Where);
  O["kind"] = Kind;
  O["check"] = clean(F.Check);
  O["error"] = F.IsError;
  O["message"] = clean(F.Message);
  O["role"] = name(F.Part);
  O["function"] = clean(F.Function);
  return O;
}

void writeUnitReport(const UnitReport &Report, raw_ostream &OS) {
  for (const Finding &F : Report.Findings) {
    json::Object O = head(F, "finding");
    O["notes"] = notes(F.Notes);
    json::Array Edits;
    for (const Edit &E : F.Edits) {
      json::Object Replacement = place(E.Where);
      Replacement["length"] = E.Length;
      Replacement["text"] = clean(E.Text);
      Edits.push_back(std::move(Replacement));
    }
    O["edits"] = std::move(Edits);
    OS << json::Value(std::move(O)) << '\n';
  }
  for (const Silenced &S : Report.SilencedFindings) {
    json::Object O = head(S.What, "silenced");
    json::Array At;
    for (const Place &Where : S.SpelledAt)
      At.push_back(place(Where));
    O["at"] = std::move(At);
    OS << json::Value(std::move(O)) << '\n';
  }
  OS << json::Value(json::Object{{"kind", "unit"},
                                 {"errors", notes(Report.Errors)},
                                 {"checks", strings(Report.Checks)},
                                 {"coroutines", Report.Coroutines},
                                 {"suspensions", Report.Suspensions},
                                 {"files", strings(Report.Files)},
                                 {"inputs", strings(Report.Inputs)},
                                 {"asked", strings(Report.Asked)}})
     << '\n';
}

static std::string text(const json::Object &O, StringRef Key) {
  return O.getString(Key).value_or("").str();
}

static unsigned number(const json::Object &O, StringRef Key) {
  return static_cast<unsigned>(O.getInteger(Key).value_or(0));
}

static Place parsePlace(const json::Object &O) {
  Place Where;
  Where.Path = unspell(text(O, "path"));
  Where.Offset = number(O, "offset");
  return Where;
}

/// Calls \p Each with the objects of the array \p Key.
static void forEach(const json::Object &O, StringRef Key,
                    function_ref<void(const json::Object &)> Each) {
  if (const json::Array *Items = O.getArray(Key))
    for (const json::Value &Item : *Items)
      if (const json::Object *Inner = Item.getAsObject())
        Each(*Inner);
}

static Role parseRole(const json::Object &O) {
  const auto *Known = llvm::find(RoleNames, O.getString("role").value_or(""));
  return Known == RoleNames.end()
             ? Role::Detail
             : static_cast<Role>(Known - RoleNames.begin());
}

static std::vector<Note> parseNotes(const json::Object &O, StringRef Key) {
  std::vector<Note> Notes;
  forEach(O, Key, [&](const json::Object &N) {
    Notes.push_back({parsePlace(N), text(N, "message"), parseRole(N)});
  });
  return Notes;
}

static std::vector<std::string> parseStrings(const json::Object &O,
                                             StringRef Key) {
  std::vector<std::string> Result;
  if (const json::Array *Items = O.getArray(Key))
    for (const json::Value &Item : *Items)
      Result.push_back(unspell(Item.getAsString().value_or("")));
  return Result;
}

static Finding parseHead(const json::Object &O) {
  Finding F;
  F.Where = parsePlace(O);
  F.Check = text(O, "check");
  F.IsError = O.getBoolean("error").value_or(false);
  F.Message = text(O, "message");
  F.Part = parseRole(O);
  F.Function = text(O, "function");
  return F;
}

Expected<UnitReport> parseUnitReport(StringRef Text) {
  UnitReport Report;
  bool Complete = false;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    if (Line.trim().empty())
      continue;
    Expected<json::Value> Parsed = json::parse(Line);
    if (!Parsed)
      return Parsed.takeError();
    const json::Object *O = Parsed->getAsObject();
    if (!O || Complete)
      return createStringError("unexpected text in the report of a unit");
    if (text(*O, "kind") == "finding") {
      Finding F = parseHead(*O);
      F.Notes = parseNotes(*O, "notes");
      forEach(*O, "edits", [&](const json::Object &E) {
        F.Edits.push_back(
            {parsePlace(E), number(E, "length"), text(E, "text")});
      });
      Report.Findings.push_back(std::move(F));
      continue;
    }
    if (text(*O, "kind") == "silenced") {
      Silenced S{parseHead(*O), {}};
      forEach(*O, "at", [&](const json::Object &At) {
        S.SpelledAt.push_back(parsePlace(At));
      });
      Report.SilencedFindings.push_back(std::move(S));
      continue;
    }
    Complete = true;
    Report.Errors = parseNotes(*O, "errors");
    Report.Checks = parseStrings(*O, "checks");
    Report.Coroutines = number(*O, "coroutines");
    Report.Suspensions = number(*O, "suspensions");
    Report.Files = parseStrings(*O, "files");
    Report.Inputs = parseStrings(*O, "inputs");
    Report.Asked = parseStrings(*O, "asked");
  }
  if (!Complete)
    return createStringError("the report of the unit is cut off");
  return Report;
}

} // namespace async
