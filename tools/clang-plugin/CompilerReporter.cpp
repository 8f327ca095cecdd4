#include "CompilerReporter.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Regex.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

void CompilerReporter::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                        const Diagnostic &Info) {
  if (Level != DiagnosticsEngine::Note)
    DroppedLast = isDropped(Level, Info);
  if (DroppedLast)
    return;
  if (Level == DiagnosticsEngine::Note && !Reports.empty())
    Reports.back().Notes.push_back(store(Level, Info));
  else
    Reports.push_back({store(Level, Info), {}});
}

void CompilerReporter::flush() {
  // What has no place in the text comes first.
  Reports.sort([](const Report &A, const Report &B) {
    const FullSourceLoc &L = A.Main.getLocation(), &R = B.Main.getLocation();
    if (L.isInvalid() || R.isInvalid())
      return L.isInvalid() && R.isValid();
    return L.isBeforeInTranslationUnitThan(R);
  });
  for (const Report &R : Reports) {
    forward(R.Main);
    for (const StoredDiagnostic &Note : R.Notes)
      forward(Note);
  }
  Reports.clear();
}

bool CompilerReporter::isDropped(DiagnosticsEngine::Level Level,
                                 const Diagnostic &Info) {
  if (Level == DiagnosticsEngine::Warning && Compiler.getIgnoreAllWarnings())
    return true;
  if (Info.getLocation().isInvalid()) {
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    return !Configuration.insert(Text).second;
  }
  SmallVector<tooling::Diagnostic, 1> Malformed;
  const bool IsSilenced =
      Context.shouldSuppressDiagnostic(Level, Info, Malformed);
  // To clang-tidy a NOLINTBEGIN without an end is an error. A comment does not stop
  // a compiler.
  for (tooling::Diagnostic &Comment : Malformed) {
    Comment.DiagLevel = tooling::Diagnostic::Warning;
    Context.diag(Comment);
  }
  return IsSilenced || isFilteredHeader(Info);
}

bool CompilerReporter::isFilteredHeader(const Diagnostic &Info) const {
  const SourceManager &SM = Info.getSourceManager();
  const SourceLocation Where = SM.getExpansionLoc(Info.getLocation());
  if (SM.isInMainFile(Where))
    return false;
  const OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(Where));
  if (!File)
    return false;
  const ClangTidyOptions &Options = Context.getOptions();
  auto Matches = [&](const std::optional<std::string> &Regex) {
    return Regex && !Regex->empty() &&
           llvm::Regex(*Regex).match(File->getName());
  };
  // A compiler warns of every header that is the user's: no filter means all.
  const bool HasFilter =
      Options.HeaderFilterRegex && !Options.HeaderFilterRegex->empty();
  return (HasFilter && !Matches(Options.HeaderFilterRegex)) ||
         Matches(Options.ExcludeHeaderFilterRegex);
}

std::string CompilerReporter::promote(DiagnosticsEngine::Level &Level,
                                      llvm::StringRef Check) const {
  llvm::StringRef Before, After;
  if (Level == DiagnosticsEngine::Warning) {
    // Clang itself leaves the warnings of plugins out of -Werror.
    if (Compiler.getWarningsAsErrors())
      Before = "-Werror,";
    else if (Context.treatAsError(Check))
      After = ",-warnings-as-errors";
    if (!Before.empty() || !After.empty())
      Level = DiagnosticsEngine::Error;
  }
  return (" [" + Before + Check + After + "]").str();
}

StoredDiagnostic CompilerReporter::store(DiagnosticsEngine::Level Level,
                                         const Diagnostic &Info) const {
  llvm::SmallString<256> Formatted;
  Info.FormatDiagnostic(Formatted);
  llvm::StringRef Text = Formatted;
  // ClangTidyContext ends every message with the check's name, notes too.
  std::string Tag;
  const std::string Check = Context.getCheckName(Info.getID());
  if (!Check.empty() && Text.consume_back(" [" + Check + "]") &&
      Level != DiagnosticsEngine::Note)
    Tag = promote(Level, Check);

  FullSourceLoc Where;
  if (Info.getLocation().isValid())
    Where = FullSourceLoc(Info.getLocation(), Info.getSourceManager());
  return StoredDiagnostic(Level, Info.getID(), (Text + Tag).str(), Where,
                          Info.getRanges(), Info.getFixItHints());
}

void CompilerReporter::forward(const StoredDiagnostic &Said) {
  const unsigned ID = Compiler.getDiagnosticIDs()->getCustomDiagID(
      static_cast<DiagnosticIDs::Level>(Said.getLevel()), "%0");
  DiagnosticBuilder Builder = Compiler.Report(Said.getLocation(), ID);
  Builder << Said.getMessage();
  for (const CharSourceRange &Range : Said.getRanges())
    Builder << Range;
  for (const FixItHint &Hint : Said.getFixIts())
    Builder << Hint;
}

} // namespace async
