#include "Project/IncludeProbes.h"

#include "Project/SearchPaths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
namespace path = llvm::sys::path;

namespace async {
namespace {

class Prober {
public:
  Prober(const ProjectUnit &Unit, const UnitInputs &Inputs) {
    const SearchPaths Paths(Unit);
    for (std::string &Directory : Paths.all())
      Directories.insert(std::move(Directory));
    Directories.insert(canonicalPath(path::parent_path(Unit.File), Unit.Directory));
    for (StringRef File : Inputs.Files) {
      // "" looks beside the file that includes.
      if (!Paths.isSystem(File))
        Directories.insert(path::parent_path(File).str());
      // The compiler's own directories, which no command names.
      for (StringRef Mark : {"/c++/", "/lib/clang/"})
        if (size_t At = File.find(Mark); At != StringRef::npos)
          if (size_t End = File.find('/', At + Mark.size());
              End != StringRef::npos)
            Directories.insert(
                (File.take_front(End) + (Mark == "/c++/" ? "" : "/include"))
                    .str());
    }
  }

  void probe(StringRef Name) {
    for (const std::string &Directory : Directories)
      probe(Directory, Name);
  }

  void probeAround(StringRef File) {
    for (const std::string &Directory : Directories)
      if (isBelow(File, Directory)) {
        StringRef Name = File.drop_front(Directory.size()).ltrim('/');
        for (const std::string &Other : Directories)
          if (Other != Directory)
            probe(Other, Name);
      }
  }

  std::set<std::string> Found;

private:
  void probe(StringRef Directory, StringRef Name) {
    std::string Path = Directory.str();
    while (!Name.empty()) {
      StringRef Part;
      std::tie(Part, Name) = Name.split('/');
      Path += ("/" + Part).str();
      auto [It, New] = Exists.try_emplace(Path, false);
      if (New)
        It->second = sys::fs::exists(Path);
      if (!It->second)
        break;
    }
    Found.insert(Path);
  }

  std::set<std::string> Directories;
  StringMap<bool> Exists;
};

} // namespace

std::set<std::string> includeProbes(const ProjectUnit &Unit,
                                    const UnitInputs &Inputs) {
  Prober P(Unit, Inputs);
  for (StringRef File : Inputs.Files)
    P.probeAround(File);
  for (StringRef Name : Inputs.Asked)
    P.probe(Name);
  return std::move(P.Found);
}

} // namespace async
