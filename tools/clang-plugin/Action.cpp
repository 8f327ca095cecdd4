/// \file
/// libasync-clang: the checks in `clang++ -fplugin=`, in the compiler's own parse.

#include "Arguments.h"
#include "CheckRunner.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

using namespace clang;

namespace async {
namespace {

class Action : public PluginASTAction {
public:
  // After the code generator: it must see the unit as it is without us.
  ActionType getActionType() override { return AddAfterMainAction; }

  bool ParseArgs(const CompilerInstance &Compiler,
                 const std::vector<std::string> &Words) override {
    llvm::Expected<PluginArguments> Parsed = parsePluginArguments(Words);
    if (!Parsed)
      return fail(Compiler.getDiagnostics(), Parsed.takeError());
    Arguments = std::move(*Parsed);
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef File) override {
    llvm::Expected<tidy::ClangTidyOptions> Options =
        readOptions(Arguments, File);
    if (!Options) {
      fail(Compiler.getDiagnostics(), Options.takeError());
      // The compiler does not expect null from a plugin.
      return std::make_unique<ASTConsumer>();
    }
    return std::make_unique<CheckRunner>(Compiler, std::move(*Options),
                                         File.str());
  }

private:
  /// An error of the compiler's, so that the compilation fails.
  static bool fail(DiagnosticsEngine &Diagnostics, llvm::Error E) {
    const unsigned ID = Diagnostics.getCustomDiagID(DiagnosticsEngine::Error,
                                                    "plugin 'async': %0");
    Diagnostics.Report(ID) << llvm::toString(std::move(E));
    return false;
  }

  PluginArguments Arguments;
};

FrontendPluginRegistry::Add<Action>
    Registration("async", "Yield-point state hazards in C++20 coroutines");

} // namespace
} // namespace async
