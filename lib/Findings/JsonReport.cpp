#include "Findings/Reports.h"

#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

/// Paths and messages may hold any bytes, JSON holds UTF-8.
static std::string clean(StringRef Text) { return json::fixUTF8(Text); }

static void place(json::OStream &J, const Place &Where) {
  J.attribute("path", clean(Where.Path));
  J.attribute("line", Where.Line);
  J.attribute("column", Where.Column);
  J.attribute("offset", Where.Offset);
}

static void finding(json::OStream &J, const Finding &F) {
  J.object([&] {
    J.attribute("kind", "finding");
    J.attribute("role", name(F.Part));
    J.attribute("check", F.Check);
    J.attribute("level", F.IsError ? "error" : "warning");
    J.attribute("message", clean(F.Message));
    place(J, F.Where);
    J.attribute("function", clean(F.Function));
    J.attribute("fingerprint", F.Fingerprint);
    J.attribute("known", F.Known);
    if (F.Known)
      J.attribute("reason", F.Reason);
    J.attributeArray("notes", [&] {
      for (const Note &N : F.Notes)
        J.object([&] {
          J.attribute("message", clean(N.Message));
          J.attribute("role", name(N.Part));
          place(J, N.Where);
        });
    });
    J.attributeArray("edits", [&] {
      for (const Edit &E : F.Edits)
        J.object([&] {
          place(J, E.Where);
          J.attribute("length", E.Length);
          J.attribute("text", clean(E.Text));
        });
    });
  });
}

static StringRef name(Verdict V) {
  switch (V) {
  case Verdict::Clean:
    return "clean";
  case Verdict::Findings:
    return "findings";
  case Verdict::CannotJudge:
    return "cannot judge";
  }
  llvm_unreachable("all are named");
}

void writeJsonLines(const ReportInput &Input, raw_ostream &OS) {
  for (const Finding &F : Input.Findings) {
    json::OStream J(OS);
    finding(J, F);
    OS << '\n';
  }
  for (const Silenced &S : Input.SilencedFindings) {
    json::OStream J(OS);
    J.object([&] {
      J.attribute("kind", "silenced");
      J.attribute("check", S.What.Check);
      J.attribute("message", clean(S.What.Message));
      place(J, S.What.Where);
      J.attribute("function", clean(S.What.Function));
      J.attribute("reason", clean(S.What.Reason));
    });
    OS << '\n';
  }
  for (const Nolint &N : Input.Nolints) {
    json::OStream J(OS);
    J.object([&] {
      J.attribute("kind", "nolint");
      J.attribute("word", N.Word);
      place(J, N.Where);
      J.attributeArray("checks", [&] {
        for (const std::string &Check : N.Checks)
          J.value(clean(Check));
      });
      J.attribute("reason", clean(N.Reason));
      J.attribute("silences", N.Silences);
      J.attributeArray("useless", [&] {
        for (const std::string &Check : N.Unused)
          J.value(clean(Check));
      });
    });
    OS << '\n';
  }
  const Summary &Run = Input.Run;
  for (const Failure &F : Run.Failures) {
    json::OStream J(OS);
    J.object([&] {
      J.attribute("kind", "failure");
      J.attribute("unit", clean(F.Unit));
      J.attribute("cause", F.Cause);
      J.attribute("detail", clean(F.Detail));
    });
    OS << '\n';
  }
  json::OStream J(OS);
  J.object([&] {
    J.attribute("kind", "verdict");
    J.attribute("version", Input.Version);
    J.attribute("verdict", name(Run.verdict()));
    J.attribute("doubt", Run.Doubt);
    J.attribute("analyzed", Run.Analyzed);
    J.attribute("skipped", Run.Skipped);
    J.attribute("cached", Run.Cached);
    J.attribute("failed", static_cast<int64_t>(Run.Failures.size()));
    J.attribute("coroutines", Run.Coroutines);
    J.attribute("suspensions", Run.Suspensions);
    J.attributeArray("checks", [&] {
      for (const std::string &Check : Run.Checks)
        J.value(Check);
    });
    J.attribute("new", Run.New);
    J.attribute("known", Run.Known);
    J.attribute("silenced", Run.Silenced);
    J.attribute("stale", Run.Stale);
    J.attribute("unchanged", Run.Unchanged);
    J.attribute("useless", Run.UselessNolints);
  });
  OS << '\n';
}

} // namespace async
