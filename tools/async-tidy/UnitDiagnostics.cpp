#include "UnitDiagnostics.h"

#include "Checks/RoleTag.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace async {

/// \p Info as clang-tidy writes it: without the check's name, at a place in a file.
static tooling::DiagnosticMessage message(const Diagnostic &Info,
                                          StringRef Check) {
  llvm::SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  StringRef Plain = Text;
  Plain.consume_back((" [" + Check + "]").str());
  if (Info.getLocation().isInvalid() || !Info.hasSourceManager())
    return tooling::DiagnosticMessage(Plain);
  const SourceManager &Files = Info.getSourceManager();
  return tooling::DiagnosticMessage(Plain, Files,
                                    Files.getFileLoc(Info.getLocation()));
}

void UnitDiagnostics::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                       const Diagnostic &Info) {
  const unsigned Before = Context.getStats().ErrorsIgnoredNOLINT;
  ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  const bool IsSilenced = Context.getStats().ErrorsIgnoredNOLINT != Before;

  const Role Part = async::roleOf(Info);
  const std::string Check = Context.getCheckName(Info.getID());
  if (!IsSilenced) {
    if (Part != Role::Detail) {
      tooling::DiagnosticMessage M = message(Info, Check);
      Roles[{M.Message, M.FilePath, M.FileOffset}] = Part;
    }
    return;
  }
  if (!Context.isCheckEnabled(Check))
    return;
  SilencedDiagnostic D{Check, message(Info, Check), Part, {}};
  if (Info.hasSourceManager()) {
    const SourceManager &Files = Info.getSourceManager();
    // The places at which clang-tidy looks for a NOLINT.
    for (SourceLocation At = Info.getLocation(); At.isValid();
         At = Files.getImmediateExpansionRange(At).getBegin()) {
      auto [File, Offset] = Files.getDecomposedSpellingLoc(At);
      if (OptionalFileEntryRef Entry = Files.getFileEntryRefForID(File))
        D.SpelledAt.push_back({Entry->getName().str(), Offset});
      if (!At.isMacroID())
        break;
    }
  }
  Dropped.push_back(std::move(D));
}

Role UnitDiagnostics::roleOf(const tooling::DiagnosticMessage &M) const {
  auto Found = Roles.find({M.Message, M.FilePath, M.FileOffset});
  return Found == Roles.end() ? Role::Detail : Found->second;
}

} // namespace async
