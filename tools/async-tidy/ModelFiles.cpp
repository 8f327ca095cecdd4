#include "ModelFiles.h"

#include "Checks/AsyncCheck.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace async {

llvm::Expected<ConfigFlags>
takeModelFiles(llvm::SmallVectorImpl<const char *> &Args) {
  ConfigFlags Flags;
  llvm::SmallVector<const char *, 32> Kept{Args.front()};
  for (size_t I = 1; I != Args.size(); ++I) {
    if (StringRef(Args[I]) == "--") {
      Kept.append(Args.begin() + I, Args.end());
      break;
    }
    StringRef Body = Args[I];
    if (Body.consume_front("-"))
      Body.consume_front("-");
    auto [Name, Value] = Body.split('=');
    if (Name != "config" && Name != "config-file") {
      Kept.push_back(Args[I]);
      continue;
    }
    if (!Body.contains('=')) {
      if (I + 1 == Args.size() || StringRef(Args[I + 1]) == "--")
        return llvm::createStringError("'--" + Name + "' needs a value");
      Value = Args[++I];
    }
    (Name == "config" ? Flags.Config : Flags.ConfigFile) = Value.str();
  }
  Args.assign(Kept.begin(), Kept.end());
  return Flags;
}

/// The options of a configuration given on the command line.
static llvm::Expected<ClangTidyOptions> parse(StringRef Text, StringRef Name) {
  auto Config = parseConfiguration(llvm::MemoryBufferRef(Text, Name));
  if (!Config)
    return llvm::createStringError(Name + ": no configuration of clang-tidy");
  return *Config;
}

static llvm::Expected<ClangTidyOptions> optionsFor(const ConfigFlags &Flags,
                                                   StringRef Source) {
  if (!Flags.Config.empty())
    return parse(Flags.Config, "--config");
  if (!Flags.ConfigFile.empty()) {
    auto Text = llvm::MemoryBuffer::getFile(Flags.ConfigFile);
    if (!Text)
      return llvm::createStringError(Flags.ConfigFile + ": " +
                                     Text.getError().message());
    return parse((*Text)->getBuffer(), Flags.ConfigFile);
  }
  FileOptionsProvider Files(ClangTidyGlobalOptions(),
                            ClangTidyOptions::getDefaults(), ClangTidyOptions(),
                            llvm::vfs::getRealFileSystem());
  return Files.getOptions(Source);
}

llvm::Expected<std::shared_ptr<const Models>>
ConfigFlags::modelsFor(StringRef Source) const {
  llvm::Expected<ClangTidyOptions> Options = optionsFor(*this, Source);
  if (!Options)
    return Options.takeError();
  std::vector<std::string> Files;
  // The most particular one, as the checks read it.
  for (StringRef Key :
       {"async-shared-mutable-state.ModelFiles", "ModelFiles"})
    if (auto It = Options->CheckOptions.find(Key);
        It != Options->CheckOptions.end()) {
      Files = parseList(It->second.Value);
      break;
    }
  return Files.empty() ? Models::builtin() : Models::load(Files);
}

} // namespace async
