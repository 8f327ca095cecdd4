#include "UnitInputs.h"

#include "Support/ClangCompat.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::StringRef;
namespace path = llvm::sys::path;

namespace async {

std::unique_ptr<PPCallbacks> makeIncludeListener(AskedIncludes &Asked) {
  struct Listener : PPCallbacks {
    explicit Listener(AskedIncludes &Asked) : Asked(Asked) {}
    void HasInclude(SourceLocation, StringRef Name, bool,
                    OptionalFileEntryRef File,
                    SrcMgr::CharacteristicKind) override {
      if (File)
        Asked.Found.insert(File->getName().str());
      else
        Asked.Missing.insert(Name.str());
    }
    AskedIncludes &Asked;
  };
  return std::make_unique<Listener>(Asked);
}

std::vector<std::string> modelFilesOf(const tidy::ClangTidyOptions &Options) {
  std::vector<std::string> Files;
  for (const auto &Option : Options.CheckOptions) {
    if (!Option.getKey().ends_with("ModelFiles"))
      continue;
    llvm::SmallVector<StringRef, 4> Parts;
    StringRef(Option.getValue().Value).split(Parts, ';', -1, /*KeepEmpty=*/false);
    for (StringRef Part : Parts)
      Files.push_back(Part.trim().str());
  }
  return Files;
}

std::vector<std::string> canonicalPaths(llvm::ArrayRef<std::string> Names,
                                        StringRef Directory) {
  llvm::StringMap<std::string> Directories;
  std::set<std::string> Paths;
  for (StringRef Name : Names) {
    llvm::SmallString<256> Path(Name);
    makeAbsolute(Directory, Path);
    StringRef Parent = path::parent_path(Path);
    auto [It, New] = Directories.try_emplace(Parent);
    if (New) {
      llvm::SmallString<256> Real;
      It->second =
          llvm::sys::fs::real_path(Parent, Real) ? Parent.str() : std::string(Real);
    }
    Paths.insert(It->second + "/" + path::filename(Path).str());
  }
  return {Paths.begin(), Paths.end()};
}

} // namespace async
