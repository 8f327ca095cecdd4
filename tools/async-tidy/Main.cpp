/// \file
/// async-tidy: clang-tidy's own main with our checks linked in. Takes our flags out of
/// the command line, tells Clang where its headers are, and hands over.

#include "Dump.h"
#include "Explain.h"
#include "HostConfig.h"
#include "Locations.h"
#include "OwnOptions.h"
#include "Stats.h"
#include "Suggest.h"
#include "Unit.h"

#include "Models/Models.h"

#include "clang-tidy/tool/ClangTidyMain.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

using namespace async;

/// A failure of the command line: clang-tidy exits 1 for these.
static int fail(llvm::Error E) {
  llvm::WithColor::error(llvm::errs(), "async-tidy")
      << llvm::toString(std::move(E)) << '\n';
  return 1;
}

static int printPlugin(llvm::StringRef Executable, host::Plugin Which) {
  if (auto Path = host::pluginPath(Executable, Which)) {
    llvm::outs() << *Path << '\n';
    return 0;
  }
  llvm::WithColor::error(llvm::errs(), "async-tidy")
      << "the plugin of this program is missing; looked for: "
      << host::pluginPlaces(Executable, Which) << '\n';
  return 1;
}

/// What decides the answers: our version, Clang's, and the models.
static void printVersion() {
  llvm::outs() << "async-tidy version " ASYNC_TIDY_VERSION "\n"
               << "  built for LLVM " LLVM_VERSION_STRING ", runs with "
               << clang::getClangFullVersion() << '\n'
               << "  models sha256:" << Models::builtin()->digest() << '\n';
}

static std::optional<DumpKind> parseDumpKind(llvm::StringRef Name) {
  return llvm::StringSwitch<std::optional<DumpKind>>(Name)
      .Case("facts", DumpKind::Facts)
      .Case("flow", DumpKind::Flow)
      .Case("tasks", DumpKind::Tasks)
      .Case("hazards", DumpKind::Hazards)
      .Default(std::nullopt);
}

int main(int Argc, const char **Argv) {
  llvm::SmallVector<const char *, 32> Args(Argv, Argv + Argc);
  // Before anything reads the compiler's command in it.
  if (Argc > 1 && llvm::StringRef(Argv[1]) == "--unit") {
    llvm::InitLLVM Guard(Argc, Argv);
    return runUnit(Args);
  }

  llvm::BumpPtrAllocator Alloc;
  llvm::StringSaver Saver(Alloc);

  // clang-tidy expands response files too; one that holds our flags must be expanded
  // before they are looked for.
  llvm::cl::ExpansionContext Expansion(Alloc,
                                       llvm::cl::TokenizeGNUCommandLine);
  if (llvm::Error E = Expansion.expandResponseFiles(Args))
    return fail(std::move(E));

  llvm::Expected<OwnOptions> Own = takeOwnOptions(Args);
  if (!Own)
    return fail(Own.takeError());

  const std::string Executable = host::executablePath(Argv[0]);
  if (Own->Explain)
    return explain(*Own->Explain, llvm::outs(), llvm::errs());
  if (Own->PrintPlugin)
    return printPlugin(Executable, host::Plugin::ClangTidy);
  if (Own->PrintCompilerPlugin)
    return printPlugin(Executable, host::Plugin::Compiler);
  if (Own->Version)
    printVersion();
  else if (Own->Help)
    printOwnHelp(llvm::outs());
  llvm::outs().flush();

  // First of all arguments, so that a -resource-dir in the compile command, which
  // comes later, wins.
  if (auto Dir = host::resourceDirToPass(Executable);
      Dir && !host::setsResourceDir(Args))
    Args.insert(Args.begin() + 1,
                Saver.save("--extra-arg-before=-resource-dir=" + *Dir).data());

  if (Own->Dump) {
    std::optional<DumpKind> Kind = parseDumpKind(*Own->Dump);
    if (!Kind)
      return fail(llvm::createStringError(
          "unknown value '%s' of --dump; expected 'facts', 'flow', 'tasks' or "
          "'hazards'",
          Own->Dump->c_str()));
    return dump(*Kind, Args);
  }
  if (Own->SuggestActor)
    return suggestActor(*Own->SuggestActor, Args);
  if (Own->SuggestValues)
    return suggestValues(*Own->SuggestValues, Args);
  if (Own->Stats)
    return printStats(Args);
  return clang::tidy::clangTidyMain(static_cast<int>(Args.size()), Args.data());
}
