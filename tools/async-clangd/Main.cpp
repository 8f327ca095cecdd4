/// \file
/// async-clangd: clangd's own main with our checks linked in.

#include "HostConfig.h"
#include "Locations.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

// clangd's headers are not installed; this is all we need of them.
namespace clang::clangd {
int clangdMain(int Argc, char **Argv);
} // namespace clang::clangd

int main(int Argc, char **Argv) {
  llvm::SmallVector<char *, 16> Args(Argv, Argv + Argc);

  for (llvm::StringRef Arg : llvm::ArrayRef(Args).drop_front())
    if (Arg == "--version" || Arg == "-version") {
      llvm::outs() << "async-clangd version " ASYNC_TIDY_VERSION "\n";
      llvm::outs().flush();
    }

  std::string Flag;
  if (auto Dir = async::host::resourceDirToPass(
          async::host::executablePath(Argv[0]));
      Dir && !async::host::setsResourceDir({Argv, size_t(Argc)})) {
    Flag = "--resource-dir=" + *Dir;
    Args.insert(Args.begin() + 1, Flag.data());
  }
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Args.size()) - 1,
                                   Args.data());
}
