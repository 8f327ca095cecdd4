#include "Unit.h"

#include "Checks/CheckSelection.h"
#include "Findings/UnitReport.h"
#include "LeanParse.h"
#include "Locations.h"
#include "Support/ClangCompat.h"
#include "UnitCensus.h"
#include "UnitDiagnostics.h"
#include "UnitInputs.h"
#include "UnitLimits.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTReader.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/VirtualFileSystem.h"


using namespace clang;
using namespace clang::tidy;
using llvm::StringRef;

namespace async {
namespace {

/// How the gate calls us.
struct Request {
  std::string Checks, ConfigFile, Confidence;
  unsigned Memory = 0;
  unsigned Parent = 0;
  bool FullParse = false;
  std::string Directory, File;
  std::vector<std::string> Command;
};

bool parse(llvm::ArrayRef<const char *> Args, Request &R) {
  size_t I = 2;
  for (; I != Args.size() && StringRef(Args[I]).starts_with("--"); ++I) {
    auto [Name, Value] = StringRef(Args[I]).split('=');
    if (Name == "--checks")
      R.Checks = Value;
    else if (Name == "--config-file")
      R.ConfigFile = Value;
    else if (Name == "--confidence")
      R.Confidence = Value;
    else if (Name == "--full-parse")
      R.FullParse = true;
    else if (!(Name == "--memory" && !Value.getAsInteger(10, R.Memory)) &&
             !(Name == "--parent" && !Value.getAsInteger(10, R.Parent)))
      return false;
  }
  if (Args.size() < I + 4 || StringRef(Args[I + 2]) != "--")
    return false;
  R.Directory = Args[I];
  R.File = Args[I + 1];
  R.Command.assign(Args.begin() + I + 3, Args.end());
  return true;
}

class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(const Request &R)
      : Command(R.Directory, R.File, R.Command, "") {}
  std::vector<tooling::CompileCommand>
  getCompileCommands(StringRef) const override {
    return {Command};
  }
  std::vector<std::string> getAllFiles() const override {
    return {Command.Filename};
  }

private:
  tooling::CompileCommand Command;
};

/// clang-tidy's checks and the census over one parse.
class Action : public ASTFrontendAction {
public:
  Action(ClangTidyASTConsumerFactory &Checks, UnitCensus &Census,
         AskedIncludes &Asked, bool Lean)
      : Checks(Checks), Census(Census), Asked(Asked), Lean(Lean) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef File) override {
    struct CensusTaker : ASTConsumer {
      CensusTaker(UnitCensus &Census, CompilerInstance &Compiler)
          : Census(Census), Compiler(Compiler) {}
      void HandleTranslationUnit(ASTContext &AST) override {
        takeCensus(AST, Census);
        // What a module was made from is not known.
        if (auto Reader = Compiler.getASTReader();
            Reader && Reader->getModuleManager().size())
          Census.Inputs.clear();
      }
      UnitCensus &Census;
      CompilerInstance &Compiler;
    };
    Compiler.getPreprocessor().addPPCallbacks(makeIncludeListener(Asked));
    std::vector<std::unique_ptr<ASTConsumer>> Consumers;
    if (Lean)
      Consumers.push_back(makeLeanParse(Compiler));
    Consumers.push_back(Checks.createASTConsumer(Compiler, File));
    Consumers.push_back(std::make_unique<CensusTaker>(Census, Compiler));
    return std::make_unique<MultiplexConsumer>(std::move(Consumers));
  }

private:
  ClangTidyASTConsumerFactory &Checks;
  UnitCensus &Census;
  AskedIncludes &Asked;
  const bool Lean;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  ActionFactory(ClangTidyContext &Context,
                llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> FS,
                UnitCensus &Census, AskedIncludes &Asked, bool Lean)
      : Checks(Context, std::move(FS)), Census(Census), Asked(Asked), Lean(Lean) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Checks, Census, Asked, Lean);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> Containers,
                     DiagnosticConsumer *Consumer) override {
    // clang-tidy does so: code is written to see __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    return FrontendActionFactory::runInvocation(
        std::move(Invocation), Files, std::move(Containers), Consumer);
  }

private:
  ClangTidyASTConsumerFactory Checks;
  UnitCensus &Census;
  AskedIncludes &Asked;
  const bool Lean;
};

bool isOurs(StringRef Name) { return Name.starts_with("async-"); }

bool hasOnlyOurs(const ClangTidyOptions &O) {
  return llvm::all_of(enabledChecks(O), isOurs);
}

/// clang-tidy's options for the file, with what the gate wants instead.
llvm::Expected<ClangTidyOptions> options(const Request &R,
                                         UnitReport &Report) {
  ClangTidyOptions Override;
  if (!R.Checks.empty())
    Override.Checks = R.Checks;
  auto FS = llvm::vfs::getRealFileSystem();
  std::unique_ptr<ClangTidyOptionsProvider> Provider;
  if (R.ConfigFile.empty()) {
    Provider = std::make_unique<FileOptionsProvider>(
        ClangTidyGlobalOptions(), ClangTidyOptions::getDefaults(), Override, FS);
  } else {
    auto Text = llvm::MemoryBuffer::getFile(R.ConfigFile);
    if (!Text)
      return llvm::createStringError(R.ConfigFile + ": " +
                                     Text.getError().message());
    auto Config = parseConfiguration(
        llvm::MemoryBufferRef((*Text)->getBuffer(), R.ConfigFile));
    if (!Config)
      return llvm::createStringError(R.ConfigFile +
                                     ": no configuration of clang-tidy");
    Provider = std::make_unique<ConfigOptionsProvider>(
        ClangTidyGlobalOptions(), ClangTidyOptions::getDefaults(), *Config,
        Override, FS);
  }

  ClangTidyOptions O = Provider->getOptions(R.File);
  // The gate is about coroutines: the checks of others have their own runs.
  if (R.Checks.empty()) {
    Report.Checks = selectChecks(O);
    O.Checks = onlyChecks(Report.Checks);
  } else {
    const std::vector<std::string> Names = enabledChecks(O);
    O.Checks = onlyChecks(Names);
    llvm::copy_if(Names, std::back_inserter(Report.Checks), isOurs);
  }
  if (!O.HeaderFilterRegex || O.HeaderFilterRegex->empty())
    O.HeaderFilterRegex = ".*";
  if (!R.Confidence.empty())
    O.CheckOptions["Confidence"] =
        ClangTidyOptions::ClangTidyValue(R.Confidence, 10000);
  return O;
}

std::string absolute(StringRef Path, StringRef Directory) {
  if (Path.empty())
    return "";
  llvm::SmallString<256> Result(Path);
  makeAbsolute(Directory, Result);
  return std::string(Result);
}

Note note(const tooling::DiagnosticMessage &M, StringRef Directory) {
  Note N;
  N.Where.Path = absolute(M.FilePath, Directory);
  N.Where.Offset = M.FilePath.empty() ? 0 : M.FileOffset;
  N.Message = M.Message;
  return N;
}

void add(const ClangTidyError &E, const Request &R, const UnitCensus &Census,
         const UnitDiagnostics &Diagnostics, UnitReport &Report) {
  Note Main = note(E.Message, R.Directory);
  if (E.DiagnosticName == "clang-diagnostic-error" ||
      E.DiagnosticName == "clang-tidy-config") {
    Report.Errors.push_back(std::move(Main));
    return;
  }
  Finding F;
  F.Check = E.DiagnosticName;
  F.IsError = E.IsWarningAsError;
  F.Function = Census.functionAt(E.Message.FilePath, E.Message.FileOffset);
  F.Where = std::move(Main.Where);
  F.Message = std::move(Main.Message);
  F.Part = Diagnostics.roleOf(E.Message);
  for (const tooling::DiagnosticMessage &M : E.Notes) {
    F.Notes.push_back(note(M, R.Directory));
    F.Notes.back().Part = Diagnostics.roleOf(M);
  }
  for (const auto &File : E.Message.Fix)
    for (const tooling::Replacement &Edit : File.second) {
      Place Where;
      Where.Path = absolute(Edit.getFilePath(), R.Directory);
      Where.Offset = Edit.getOffset();
      F.Edits.push_back(
          {Where, Edit.getLength(), Edit.getReplacementText().str()});
    }
  Report.Findings.push_back(std::move(F));
}

void add(const SilencedDiagnostic &D, const Request &R,
         const UnitCensus &Census, UnitReport &Report) {
  Note Main = note(D.Message, R.Directory);
  Silenced S;
  S.What.Check = D.Check;
  S.What.Function =
      Census.functionAt(D.Message.FilePath, D.Message.FileOffset);
  S.What.Where = std::move(Main.Where);
  S.What.Message = std::move(Main.Message);
  S.What.Part = D.Part;
  for (const auto &[File, Offset] : D.SpelledAt) {
    Place Where;
    Where.Path = absolute(File, R.Directory);
    Where.Offset = Offset;
    S.SpelledAt.push_back(std::move(Where));
  }
  Report.SilencedFindings.push_back(std::move(S));
}

/// Parses and checks the unit, and adds what comes of it to \p Report.
void judge(const Request &R, const ClangTidyOptions &Options, bool Lean,
           UnitReport &Report) {
  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), Options));

  auto FS = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::getRealFileSystem());
  std::unique_ptr<tooling::CompilationDatabase> Commands =
      tooling::inferTargetAndDriverMode(std::make_unique<OneCommand>(R));
  tooling::ClangTool Tool(*Commands, {R.File},
                          std::make_shared<PCHContainerOperations>(), FS);
  Tool.appendArgumentsAdjuster(
      [&](const tooling::CommandLineArguments &Words, StringRef) {
        tooling::CommandLineArguments Result = Words;
        if (Options.ExtraArgsBefore)
          Result.insert(Result.begin() + 1, Options.ExtraArgsBefore->begin(),
                        Options.ExtraArgsBefore->end());
        if (Options.ExtraArgs)
          Result.insert(Result.end(), Options.ExtraArgs->begin(),
                        Options.ExtraArgs->end());
        return Result;
      });
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());
  Tool.setPrintErrorMessage(false);

  UnitDiagnostics Consumer(Context);
  const std::unique_ptr<DiagnosticsEngine> Engine =
      makeDiagnosticsEngine(Context, Consumer);
  Tool.setDiagnosticConsumer(&Consumer);

  UnitCensus Census;
  AskedIncludes Asked;
  ActionFactory Factory(Context, FS, Census, Asked, Lean);
  const int Failed = Tool.run(&Factory);
  for (const ClangTidyError &E : Consumer.take())
    add(E, R, Census, Consumer, Report);
  for (const SilencedDiagnostic &D : Consumer.silenced())
    add(D, R, Census, Report);
  if (Failed && Report.Errors.empty())
    Report.Errors.push_back({Place(), "the compiler did not accept the command"});
  Report.Coroutines = Census.Coroutines;
  Report.Suspensions = Census.Suspensions;
  for (const std::string &File : Census.Files)
    Report.Files.push_back(absolute(File, R.Directory));

  if (Census.Inputs.empty())
    return;
  std::vector<std::string> Inputs = std::move(Census.Inputs);
  Inputs.insert(Inputs.end(), Asked.Found.begin(), Asked.Found.end());
  llvm::append_range(Inputs, modelFilesOf(Options));
  if (!R.ConfigFile.empty())
    Inputs.push_back(R.ConfigFile);
  Report.Inputs = canonicalPaths(Inputs, R.Directory);
  Report.Asked.assign(Asked.Missing.begin(), Asked.Missing.end());
}

} // namespace

int runUnit(llvm::ArrayRef<const char *> Args) {
  Request R;
  if (!parse(Args, R)) {
    llvm::errs() << "async-tidy: --unit is for async-gate\n";
    return 1;
  }
  limitProcess(R.Memory, R.Parent);
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers(); // Clang parses inline assembly

  if (auto Dir = host::resourceDirToPass(host::executablePath(Args[0]));
      Dir && llvm::none_of(R.Command, [](StringRef A) {
        return A.contains("-resource-dir");
      }))
    R.Command.insert(R.Command.begin() + 1, "-resource-dir=" + *Dir);

  UnitReport Plain;
  llvm::Expected<ClangTidyOptions> Options = options(R, Plain);
  if (!Options) {
    llvm::errs() << "async-tidy: " << llvm::toString(Options.takeError())
                 << '\n';
    return 1;
  }
  UnitReport Report = Plain;
  // What the checks of others read is not known.
  const bool Lean = !R.FullParse && hasOnlyOurs(*Options);
  judge(R, *Options, Lean, Report);
  // Only the full parse may say that code is wrong.
  if (Lean && !Report.Errors.empty()) {
    Report = Plain;
    judge(R, *Options, /*Lean=*/false, Report);
  }
  writeUnitReport(Report, llvm::outs());
  llvm::outs().flush();
  if (llvm::outs().has_error()) {
    // An error that is not cleared has the last word, with its own exit code.
    llvm::outs().clear_error();
    llvm::errs().clear_error();
    return NotWrittenExit;
  }
  return 0;
}

} // namespace async
