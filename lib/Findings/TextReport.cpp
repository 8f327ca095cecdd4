#include "Findings/Reports.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace async {
namespace {

/// Colours the output for as long as it lives.
class Style {
public:
  Style(raw_ostream &OS, raw_ostream::Colors Colour, bool Bold = false)
      : OS(OS) {
    OS.changeColor(Colour, Bold);
  }
  ~Style() { OS.resetColor(); }
  Style(const Style &) = delete;
  Style &operator=(const Style &) = delete;

private:
  raw_ostream &OS;
};

std::string plural(unsigned Count, StringRef Noun) {
  return formatv("{0} {1}{2}", Count, Noun, Count == 1 ? "" : "s");
}

/// A control character of a source file must not reach the terminal.
std::string printable(StringRef Text) {
  std::string Result;
  for (unsigned char C : Text)
    Result += C == '\t' ? ' ' : C < 0x20 || C == 0x7f ? '?' : static_cast<char>(C);
  return Result;
}

void excerpt(const ReportInput &Input, const Place &Where, raw_ostream &OS) {
  StringRef Line = Input.Files.line(Where.Path, Where.Line);
  if (Line.empty() || Line.size() > 400)
    return;
  OS << formatv("{0,6} | ", Where.Line) << printable(Line) << '\n';
  // One column a code point: continuation bytes take none.
  unsigned Width = count_if(Line.take_front(Where.Column - 1), [](char C) {
    return (static_cast<unsigned char>(C) & 0xC0) != 0x80;
  });
  OS << "       | " << std::string(Width, ' ');
  Style S(OS, raw_ostream::GREEN, /*Bold=*/true);
  OS << "^\n";
}

void finding(const ReportInput &Input, const Finding &F, raw_ostream &OS) {
  OS << formatv("  {0}:{1}: ", F.Where.Line, F.Where.Column);
  {
    Style S(OS, F.IsError ? raw_ostream::RED : raw_ostream::MAGENTA, true);
    OS << (F.IsError ? "error: " : "warning: ");
  }
  {
    Style S(OS, raw_ostream::SAVEDCOLOR, true);
    OS << printable(F.Message);
  }
  OS << " [" << F.Check << ']';
  if (F.Known)
    OS << " [known" << (F.Reason.empty() ? "" : ": ") << printable(F.Reason)
       << ']';
  OS << '\n';
  excerpt(Input, F.Where, OS);
  for (const Note &N : F.Notes) {
    OS << "    ";
    if (N.Where.Path != F.Where.Path && !N.Where.Path.empty())
      OS << printable(N.Where.Path) << ':';
    if (N.Where.Line)
      OS << formatv("{0}:{1}: ", N.Where.Line, N.Where.Column);
    {
      Style S(OS, raw_ostream::CYAN);
      OS << "note: ";
    }
    OS << printable(N.Message) << '\n';
    // The remedy stands where the finding does; once is enough.
    if (N.Where.Line && (N.Where.Path != F.Where.Path ||
                         N.Where.Line != F.Where.Line))
      excerpt(Input, N.Where, OS);
  }
}

} // namespace

void writeText(const ReportInput &Input, raw_ostream &OS) {
  StringRef Path;
  for (const Finding &F : Input.Findings) {
    if (F.Where.Path != Path) {
      Path = F.Where.Path;
      Style S(OS, raw_ostream::SAVEDCOLOR, true);
      // A line that begins so is a command to GitHub's runner.
      OS << (Path.starts_with(":") ? "./" : "") << printable(Path) << '\n';
    }
    finding(Input, F, OS);
    OS << '\n';
  }
}

void writeSuppressions(const ReportInput &Input, raw_ostream &OS) {
  auto Head = [&](const Place &Where, StringRef Kind) -> raw_ostream & {
    return OS << printable(Where.Path) << ':' << Where.Line << ": " << Kind
              << ' ';
  };
  auto Reason = [&](StringRef Text) {
    if (!Text.empty()) {
      OS << ": " << printable(Text) << '\n';
      return;
    }
    Style S(OS, raw_ostream::YELLOW);
    OS << ": no reason given\n";
  };
  for (const Silenced &S : Input.SilencedFindings) {
    Head(S.What.Where, "NOLINT") << S.What.Check;
    Reason(S.What.Reason);
  }
  for (const Finding &F : Input.Findings)
    if (F.Known) {
      Head(F.Where, "baseline") << F.Check;
      Reason(F.Reason);
    }
}

void writeVerdict(const Summary &Run, raw_ostream &OS) {
  for (const Failure &F : Run.Failures) {
    {
      Style S(OS, raw_ostream::RED, true);
      OS << "not judged: ";
    }
    OS << printable(F.Unit) << ": " << printable(F.Cause) << '\n';
    SmallVector<StringRef, 8> Lines;
    StringRef(F.Detail).split(Lines, '\n', -1, /*KeepEmpty=*/false);
    for (StringRef Line : Lines)
      OS << "    " << printable(Line) << '\n';
  }

  OS << "async-gate: " << plural(Run.Analyzed, "unit") << " analysed, "
     << Run.Skipped << " skipped, " << Run.Failures.size() << " failed"
     << (Run.Cached ? " (" + utostr(Run.Cached) + " from the cache)" : "") << "; "
     << plural(Run.Coroutines, "coroutine") << ", "
     << plural(Run.Suspensions, "suspension point") << ", "
     << plural(Run.Checks.size(), "check") << "; "
     << plural(Run.New + Run.Known, "finding");
  if (Run.Known)
    OS << " (" << Run.New << " new)";
  if (Run.Silenced)
    OS << ", " << Run.Silenced << " silenced";
  if (Run.Unchanged)
    OS << ", " << Run.Unchanged << " not on changed lines";
  if (Run.UselessNolints)
    OS << ", " << plural(Run.UselessNolints, "useless NOLINT");
  if (Run.Stale)
    OS << ", " << Run.Stale << " stale in the baseline";
  OS << ": ";
  switch (Run.verdict()) {
  case Verdict::Clean: {
    Style S(OS, raw_ostream::GREEN, true);
    OS << "clean\n";
    break;
  }
  case Verdict::Findings: {
    Style S(OS, raw_ostream::MAGENTA, true);
    OS << (Run.Known ? "new findings\n" : "findings\n");
    break;
  }
  case Verdict::CannotJudge: {
    Style S(OS, raw_ostream::RED, true);
    OS << "cannot judge" << (Run.Doubt.empty() ? "" : ": ") << Run.Doubt
       << '\n';
    break;
  }
  }
}

} // namespace async
