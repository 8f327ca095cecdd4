#include "Checks/FixRequest.h"

#include "llvm/Support/CommandLine.h"

namespace async {

bool areFixesRequested() {
  // clang-tidy does not tell its checks. But its options are LLVM's, which knows all
  // options of the process, also for a plugin.
  auto &Known = llvm::cl::getRegisteredOptions();
  for (llvm::StringRef Name : {"fix", "fix-errors", "fix-notes", "export-fixes"})
    if (auto It = Known.find(Name);
        It != Known.end() && It->second->getNumOccurrences())
      return true;
  return false;
}

} // namespace async
