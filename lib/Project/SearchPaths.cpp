#include "Project/SearchPaths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

std::string canonicalPath(StringRef Path, StringRef Directory) {
  SmallString<256> Absolute(Path);
  path::make_absolute(Directory, Absolute);
  SmallString<256> Real;
  if (fs::real_path(path::parent_path(Absolute), Real)) {
    path::remove_dots(Absolute, /*remove_dot_dot=*/true);
    return std::string(Absolute);
  }
  path::append(Real, path::filename(Absolute));
  return std::string(Real);
}

bool isBelow(StringRef Path, StringRef Directory) {
  return Path.consume_front(Directory) &&
         (Directory.ends_with("/") || Path.starts_with("/"));
}

static void addDirectory(StringRef Value, StringRef From,
                         std::vector<std::string> &To) {
  SmallString<256> Path(Value);
  path::make_absolute(From, Path);
  SmallString<256> Real;
  if (!fs::real_path(Path, Real))
    To.push_back(std::string(Real));
}

SearchPaths::SearchPaths(const ProjectUnit &Unit) {
  for (StringRef Directory :
       {"/usr/include", "/usr/lib", "/usr/lib64", "/usr/local/include"})
    System.push_back(Directory.str());
  for (size_t I = 0; I != Unit.Arguments.size(); ++I) {
    add(Unit, I, "-isystem", System);
    add(Unit, I, "-I", Own);
    add(Unit, I, "-iquote", Own);
  }
  // Clang takes these for -I, after those of the command.
  SmallVector<StringRef, 4> Environment;
  std::optional<std::string> Paths = sys::Process::GetEnv("CPATH");
  if (Paths && !Paths->empty())
    StringRef(*Paths).split(Environment, sys::EnvPathSeparator);
  for (StringRef Directory : Environment)
    addDirectory(Directory.empty() ? "." : Directory, Unit.Directory, Own);
}

bool SearchPaths::isSystem(StringRef Path) const {
  return llvm::any_of(System, [&](StringRef D) { return isBelow(Path, D); }) &&
         llvm::none_of(Own, [&](StringRef D) { return isBelow(Path, D); });
}

std::vector<std::string> SearchPaths::all() const {
  std::vector<std::string> All = Own;
  llvm::append_range(All, System);
  return All;
}

void SearchPaths::add(const ProjectUnit &Unit, size_t Index, StringRef Option,
                      std::vector<std::string> &To) {
  StringRef Value = Unit.Arguments[Index];
  if (!Value.consume_front(Option))
    return;
  if (Value.empty() && Index + 1 != Unit.Arguments.size())
    Value = Unit.Arguments[Index + 1];
  if (!Value.empty())
    addDirectory(Value, Unit.Directory, To);
}

} // namespace async
