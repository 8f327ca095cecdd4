#include "Checks/AsyncCheck.h"

#include "Checks/AllHazards.h"
#include "Checks/FixRequest.h"
#include "Coroutine/Suspension.h"
#include "Facts/Initializers.h"
#include "Facts/TaskStarters.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace async {

std::vector<std::string> parseList(StringRef Text) {
  SmallVector<StringRef, 4> Parts;
  Text.split(Parts, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> Names;
  for (StringRef Part : Parts)
    if (!Part.trim().empty())
      Names.push_back(Part.trim().str());
  return Names;
}

std::string printList(const std::vector<std::string> &Names) {
  return llvm::join(Names, ";");
}

static std::optional<Confidence> parseConfidence(StringRef Name) {
  return llvm::StringSwitch<std::optional<Confidence>>(Name)
      .Case("definite", Confidence::Definite)
      .Case("likely", Confidence::Likely)
      .Case("possible", Confidence::Possible)
      .Default(std::nullopt);
}

AsyncCheck::AsyncCheck(StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Context(Context),
      ModelFiles(Options.getLocalOrGlobal("ModelFiles", "").str()),
      ThresholdName(Options.getLocalOrGlobal("Confidence", "likely").str()),
      ExecutorName(Options.getLocalOrGlobal("Executor", "unknown").str()),
      VerifyName(Options.getLocalOrGlobal("VerifyFixes", "requested").str()) {
  if (std::optional<Confidence> Parsed = parseConfidence(ThresholdName))
    Threshold = *Parsed;
  else
    configurationDiag("invalid value '%0' of option 'Confidence'; expected "
                      "'definite', 'likely' or 'possible'",
                      DiagnosticIDs::Error)
        << ThresholdName;

  if (ExecutorName == "single")
    Runs = Threads::Single;
  else if (ExecutorName == "multi")
    Runs = Threads::Multi;
  else if (ExecutorName != "unknown")
    configurationDiag("invalid value '%0' of option 'Executor'; expected "
                      "'unknown', 'single' or 'multi'",
                      DiagnosticIDs::Error)
        << ExecutorName;

  if (VerifyName == "always" || VerifyName == "never")
    Verifies = VerifyName == "always";
  else if (VerifyName == "requested")
    Verifies = areFixesRequested();
  else
    configurationDiag("invalid value '%0' of option 'VerifyFixes'; expected "
                      "'requested', 'always' or 'never'",
                      DiagnosticIDs::Error)
        << VerifyName;

  std::vector<std::string> Files = parseList(ModelFiles);
  if (Files.empty()) {
    Library = Models::builtin();
    return;
  }
  llvm::Expected<std::shared_ptr<const Models>> Loaded = Models::load(Files);
  if (Loaded) {
    Library = std::move(*Loaded);
    return;
  }
  configurationDiag("%0", DiagnosticIDs::Error)
      << llvm::toString(Loaded.takeError());
  Library = Models::builtin();
}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "ModelFiles", ModelFiles);
  Options.store(Opts, "Confidence", ThresholdName);
  Options.store(Opts, "Executor", ExecutorName);
  Options.store(Opts, "VerifyFixes", VerifyName);
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(functionDecl(unless(isImplicit()),
                                  hasBody(coroutineBodyStmt()))
                         .bind("coroutine"),
                     this);
  if (asksForStarters())
    Finder->addMatcher(
        functionDecl(anyOf(unless(isImplicit()),
                           cxxConstructorDecl(isDefaultConstructor())),
                     isDefinition(), unless(hasBody(coroutineBodyStmt())))
            .bind("starter"),
        this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  const auto *Starter = Result.Nodes.getNodeAs<FunctionDecl>("starter");
  const FunctionDecl &Function =
      Starter ? *Starter : *Result.Nodes.getNodeAs<FunctionDecl>("coroutine");
  if (Function.isInvalidDecl() || Function.isDependentContext() ||
      Result.SourceManager->isInSystemHeader(Function.getLocation()))
    return;
  if (!Analysis)
    Analysis = UnitAnalysis::get(*Result.Context, Library, extraLockTypes());
  if (Starter && ((Function.isDefaulted() && !onlyRunsInitializers(Function)) ||
                  !mayStartTasks(Function, Analysis->unit())))
    return;
  FunctionAnalysis *Analyzed = Analysis->analyze(Function);
  if (!Analyzed)
    return;
  if (Starter)
    checkStarter(*Analyzed, *Analysis);
  else
    checkCoroutine(*Analyzed, *Analysis);
}

std::optional<Rewrite> AsyncCheck::offer(const Hazard &H,
                                         const FunctionFacts &In,
                                         UnitAnalysis &TheUnit,
                                         ArrayRef<Rewrite> Candidates) {
  ASTContext &AST = TheUnit.unit().AST;
  if (Candidates.empty() || AST.getDiagnostics().hasUncompilableErrorOccurred())
    return std::nullopt;
  Offers &Made = TheUnit.offers();
  if (Verifies && PP && !Made.isTrying()) {
    auto Count = [Library = Library, Extra = extraLockTypes(),
                  Runs = Runs](ASTContext &Of) {
      UnitAnalysis Edited(Of, Library, Extra);
      return countHazards(Edited, Runs);
    };
    std::vector<RewriteRequest> Asked;
    Made.tryWith(*PP, Count, countHazards(TheUnit, Runs, &Asked));
    llvm::erase_if(Asked, [this](const RewriteRequest &Of) {
      return !reports(Of.H.Level) ||
             !Context->isCheckEnabled(("async-" + checkOf(Of.H.Kind)).str());
    });
    Made.plan(Asked, Threshold);
  }
  return Made.pick(H, In.function(), Candidates, Threshold);
}

void AsyncCheck::onEndOfTranslationUnit() { Analysis.reset(); }

} // namespace async
