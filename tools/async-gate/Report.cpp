#include "Report.h"

#include "Findings/Nolint.h"
#include "Project/WholeFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using llvm::Error;
using llvm::StringRef;

namespace async {

static std::string spelling(const Nolint &N) {
  return N.Checks.empty() ? N.Word
                          : N.Word + "(" + llvm::join(N.Checks, ",") + ")";
}

static Finding findingOf(const Nolint &N, const Sources &Files,
                         std::string Message) {
  Finding F;
  F.Check = NolintRule.str();
  F.Where = N.Where;
  F.Where.Path = Files.path(N.Where.Path);
  F.Message = std::move(Message);
  F.Part = Role::Access;
  return F;
}

std::vector<Nolint> auditComments(const GateOptions &O,
                                  llvm::ArrayRef<Rule> Rules,
                                  llvm::function_ref<bool(StringRef)> IsJudged,
                                  RunResult &Result, Sources &Files) {
  std::vector<std::string> Known, Paths;
  for (const Rule &R : Rules)
    if (R.Name != NolintRule)
      Known.push_back(R.Name);
  for (const auto &File : Result.Files)
    Paths.push_back(File.first().str());
  mergeSilenced(Result.SilencedFindings, Files);
  std::vector<Nolint> Comments = auditNolints(
      Paths, Result.SilencedFindings, Result.Run.Checks, Known, Files);
  for (Nolint &N : Comments) {
    if (!IsJudged(N.Where.Path))
      N.Unused.clear();
    if (O.RequireNolintReason && N.Silences && N.Reason.empty())
      Result.Findings.push_back(findingOf(
          N, Files,
          spelling(N) + " gives no reason; write it behind the brackets"));
    if (N.Unused.empty())
      continue;
    Result.Run.UselessNolints += N.Unused.size();
    std::string Useless = llvm::formatv(
        "{0} silences nothing: {1} is not found here", spelling(N),
        llvm::join(N.Unused, ", "));
    if (O.FailOnUselessNolint)
      Result.Findings.push_back(findingOf(N, Files, std::move(Useless)));
    else
      // The word first: at a line's beginning, a path might be a command to the
      // runner of a CI.
      llvm::errs() << "useless: " << N.Where.Path << ':' << N.Where.Line << ": "
                   << Useless << '\n';
  }
  return Comments;
}

Error writeReports(const GateOptions &O, const ReportInput &Input) {
  using Writer = void (*)(const ReportInput &, llvm::raw_ostream &);
  const std::pair<const std::string &, Writer> Exports[] = {
      {O.ExportJson, writeJsonLines}, {O.ExportSarif, writeSarif},
      {O.ExportHtml, writeHtml},      {O.ExportJUnit, writeJUnit},
      {O.ExportGitLab, writeGitLab},
  };
  bool Taken = false;
  for (const auto &[File, Write] : Exports) {
    Taken |= File == "-";
    if (!File.empty())
      if (Error E = writeWholeFile(File, [&, W = Write](llvm::raw_ostream &OS) {
            W(Input, OS);
          }))
        return E;
  }
  llvm::raw_fd_ostream &OS = Taken ? llvm::errs() : llvm::outs();
  auto Text = [&] {
    if (!Taken)
      writeText(Input, OS);
    if (O.ListSuppressions)
      writeSuppressions(Input, OS);
    writeVerdict(Input.Run, OS);
  };
  if (O.Output == Format::GitHub)
    writeGitHub(Input, OS, Text);
  else
    Text();
  OS.flush();
  std::error_code EC = OS.error();
  OS.clear_error();
  return EC ? llvm::createStringError("standard output: " + EC.message())
            : Error::success();
}

} // namespace async
