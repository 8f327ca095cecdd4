#include "Suggest.h"

#include "Checks/AllHazards.h"
#include "FindClass.h"
#include "ModelFiles.h"
#include "Rewrites/PrintActor.h"
#include "Rewrites/PrintValues.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Format/Format.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/CommonOptionsParser.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

using namespace clang;

namespace async {
namespace {

/// Makes a header of a unit. With an empty result there is an obstacle.
using Maker = std::function<std::optional<SuggestedHeader>(
    UnitAnalysis &Analysis, const std::vector<std::string> &Prologue,
    std::vector<Obstacle> &Obstacles)>;

raw_ostream &error() {
  return llvm::WithColor::error(llvm::errs(), "async-tidy");
}

/// Where, as Clang prints it.
void print(const Obstacle &O, const SourceManager &SM) {
  PresumedLoc Where = SM.getPresumedLoc(SM.getFileLoc(O.Where));
  if (Where.isValid())
    llvm::errs() << Where.getFilename() << ':' << Where.getLine() << ':'
                 << Where.getColumn() << ": ";
  llvm::WithColor(llvm::errs(), llvm::HighlightColor::Error) << "error: ";
  llvm::errs() << O.Text << '\n';
}

/// What a main file includes, and the macros that it defines before, as it writes them.
class Prologue : public PPCallbacks {
public:
  Prologue(const SourceManager &SM, const LangOptions &Language,
           std::vector<std::string> &Into)
      : SM(SM), Language(Language), Into(Into) {}

  void InclusionDirective(SourceLocation Hash, const Token &, StringRef Name,
                          bool IsAngled, CharSourceRange, OptionalFileEntryRef,
                          StringRef, StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    if (!SM.isWrittenInMainFile(Hash))
      return;
    llvm::append_range(Into, Pending);
    Pending.clear();
    Into.push_back(("#include " + llvm::Twine(IsAngled ? '<' : '"') + Name +
                    llvm::Twine(IsAngled ? '>' : '"'))
                       .str());
  }

  void MacroDefined(const Token &Name, const MacroDirective *MD) override {
    const MacroInfo &Macro = *MD->getMacroInfo();
    if (!SM.isWrittenInMainFile(Macro.getDefinitionLoc()))
      return;
    StringRef Definition = Lexer::getSourceText(
        CharSourceRange::getTokenRange(Macro.getDefinitionLoc(),
                                       Macro.getDefinitionEndLoc()),
        SM, Language);
    // A header that is included may ask for it.
    const std::string Spelled = Name.getIdentifierInfo()->getName().str();
    Pending.push_back("#ifndef " + Spelled + "\n#define " + Definition.str() +
                      "\n#endif");
  }

private:
  const SourceManager &SM;
  const LangOptions &Language;
  std::vector<std::string> &Into;
  std::vector<std::string> Pending;
};

/// The unit is parsed, and a header made of it.
class MakeAction : public ASTFrontendAction {
public:
  MakeAction(const Maker &Make, std::shared_ptr<const Models> Library,
             std::optional<SuggestedHeader> &Result)
      : Make(Make), Library(std::move(Library)), Result(Result) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef) override {
    CI.getPreprocessor().addPPCallbacks(
        std::make_unique<Prologue>(CI.getSourceManager(), CI.getLangOpts(),
                                   Directives));
    struct Consumer : ASTConsumer {
      explicit Consumer(MakeAction &Action) : Action(Action) {}
      void HandleTranslationUnit(ASTContext &AST) override {
        // What Clang did not understand would be copied as it did not.
        if (AST.getDiagnostics().hasErrorOccurred())
          return;
        UnitAnalysis Analysis(AST, Action.Library, {});
        std::vector<Obstacle> Obstacles;
        Action.Result = Action.Make(Analysis, Action.Directives, Obstacles);
        for (const Obstacle &O : Obstacles)
          print(O, AST.getSourceManager());
      }
      MakeAction &Action;
    };
    return std::make_unique<Consumer>(*this);
  }

private:
  const Maker &Make;
  std::shared_ptr<const Models> Library;
  std::optional<SuggestedHeader> &Result;
  std::vector<std::string> Directives;
};

/// The header is parsed, and looked at with the eyes of the checks.
class VerifyAction : public ASTFrontendAction {
public:
  VerifyAction(StringRef Class, std::shared_ptr<const Models> Library,
               std::string &Trouble)
      : Class(Class), Library(std::move(Library)), Trouble(Trouble) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    struct Consumer : ASTConsumer {
      explicit Consumer(VerifyAction &Action) : Action(Action) {}
      void HandleTranslationUnit(ASTContext &AST) override {
        if (!AST.getDiagnostics().hasErrorOccurred())
          Action.look(AST);
      }
      VerifyAction &Action;
    };
    return std::make_unique<Consumer>(*this);
  }

private:
  void look(ASTContext &AST) {
    UnitAnalysis Analysis(AST, Library, {});
    AllHazards Hazards(Analysis);
    for (const FunctionDecl *F : UserFunctions::of(AST).Coroutines) {
      const auto *Method = dyn_cast<CXXMethodDecl>(F);
      if (!Method || Method->getParent()->getName() != Class)
        continue;
      Hazards.ofCoroutine(*F, [&](const Hazard &H, ArrayRef<Corner>) {
        if (H.Level < Confidence::Likely ||
            (H.Kind != HazardKind::StaleState &&
             H.Kind != HazardKind::SharedMutableState))
          return;
        Trouble = "'" + F->getNameAsString() +
                  "' would still rely on what it saw before a suspension, of '" +
                  (H.Subjects.empty() ? "?" : H.Subjects.front()->spelling()) +
                  "'";
      });
    }
  }

  StringRef Class;
  std::shared_ptr<const Models> Library;
  std::string &Trouble;
};

class Factory : public tooling::FrontendActionFactory {
public:
  explicit Factory(std::function<std::unique_ptr<FrontendAction>()> Make)
      : Make(std::move(Make)) {}
  std::unique_ptr<FrontendAction> create() override { return Make(); }

private:
  std::function<std::unique_ptr<FrontendAction>()> Make;
};

/// Another file with the command of a source.
class OtherFile : public tooling::CompilationDatabase {
public:
  OtherFile(const tooling::CompileCommand &Source, std::string File)
      : Command(Source) {
    for (std::string &Word : Command.CommandLine)
      if (Word == Source.Filename)
        Word = File;
    Command.Filename = std::move(File);
  }
  std::vector<tooling::CompileCommand>
  getCompileCommands(StringRef) const override {
    return {Command};
  }

private:
  tooling::CompileCommand Command;
};

/// Keeps the first error.
class FirstError : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    if (Info.hasSourceManager()) {
      PresumedLoc Where = Info.getSourceManager().getPresumedLoc(
          Info.getSourceManager().getFileLoc(Info.getLocation()));
      if (Where.isValid())
        Text = (llvm::sys::path::filename(Where.getFilename()) + ":" +
                llvm::Twine(Where.getLine()) + ": ")
                   .str();
    }
    Text += Message;
  }
  std::string Text;
};

/// In the style of the file beside which it will lie.
std::string formatted(const SuggestedHeader &Header, StringRef Path) {
  llvm::Expected<format::FormatStyle> Style =
      format::getStyle("file", Path, "LLVM", Header.Text);
  if (!Style) {
    llvm::consumeError(Style.takeError());
    return Header.Text;
  }
  // What is included has its order for a reason.
  Style->SortIncludes = {};
  tooling::Replacements Edits = format::reformat(
      *Style, Header.Text, {tooling::Range(0, Header.Text.size())}, Path);
  llvm::Expected<std::string> Text =
      tooling::applyAllReplacements(Header.Text, Edits);
  if (Text)
    return std::move(*Text);
  llvm::consumeError(Text.takeError());
  return Header.Text;
}

int suggest(const Maker &Make, StringRef Flag,
            llvm::SmallVectorImpl<const char *> &Args) {
  auto Taken = takeModelFiles(Args);
  if (!Taken) {
    error() << llvm::toString(Taken.takeError()) << '\n';
    return 1;
  }
  static llvm::cl::OptionCategory Category("async-tidy");
  int Count = static_cast<int>(Args.size());
  auto Parser =
      tooling::CommonOptionsParser::create(Count, Args.data(), Category);
  if (!Parser) {
    error() << llvm::toString(Parser.takeError()) << '\n';
    return 1;
  }
  if (Parser->getSourcePathList().size() != 1) {
    error() << "'--" << Flag << "' takes one file, the one that defines the "
            << "class's functions\n";
    return 1;
  }
  const std::string Source =
      tooling::getAbsolutePath(Parser->getSourcePathList().front());
  auto Library = Taken->modelsFor(Source);
  if (!Library) {
    error() << llvm::toString(Library.takeError()) << '\n';
    return 1;
  }

  std::optional<SuggestedHeader> Header;
  tooling::ClangTool Tool(Parser->getCompilations(),
                          Parser->getSourcePathList());
  Factory Making(
      [&] { return std::make_unique<MakeAction>(Make, *Library, Header); });
  if (Tool.run(&Making))
    return 1;
  if (!Header)
    return NoSuggestionExit;

  llvm::SmallString<256> Path(Source);
  llvm::sys::path::remove_filename(Path);
  llvm::sys::path::append(Path, Header->Name + ".h");
  const std::string Text = formatted(*Header, Path);
  const std::string Unit = Path.str().str() + ".cpp";
  const std::string UnitText = "#include \"" + Header->Name + ".h\"\n";
  OtherFile Command(Parser->getCompilations().getCompileCommands(
                        Parser->getSourcePathList().front())[0],
                    Unit);
  tooling::ClangTool Check(Command, {Unit});
  Check.mapVirtualFile(Path, Text);
  Check.mapVirtualFile(Unit, UnitText);
  FirstError First;
  Check.setDiagnosticConsumer(&First);
  Check.setPrintErrorMessage(false);
  std::string Trouble;
  Factory Verifying([&] {
    return std::make_unique<VerifyAction>(Header->Name, *Library, Trouble);
  });
  if (Check.run(&Verifying) || !First.Text.empty())
    Trouble = "the header does not compile: " + First.Text;
  if (!Trouble.empty()) {
    error() << "nothing is suggested, since " << Trouble << '\n';
    return NoSuggestionExit;
  }
  llvm::outs() << Text;
  llvm::outs().flush();
  return 0;
}

/// Null after an error was printed.
const CXXRecordDecl *classNamed(StringRef Name, UnitAnalysis &Analysis) {
  llvm::Expected<const CXXRecordDecl *> Found =
      findClass(Name, Analysis.unit().AST);
  if (Found)
    return *Found;
  error() << llvm::toString(Found.takeError()) << '\n';
  return nullptr;
}

} // namespace

int suggestActor(StringRef Class, llvm::SmallVectorImpl<const char *> &Args) {
  return suggest(
      [Class](UnitAnalysis &Analysis, const std::vector<std::string> &Prologue,
              std::vector<Obstacle> &Obstacles)
          -> std::optional<SuggestedHeader> {
        const CXXRecordDecl *Found = classNamed(Class, Analysis);
        std::optional<ActorPlan> Plan;
        if (Found)
          Plan = planActor(*Found, Analysis.classes().get(*Found),
                           Analysis.starters(), Obstacles);
        if (!Plan)
          return std::nullopt;
        return printActor(*Plan, Prologue, Obstacles);
      },
      "suggest-actor", Args);
}

int suggestValues(StringRef Member, llvm::SmallVectorImpl<const char *> &Args) {
  auto [Class, Name] = Member.rsplit("::");
  if (Name.empty()) {
    error() << "'--suggest-values' needs a class and a coroutine or member of it: "
               "--suggest-values=<class>::<name>\n";
    return 1;
  }
  return suggest(
      [Class, Name](UnitAnalysis &Analysis,
                    const std::vector<std::string> &Prologue,
                    std::vector<Obstacle> &Obstacles)
          -> std::optional<SuggestedHeader> {
        const CXXRecordDecl *Found = classNamed(Class, Analysis);
        std::optional<ValuesPlan> Plan;
        if (Found)
          Plan = planValues(*Found, Name, Analysis.classes().get(*Found),
                            Analysis.starters(), Obstacles);
        if (!Plan)
          return std::nullopt;
        return printValues(*Plan, Prologue, Obstacles);
      },
      "suggest-values", Args);
}

} // namespace async
