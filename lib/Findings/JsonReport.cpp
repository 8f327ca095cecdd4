#include "Findings/Reports.h"

#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

static void place(json::OStream &J, const Place &Where) {
  J.attribute("path", Where.Path);
  J.attribute("line", Where.Line);
  J.attribute("column", Where.Column);
  J.attribute("offset", Where.Offset);
}

static void finding(json::OStream &J, const Finding &F) {
  J.object([&] {
    J.attribute("kind", "finding");
    J.attribute("check", F.Check);
    J.attribute("level", F.IsError ? "error" : "warning");
    J.attribute("message", F.Message);
    place(J, F.Where);
    J.attribute("function", F.Function);
    J.attribute("fingerprint", F.Fingerprint);
    J.attribute("known", F.Known);
    if (F.Known)
      J.attribute("reason", F.Reason);
    J.attributeArray("notes", [&] {
      for (const Note &N : F.Notes)
        J.object([&] {
          J.attribute("message", N.Message);
          place(J, N.Where);
        });
    });
    J.attributeArray("edits", [&] {
      for (const Edit &E : F.Edits)
        J.object([&] {
          place(J, E.Where);
          J.attribute("length", E.Length);
          J.attribute("text", E.Text);
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
  const Summary &Run = Input.Run;
  for (const Failure &F : Run.Failures) {
    json::OStream J(OS);
    J.object([&] {
      J.attribute("kind", "failure");
      J.attribute("unit", F.Unit);
      J.attribute("cause", F.Cause);
      J.attribute("detail", F.Detail);
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
  });
  OS << '\n';
}

} // namespace async
