/// \file
/// GitHub's workflow commands. A job's log is a program to the runner that reads it:
/// what comes from sources must not be taken for a command.

#include "Findings/Reports.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Process.h"

using namespace llvm;

namespace async {

/// The data of a command; \p IsProperty where it stands before its message.
static std::string escaped(StringRef Text, bool IsProperty) {
  std::string Result;
  for (char C : json::fixUTF8(Text))
    if (C == '%' || C == '\r' || C == '\n' ||
        (IsProperty && (C == ':' || C == ',')))
      Result += formatv("%{0:X-2}", static_cast<unsigned>(C)).str();
    else
      Result += C;
  return Result;
}

static void annotate(StringRef Level, const Place &Where, StringRef Title,
                     StringRef Message, raw_ostream &OS) {
  OS << "::" << Level << ' ';
  if (!Where.Path.empty())
    OS << "file=" << escaped(Where.Path, true) << ',';
  if (Where.Line)
    OS << "line=" << Where.Line << ",col=" << Where.Column << ',';
  OS << "title=" << escaped(Title, true) << "::" << escaped(Message, false)
     << '\n';
}

void writeGitHub(const ReportInput &Input, raw_ostream &OS,
                 function_ref<void()> Text) {
  for (const Failure &F : Input.Run.Failures) {
    Place Where;
    Where.Path = F.Unit;
    annotate("error", Where, "async-gate: not judged",
             F.Cause + (F.Detail.empty() ? "" : "\n" + StringRef(F.Detail).rtrim().str()), OS);
  }
  if (!Input.Run.Doubt.empty())
    annotate("error", {}, "async-gate: cannot judge", Input.Run.Doubt, OS);
  for (const Finding &F : Input.Findings) {
    if (F.Known)
      continue;
    std::string Message = F.Message;
    for (const Note &N : F.Notes) {
      Message += '\n';
      if (N.Where.Line)
        Message += formatv("{0}:{1}: ", N.Where.Path, N.Where.Line);
      Message += N.Message;
    }
    annotate(F.IsError ? "error" : "warning", F.Where, F.Check, Message, OS);
  }

  // The text quotes sources. A word that nobody can guess ends the silence.
  const std::string Token =
      formatv("async-gate-{0:x-8}{1:x-8}", sys::Process::GetRandomNumber(),
              sys::Process::GetRandomNumber());
  OS << "::stop-commands::" << Token << '\n';
  Text();
  OS << "::" << Token << "::\n";
}

} // namespace async
