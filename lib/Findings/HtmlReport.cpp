/// \file
/// One page that needs nothing else: no network, and no script of anyone but us, as
/// its Content-Security-Policy says by hash.

#include "Findings/Html.h"
#include "Findings/Reports.h"
#include "Findings/Story.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/SHA256.h"

#include <map>
#include <set>

using namespace llvm;

namespace async {
namespace {

struct Asset {
  StringRef Name;
  StringRef Text;
};
const Asset Assets[] = {
#include "Findings/HtmlAssets.inc"
};

StringRef asset(StringRef Name) {
  return llvm::find_if(Assets, [&](const Asset &A) { return A.Name == Name; })
      ->Text;
}

std::string cspHash(StringRef Text) {
  auto Hash = SHA256::hash(arrayRefFromStringRef(Text));
  return "'sha256-" + encodeBase64(Hash) + "'";
}

/// Lines of source around a corner, and how long one may be to be shown.
constexpr unsigned Context = 2;
constexpr size_t MaxLine = 400;

class Page {
public:
  Page(const ReportInput &Input, raw_ostream &OS) : Input(Input), OS(OS) {}

  void write() {
    const StringRef Style = asset("report.css"), Script = asset("report.js");
    OS << "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
          "'none'; base-uri 'none'; form-action 'none'; style-src "
       << cspHash(Style) << "; script-src " << cspHash(Script)
       << "\">\n<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<title>async-gate: "
       << verdictText() << "</title>\n<style>" << Style
       << "</style>\n</head>\n<body>\n"
          "<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n";
    summary();
    failures();
    filters();
    OS << "<main id=\"findings\" tabindex=\"-1\" aria-label=\"Findings\">\n"
          "<ol class=\"findings\">\n";
    for (const Finding &F : Input.Findings)
      finding(F);
    OS << "</ol>\n<button class=\"more\" id=\"more\" type=\"button\" hidden>Show "
          "more</button>\n</main>\n";
    suppressions();
    rules();
    OS << "<footer class=\"keys\"><p><kbd>/</kbd> search, <kbd>j</kbd> "
          "<kbd>k</kbd> next and previous finding, arrow keys the same within the "
          "findings, <kbd>Esc</kbd> leaves a field. Made by async-gate "
       << html(Input.Version) << ".</p></footer>\n<script>" << Script
       << "</script>\n</body>\n</html>\n";
  }

private:
  std::string verdictText() const {
    const Summary &Run = Input.Run;
    switch (Run.verdict()) {
    case Verdict::Clean:
      return "clean";
    case Verdict::Findings:
      return formatv("{0} {1}finding{2}", Run.New, Run.Known ? "new " : "",
                     Run.New == 1 ? "" : "s");
    case Verdict::CannotJudge:
      return "cannot judge";
    }
    llvm_unreachable("all are named");
  }

  void summary() {
    const Summary &Run = Input.Run;
    const StringRef Classes[] = {"clean", "findings", "cannot-judge"};
    OS << "<header>\n<div class=\"head\"><h1>async-gate</h1><span class=\"verdict "
       << Classes[static_cast<int>(Run.verdict())] << "\">" << verdictText()
       << "</span></div>\n<dl class=\"facts\">\n";
    auto Fact = [&](StringRef Name, uint64_t Count, bool Always = true) {
      if (Count || Always)
        OS << "<div><dt>" << Name << "</dt><dd>" << Count << "</dd></div>\n";
    };
    Fact("units analysed", Run.Analyzed);
    Fact("skipped", Run.Skipped);
    Fact("failed", Run.Failures.size());
    Fact("coroutines", Run.Coroutines);
    Fact("suspension points", Run.Suspensions);
    Fact("checks", Run.Checks.size());
    Fact("new", Run.New);
    Fact("known", Run.Known, false);
    Fact("silenced", Run.Silenced, false);
    Fact("useless NOLINTs", Run.UselessNolints, false);
    Fact("stale in the baseline", Run.Stale, false);
    Fact("not on changed lines", Run.Unchanged, false);
    OS << "</dl>\n</header>\n";
  }

  void failures() {
    const Summary &Run = Input.Run;
    if (Run.Failures.empty() && Run.Doubt.empty())
      return;
    OS << "<section class=\"panel bad\" aria-labelledby=\"failed\">"
          "<h2 id=\"failed\">Not judged</h2><ul>\n";
    if (!Run.Doubt.empty())
      OS << "<li>" << html(Run.Doubt) << "</li>\n";
    for (const Failure &F : Run.Failures) {
      OS << "<li><span class=\"place\">" << html(F.Unit) << "</span>: "
         << html(F.Cause);
      if (!F.Detail.empty())
        OS << "<pre>" << html(F.Detail) << "</pre>";
      OS << "</li>\n";
    }
    OS << "</ul></section>\n";
  }

  void choice(StringRef Id, StringRef Label, StringRef All,
              const std::map<std::string, unsigned> &Values) {
    OS << "<label>" << Label << "<select id=\"" << Id << "\"><option value=\"\">"
       << All << "</option>";
    for (const auto &[Value, Count] : Values)
      OS << "<option value=\"" << html(Value) << "\">" << html(Value) << " ("
         << Count << ")</option>";
    OS << "</select></label>\n";
  }

  void filters() {
    std::map<std::string, unsigned> Checks, Paths, Status;
    for (const Finding &F : Input.Findings) {
      ++Checks[F.Check];
      ++Paths[F.Where.Path];
      ++Status[F.Known ? "known" : "new"];
    }
    OS << "<form id=\"filters\" class=\"panel filters\" role=\"search\" "
          "aria-label=\"Filter the findings\" hidden>\n"
          "<label>Search<input id=\"text\" type=\"search\" autocomplete=\"off\" "
          "spellcheck=\"false\" placeholder=\"function, variable, file\" "
          "aria-keyshortcuts=\"/\"></label>\n";
    choice("check", "Check", "all checks", Checks);
    choice("path", "File", "all files", Paths);
    choice("status", "Status", "new and known", Status);
    OS << "<button type=\"reset\">Show all</button>\n</form>\n"
          "<p class=\"count\" id=\"count\" role=\"status\"></p>\n";
  }

  void finding(const Finding &F) {
    const Story Told = storyOf(F);
    const std::string Id = "f" + F.Fingerprint;
    OS << "<li><article id=\"" << Id << "\" tabindex=\"-1\" aria-labelledby=\""
       << Id << "m\" data-check=\"" << html(F.Check) << "\" data-path=\""
       << html(F.Where.Path) << "\" data-status=\"" << (F.Known ? "known" : "new")
       << "\">\n<header><h2><a class=\"place\" href=\"#" << Id << "\">"
       << html(place(F.Where)) << "</a></h2><span class=\"tag\">"
       << html(F.Check) << "</span>";
    if (F.IsError)
      OS << "<span class=\"tag error\">error</span>";
    if (F.Known)
      OS << "<span class=\"tag\">known"
         << (F.Reason.empty() ? "" : ": " + html(F.Reason)) << "</span>";
    OS << "</header>\n<p class=\"message\" id=\"" << Id << "m\">"
       << html(F.Message) << "</p>\n";
    if (!F.Function.empty())
      OS << "<p class=\"function\">in <code>" << html(F.Function)
         << "</code></p>\n";
    OS << "<div class=\"body\"><figure><h3>Interleaving</h3>\n";
    drawStory(Told, F.Function, OS);
    OS << "</figure><div><h3>Source</h3>\n";
    excerpts(Told);
    for (const Note *N : Told.Remedies)
      OS << "<p class=\"remedy\"><strong>Instead:</strong> " << html(N->Message)
         << (N->Where.Line && N->Where.Line != F.Where.Line
                 ? " <span class=\"place\">" + html(place(N->Where)) + "</span>"
                 : "")
         << "</p>\n";
    if (!F.Edits.empty())
      OS << "<p class=\"remedy\"><strong>Fix:</strong> <code>async-tidy "
            "--fix</code> rewrites it.</p>\n";
    OS << "</div></div>\n</article></li>\n";
  }

  static std::string place(const Place &Where) {
    std::string Text = Where.Path;
    if (Where.Line)
      Text += formatv(":{0}:{1}", Where.Line, Where.Column);
    return Text;
  }

  /// The lines around the steps, file by file, and what each step says below its line.
  void excerpts(const Story &Told) {
    std::vector<StringRef> Order;
    std::map<StringRef, std::map<unsigned, std::vector<size_t>>> ByLine;
    for (auto [I, S] : llvm::enumerate(Told.Steps)) {
      if (!ByLine.count(S.Where->Path))
        Order.push_back(S.Where->Path);
      ByLine[S.Where->Path][S.Where->Line].push_back(I);
    }
    for (StringRef Path : Order) {
      OS << "<div class=\"excerpt\"><div class=\"name place\">" << html(Path)
         << "</div><pre>";
      unsigned Next = 0;
      for (const auto &[Line, Steps] : ByLine[Path]) {
        const unsigned First = std::max(Next, Line > Context ? Line - Context : 1);
        if (Next && First > Next)
          OS << "<div class=\"gap\">⋯</div>";
        for (Next = First; Next < Line; ++Next)
          row(Path, Next);
        row(Path, Line, Told, Steps);
        Next = Line + 1;
        // Up to the next marked line, which may be near.
        auto After = ByLine[Path].upper_bound(Line);
        const unsigned Stop = After == ByLine[Path].end() ? ~0u : After->first;
        for (; Next <= Line + Context && Next < Stop && exists(Path, Next); ++Next)
          row(Path, Next);
      }
      OS << "</pre></div>\n";
    }
  }

  bool exists(StringRef Path, unsigned Line) {
    const unsigned Count = Input.Files.lineCount(Path);
    // Behind the end of the last line there is no other.
    return Line < Count || (Line == Count && !Input.Files.line(Path, Line).empty());
  }

  void row(StringRef Path, unsigned Line) {
    StringRef Text = Input.Files.line(Path, Line).take_front(MaxLine);
    OS << "<div class=\"row\"><span>" << Line << "</span><span>" << html(Text)
       << "</span></div>";
  }

  void row(StringRef Path, unsigned Line, const Story &Told,
           ArrayRef<size_t> Steps) {
    // A line of several corners has the colour of the last.
    const StoryStep &Last = Told.Steps[Steps.back()];
    OS << "<div class=\"row " << name(Last.Part) << "\"><span>";
    if (Line)
      OS << Line;
    OS << "</span><span>";
    StringRef Text = Input.Files.line(Path, Line).take_front(MaxLine);
    std::set<size_t> Starts;
    for (size_t I : Steps)
      if (Told.Steps[I].Where->Column)
        Starts.insert(Told.Steps[I].Where->Column - 1);
    size_t Done = 0;
    for (size_t Start : Starts) {
      if (Start < Done || Start >= Text.size())
        continue;
      OS << html(Text.slice(Done, Start));
      StringRef Word = Text.drop_front(Start).take_while([](char C) {
        return isAlnum(C) || C == '_' || static_cast<unsigned char>(C) >= 0x80;
      });
      if (Word.empty())
        Word = Text.substr(Start, 1);
      OS << "<mark>" << html(Word) << "</mark>";
      Done = Start + Word.size();
    }
    OS << html(Text.drop_front(Done)) << "</span></div>";
    for (size_t I : Steps)
      OS << "<div class=\"row " << name(Last.Part)
         << "\"><span></span><span class=\"said " << name(Told.Steps[I].Part)
         << "\">" << I + 1 << ". " << html(*Told.Steps[I].Message)
         << "</span></div>";
  }

  void suppressions() {
    if (Input.SilencedFindings.empty())
      return;
    OS << "<details class=\"panel\"><summary>Silenced by NOLINT ("
       << Input.SilencedFindings.size() << ")</summary><ul>\n";
    for (const Silenced &S : Input.SilencedFindings)
      OS << "<li><span class=\"place\">" << html(place(S.What.Where))
         << "</span> " << html(S.What.Check) << ": "
         << (S.What.Reason.empty() ? "<em>no reason given</em>"
                                   : html(S.What.Reason))
         << "</li>\n";
    OS << "</ul></details>\n";
  }

  void rules() {
    OS << "<details class=\"panel\"><summary>The checks that ran ("
       << Input.Run.Checks.size() << ")</summary><ul>\n";
    for (const std::string &Check : Input.Run.Checks) {
      const Rule *Known = llvm::find_if(
          Input.Rules, [&](const Rule &R) { return R.Name == Check; });
      OS << "<li><code>" << html(Check) << "</code>";
      if (Known != Input.Rules.end())
        OS << ": " << html(Known->Summary);
      OS << "</li>\n";
    }
    OS << "</ul><p><code>async-tidy --explain &lt;check&gt;</code> says more.</p>"
          "</details>\n";
  }

  const ReportInput &Input;
  raw_ostream &OS;
};

} // namespace

void writeHtml(const ReportInput &Input, raw_ostream &OS) {
  Page(Input, OS).write();
}

} // namespace async
