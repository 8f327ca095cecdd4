#include "Rewrites/Trial.h"

#include "Support/ClangCompat.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Core/Replacement.h"

using namespace clang;

namespace async {
namespace {

using Looker = llvm::function_ref<void(ASTContext &)>;

class LookAction : public ASTFrontendAction {
public:
  explicit LookAction(Looker Look) : Look(Look) {}
  bool compiled() const { return Compiled; }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    struct Consumer : ASTConsumer {
      explicit Consumer(LookAction &Owner) : Owner(Owner) {}
      void HandleTranslationUnit(ASTContext &AST) override {
        if (AST.getDiagnostics().hasErrorOccurred())
          return;
        Owner.Compiled = true;
        Owner.Look(AST);
      }
      LookAction &Owner;
    };
    return std::make_unique<Consumer>(*this);
  }

private:
  Looker Look;
  bool Compiled = false;
};

} // namespace

bool tryEdits(const Preprocessor &PP, const EditsOfFiles &Edits, Looker Look) {
  const SourceManager &SM = PP.getSourceManager();
  FileManager &Files = PP.getFileManager();
  OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID());
  if (!Main)
    return false;

  auto Invocation = std::make_shared<CompilerInvocation>();
  Invocation->getLangOpts() = PP.getLangOpts();
  Invocation->getTargetOpts() = PP.getTargetInfo().getTargetOpts();
  Invocation->getHeaderSearchOpts() =
      PP.getHeaderSearchInfo().getHeaderSearchOpts();
  Invocation->getFileSystemOpts() = Files.getFileSystemOpts();
  // It may be called an error by -Werror, and is none of ours.
  Invocation->getDiagnosticOpts().IgnoreWarnings = true;
  Invocation->getDiagnosticOpts().ShowCarets = false;
  FrontendOptions &Frontend = Invocation->getFrontendOpts();
  Frontend.Inputs.emplace_back(Main->getName(), InputKind(Language::CXX));
  Frontend.ProgramAction = frontend::ParseSyntaxOnly;

  PreprocessorOptions &Input = Invocation->getPreprocessorOpts();
  Input = PP.getPreprocessorOpts();
  // The buffers are ours, or the editor's.
  Input.RetainRemappedFileBuffers = true;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> Buffers;
  for (const auto &[Name, Replacements] : Edits) {
    OptionalFileEntryRef File = Files.getOptionalFileRef(Name);
    FileID ID = File ? SM.translateFile(*File) : FileID();
    if (ID.isInvalid())
      return false;
    llvm::Expected<std::string> Text =
        tooling::applyAllReplacements(SM.getBufferData(ID), Replacements);
    if (!Text) {
      llvm::consumeError(Text.takeError());
      return false;
    }
    llvm::erase_if(Input.RemappedFileBuffers,
                   [&](const auto &Known) { return Known.first == Name; });
    Buffers.push_back(llvm::MemoryBuffer::getMemBufferCopy(*Text, Name));
    Input.addRemappedFile(Name, Buffers.back().get());
  }

  IgnoringDiagConsumer Silent;
  const auto Compiler = makeCompiler<CompilerInstance>(
      std::move(Invocation), Files.getVirtualFileSystemPtr(), Silent);
  LookAction Action(Look);
  Compiler->ExecuteAction(Action);
  return Action.compiled();
}

} // namespace async
