/// \file
/// GitLab's Code Quality report: a subset of CodeClimate's format, one JSON array.

#include "Findings/Reports.h"

#include "Findings/Merge.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

void writeGitLab(const ReportInput &Input, raw_ostream &OS) {
  json::OStream J(OS, /*IndentSize=*/1);
  auto Issue = [&](StringRef Check, StringRef Message, StringRef Fingerprint,
                   StringRef Severity, StringRef Path, unsigned Line) {
    J.object([&] {
      J.attribute("description", json::fixUTF8(Message));
      J.attribute("check_name", Check);
      J.attribute("fingerprint", Fingerprint);
      J.attribute("severity", Severity);
      J.attributeObject("location", [&] {
        J.attribute("path", json::fixUTF8(Path));
        J.attributeObject("lines", [&] { J.attribute("begin", Line); });
      });
    });
  };
  J.array([&] {
    for (const Finding &F : Input.Findings)
      if (!F.Known)
        Issue(F.Check, F.Message, F.Fingerprint,
              F.IsError ? "critical" : "major", F.Where.Path,
              std::max(F.Where.Line, 1u));
    // Not judged must not look like clean.
    for (const Failure &F : Input.Run.Failures)
      Issue("async-gate-not-judged", "not judged: " + F.Cause,
            fingerprintOf("async-gate-not-judged", F.Unit, "", "", 0),
            "blocker", F.Unit, 1);
  });
  OS << '\n';
}

} // namespace async
