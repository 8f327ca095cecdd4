/// \file
/// SARIF 2.1.0 (OASIS, 2023), in the shape that GitHub's code scanning reads. Clang's
/// SarifDocumentWriter can't say what it takes: it needs a SourceManager and writes
/// absolute file:// addresses, and knows no fixes, suppressions or messages of
/// related locations.

#include "Findings/Reports.h"
#include "Findings/Story.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace async {
namespace {

constexpr StringRef RootId = "%SRCROOT%";

/// GitHub shows 100 related locations of a result, and keeps as many steps.
constexpr size_t MaxNotes = 100;

/// A line of generated code may be as long as its file.
constexpr size_t MaxSnippet = 400;

/// RFC 3986: what is not unreserved, and no `/`, is escaped.
std::string escaped(StringRef Path) {
  std::string Uri;
  for (unsigned char C : Path) {
    if (isAlnum(C) || StringRef("-._~/").contains(C))
      Uri += static_cast<char>(C);
    else
      Uri += formatv("%{0:X-2}", static_cast<unsigned>(C)).str();
  }
  return Uri;
}

/// \p Column in UTF-16 code units, of a \p Line in UTF-8 with columns in bytes.
unsigned utf16Column(StringRef Line, unsigned Column) {
  unsigned Units = 1;
  for (unsigned char C : Line.take_front(Column - 1)) {
    if ((C & 0xC0) != 0x80)
      ++Units;
    // A code point of four bytes is a surrogate pair.
    if (C >= 0xF0)
      ++Units;
  }
  return Units;
}

class SarifWriter {
public:
  SarifWriter(const ReportInput &Input, raw_ostream &OS)
      : Input(Input), J(OS, /*IndentSize=*/2) {}

  void write() {
    collectRules();
    J.object([&] {
      J.attribute("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/"
                             "errata01/os/schemas/sarif-schema-2.1.0.json");
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { run(); }); });
    });
  }

private:
  /// The rules of this report: what ran, and what was found.
  void collectRules() {
    auto Add = [&](const std::string &Name) {
      if (!RuleIndex.try_emplace(Name, Rules.size()).second)
        return;
      const Rule *Known = llvm::find_if(
          Input.Rules, [&](const Rule &R) { return R.Name == Name; });
      Rules.push_back(Known == Input.Rules.end() ? Rule{Name, "", ""} : *Known);
    };
    for (const std::string &Check : Input.Run.Checks)
      Add(Check);
    for (const Finding &F : Input.Findings)
      Add(F.Check);
    for (const Silenced &S : Input.SilencedFindings)
      Add(S.What.Check);
  }

  void text(StringRef Key, StringRef Text) {
    J.attributeObject(Key,
                      [&] { J.attribute("text", json::fixUTF8(Text)); });
  }

  /// \p Text as a message, in which `[text](place)` would be a link.
  void message(StringRef Key, StringRef Text) {
    if (!Text.contains("]("))
      return text(Key, Text);
    std::string Plain;
    for (char C : Text) {
      if (C == '[' || C == ']' || C == '\\')
        Plain += '\\';
      Plain += C;
    }
    text(Key, Plain);
  }

  void run() {
    J.attributeObject("tool", [&] { J.attributeObject("driver", [&] { driver(); }); });
    J.attributeObject("automationDetails",
                      [&] { J.attribute("id", "async-tidy/"); });
    J.attribute("columnKind", "utf16CodeUnits");
    J.attributeObject("originalUriBaseIds", [&] {
      J.attributeObject(RootId, [&] {
        text("description", "The root of the project.");
      });
    });
    J.attributeArray("invocations", [&] { J.object([&] { invocation(); }); });
    J.attributeArray("results", [&] {
      for (const Finding &F : Input.Findings)
        J.object([&] { result(F, "external", "In the baseline."); });
      for (const Silenced &S : Input.SilencedFindings)
        J.object([&] { result(S.What, "inSource", ""); });
    });
  }

  void driver() {
    J.attribute("name", "async-tidy");
    J.attribute("semanticVersion", Input.Version);
    J.attributeArray("rules", [&] {
      for (const Rule &R : Rules)
        J.object([&] { rule(R); });
    });
  }

  void rule(const Rule &R) {
    J.attribute("id", R.Name);
    // In PascalCase, as SARIF advises: AsyncStaleState.
    std::string Pascal;
    SmallVector<StringRef, 4> Words;
    StringRef(R.Name).split(Words, '-');
    for (StringRef Word : Words)
      if (!Word.empty())
        Pascal += toUpper(Word.front()) + Word.drop_front().str();
    J.attribute("name", Pascal);
    std::string Sentence = R.Summary.empty() ? R.Name : R.Summary;
    Sentence[0] = toUpper(Sentence[0]);
    Sentence += '.';
    text("shortDescription", Sentence);
    text("fullDescription", Sentence);
    if (!R.Page.empty())
      J.attributeObject("help", [&] {
        J.attribute("text", R.Page);
        J.attribute("markdown", R.Page);
      });
    J.attributeObject("defaultConfiguration",
                      [&] { J.attribute("level", "warning"); });
    J.attributeObject("properties", [&] {
      J.attribute("precision", "high");
      J.attribute("problem.severity", "warning");
      J.attributeArray("tags", [&] {
        for (StringRef Tag : {"concurrency", "correctness", "coroutines"})
          J.value(Tag);
      });
    });
  }

  void invocation() {
    const Summary &Run = Input.Run;
    J.attribute("executionSuccessful",
                Run.verdict() != Verdict::CannotJudge);
    J.attribute("exitCode", static_cast<int>(Run.verdict()));
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const Failure &F : Run.Failures)
        J.object([&] {
          J.attribute("level", "error");
          text("message", F.Unit + ": " + F.Cause);
          Place Where;
          Where.Path = F.Unit;
          J.attributeArray("locations", [&] { location(Where); });
        });
      if (!Run.Doubt.empty())
        J.object([&] {
          J.attribute("level", "error");
          text("message", Run.Doubt);
        });
      if (Run.Skipped)
        J.object([&] {
          J.attribute("level", "note");
          text("message", utostr(Run.Skipped) +
                              " units were skipped: no file of theirs uses "
                              "co_await, co_yield or co_return.");
        });
    });
    J.attributeObject("properties", [&] {
      J.attribute("analyzed", Run.Analyzed);
      J.attribute("skipped", Run.Skipped);
      J.attribute("coroutines", Run.Coroutines);
      J.attribute("suspensions", Run.Suspensions);
    });
  }

  void artifact(StringRef Key, StringRef Path) {
    J.attributeObject(Key, [&] {
      if (sys::path::is_absolute(Path)) {
        J.attribute("uri", "file://" + escaped(Path));
        return;
      }
      J.attribute("uri", escaped(Path));
      J.attribute("uriBaseId", RootId);
    });
  }

  unsigned column(const Place &Where) {
    return utf16Column(Input.Files.line(Where.Path, Where.Line), Where.Column);
  }

  /// With the text around, where a viewer has no sources: of the finding itself.
  void physical(const Place &Where, bool WithText = false) {
    J.attributeObject("physicalLocation", [&] {
      artifact("artifactLocation", Where.Path);
      if (!Where.Line)
        return;
      StringRef Line = Input.Files.line(Where.Path, Where.Line);
      WithText &= Line.size() < MaxSnippet;
      J.attributeObject("region", [&] {
        J.attribute("startLine", Where.Line);
        J.attribute("startColumn", column(Where));
        if (WithText)
          text("snippet", Line.drop_front(Where.Column - 1));
      });
      if (!WithText)
        return;
      J.attributeObject("contextRegion", [&] {
        const unsigned First = Where.Line == 1 ? 1 : Where.Line - 1;
        std::string Around;
        for (unsigned I = First; I <= Where.Line + 1; ++I)
          Around += (Input.Files.line(Where.Path, I).take_front(MaxSnippet) +
                     "\n").str();
        J.attribute("startLine", First);
        J.attribute("endLine", Where.Line + 1);
        text("snippet", Around);
      });
    });
  }

  void location(const Place &Where, StringRef Message = "", int Id = -1) {
    J.object([&] {
      if (Id >= 0)
        J.attribute("id", Id);
      physical(Where);
      if (!Message.empty())
        message("message", Message);
    });
  }

  /// A finding that is known or silenced is suppressed, of the \p Kind that SARIF has
  /// for it.
  void result(const Finding &F, StringRef Kind, StringRef WithoutReason) {
    J.attribute("ruleId", F.Check);
    J.attribute("ruleIndex", RuleIndex.lookup(F.Check));
    J.attribute("level", F.IsError ? "error" : "warning");
    message("message", F.Message);
    J.attributeArray("locations", [&] {
      J.object([&] {
        physical(F.Where, /*WithText=*/true);
        if (!F.Function.empty())
          J.attributeArray("logicalLocations", [&] {
            J.object([&] {
              J.attribute("fullyQualifiedName", json::fixUTF8(F.Function));
              J.attribute("kind", "function");
            });
          });
      });
    });
    J.attributeObject("partialFingerprints", [&] {
      J.attribute("asyncFinding/v1", F.Fingerprint);
    });

    const Story Told = storyOf(F);
    if (Told.Steps.size() > 1)
      J.attributeArray("codeFlows", [&] { J.object([&] { flow(Told); }); });
    std::vector<const Note *> Related;
    for (const Note &N : F.Notes)
      if (!N.Where.Path.empty() && Related.size() != MaxNotes)
        Related.push_back(&N);
    if (!Related.empty())
      J.attributeArray("relatedLocations", [&] {
        for (auto [Id, N] : llvm::enumerate(Related))
          location(N->Where, N->Message, static_cast<int>(Id));
      });
    if (!F.Edits.empty())
      J.attributeArray("fixes", [&] { J.object([&] { fix(F); }); });
    if (F.Known || Kind == "inSource")
      J.attributeArray("suppressions", [&] {
        J.object([&] {
          J.attribute("kind", Kind);
          StringRef Why = F.Reason.empty() ? WithoutReason : F.Reason;
          if (!Why.empty())
            J.attribute("justification", json::fixUTF8(Why));
        });
      });
  }

  /// One thread flow: viewers show only the first. What other code does is nested, and
  /// each step says its role as its kind.
  void flow(const Story &Told) {
    unsigned Order = 0;
    auto Step = [&](const StoryStep &S) {
      J.object([&] {
        J.attributeBegin("location");
        location(*S.Where, *S.Message);
        J.attributeEnd();
        J.attributeArray("kinds", [&] { J.value(name(S.Part)); });
        J.attribute("nestingLevel", S.IsRemote ? 1 : 0);
        J.attribute("executionOrder", ++Order);
        J.attribute("importance",
                    S.Part == Role::Detail ? "important" : "essential");
      });
    };
    J.attributeArray("threadFlows", [&] {
      J.object([&] {
        J.attributeArray("locations", [&] {
          for (const StoryStep &S : ArrayRef(Told.Steps).take_front(MaxNotes))
            Step(S);
        });
      });
    });
  }

  void fix(const Finding &F) {
    MapVector<StringRef, std::vector<const Edit *>> Changes;
    for (const Edit &E : F.Edits)
      Changes[E.Where.Path].push_back(&E);
    text("description", "Apply the rewrite of " + F.Check + ".");
    J.attributeArray("artifactChanges", [&] {
      for (const auto &[Path, Edits] : Changes)
        J.object([&, &P = Path, &List = Edits] {
          artifact("artifactLocation", P);
          J.attributeArray("replacements", [&] {
            for (const Edit *E : List)
              J.object([&] { replacement(*E); });
          });
        });
    });
  }

  void replacement(const Edit &E) {
    Place End;
    End.Path = Input.Files.path(E.Where.Path);
    End.Offset = E.Where.Offset + E.Length;
    Input.Files.locate(End);
    J.attributeObject("deletedRegion", [&] {
      J.attribute("startLine", E.Where.Line);
      J.attribute("startColumn", column(E.Where));
      J.attribute("endLine", End.Line);
      J.attribute("endColumn", column(End));
    });
    if (!E.Text.empty())
      text("insertedContent", E.Text);
  }

  const ReportInput &Input;
  json::OStream J;
  std::vector<Rule> Rules;
  StringMap<unsigned> RuleIndex;
};

} // namespace

void writeSarif(const ReportInput &Input, raw_ostream &OS) {
  SarifWriter(Input, OS).write();
  OS << '\n';
}

} // namespace async
