#include "Checks/CheckSelection.h"

#include "Checks/AsyncModule.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang::tidy;

namespace async {

std::vector<std::string> checksIn(llvm::StringRef Globs) {
  const GlobList Enabled(Globs);
  std::vector<std::string> Names;
  for (const CheckInfo &Check : allChecks())
    if (Enabled.contains(Check.Name))
      Names.push_back(Check.Name.str());
  llvm::sort(Names);
  return Names;
}

std::vector<std::string> selectChecks(const ClangTidyOptions &Options) {
  const std::string Globs = Options.Checks.value_or("");
  std::vector<std::string> Names = checksIn(Globs);
  if (Names.empty() && !llvm::StringRef(Globs).contains("async"))
    return checksIn("*");
  return Names;
}

std::string onlyChecks(const std::vector<std::string> &Names) {
  return Names.empty() ? "-*" : "-*," + llvm::join(Names, ",");
}

} // namespace async
