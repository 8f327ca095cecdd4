#include "Arguments.h"

#include "Checks/CheckSelection.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace async {

llvm::Expected<PluginArguments>
parsePluginArguments(llvm::ArrayRef<std::string> Words) {
  PluginArguments Arguments;
  for (StringRef Word : Words) {
    auto [Name, Value] = Word.split('=');
    std::string *Slot =
        llvm::StringSwitch<std::string *>(Name)
            .Case("checks", &Arguments.Checks)
            .Case("config", &Arguments.Config)
            .Case("config-file", &Arguments.ConfigFile)
            .Case("warnings-as-errors", &Arguments.WarningsAsErrors)
            .Default(nullptr);
    if (!Slot)
      return llvm::createStringError(
          "unknown argument '-fplugin-arg-async-" + Name +
          "'; expected 'checks=', 'config=', 'config-file=' or "
          "'warnings-as-errors='");
    if (Value.empty())
      return llvm::createStringError("'-fplugin-arg-async-" + Name +
                                     "' needs a value: '-fplugin-arg-async-" +
                                     Name + "=<value>'");
    *Slot = Value.str();
  }
  if (!Arguments.Config.empty() && !Arguments.ConfigFile.empty())
    return llvm::createStringError("'-fplugin-arg-async-config' and "
                                   "'-fplugin-arg-async-config-file' are both "
                                   "given; use one of them");
  return Arguments;
}

/// The configuration that is given by name or as text.
static llvm::Expected<ClangTidyOptions>
namedConfiguration(const PluginArguments &Arguments) {
  std::unique_ptr<llvm::MemoryBuffer> Text;
  if (!Arguments.ConfigFile.empty()) {
    auto Read = llvm::MemoryBuffer::getFile(Arguments.ConfigFile);
    if (!Read)
      return llvm::createStringError(
          Read.getError(), "cannot read '" + Arguments.ConfigFile +
                               "': " + Read.getError().message());
    Text = std::move(*Read);
  } else {
    Text = llvm::MemoryBuffer::getMemBufferCopy(Arguments.Config,
                                                "-fplugin-arg-async-config");
  }
  std::string Trouble;
  auto Parsed = parseConfigurationWithDiags(
      Text->getMemBufferRef(), [&](const llvm::SMDiagnostic &D) {
        if (Trouble.empty())
          Trouble = (D.getFilename() + ":" + llvm::Twine(D.getLineNo()) + ":" +
                     llvm::Twine(D.getColumnNo() + 1) + ": " + D.getMessage())
                        .str();
      });
  if (!Parsed)
    return llvm::createStringError(
        Parsed.getError(), Trouble.empty() ? Text->getBufferIdentifier() +
                                                 ": no configuration of clang-tidy"
                                           : llvm::Twine(Trouble));
  return *Parsed;
}

llvm::Expected<ClangTidyOptions> readOptions(const PluginArguments &Arguments,
                                             StringRef File) {
  ClangTidyOptions Override;
  if (!Arguments.Checks.empty())
    Override.Checks = Arguments.Checks;
  if (!Arguments.WarningsAsErrors.empty())
    Override.WarningsAsErrors = Arguments.WarningsAsErrors;
  const ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();

  ClangTidyOptions Options;
  if (Arguments.Config.empty() && Arguments.ConfigFile.empty()) {
    Options = FileOptionsProvider({}, Defaults, Override).getOptions(File);
  } else {
    llvm::Expected<ClangTidyOptions> Config = namedConfiguration(Arguments);
    if (!Config)
      return Config.takeError();
    Options = ConfigOptionsProvider({}, Defaults, *Config, Override)
                  .getOptions(File);
  }

  const std::vector<std::string> Names =
      Arguments.Checks.empty() ? selectChecks(Options)
                               : checksIn(Options.Checks.value_or(""));
  if (Names.empty() && !Arguments.Checks.empty())
    return llvm::createStringError("'-fplugin-arg-async-checks=" +
                                   Arguments.Checks +
                                   "' enables no check of the plugin");
  Options.Checks = onlyChecks(Names);
  return Options;
}

} // namespace async
