#include "Locations.h"

#include "HostConfig.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <array>

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async::host {

/// \p Relative, seen from the directory of \p Executable, without `..`.
static std::string besideExecutable(llvm::StringRef Executable,
                                    llvm::StringRef Relative) {
  llvm::SmallString<256> Path(path::parent_path(Executable));
  path::append(Path, Relative);
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  return std::string(Path);
}

/// In order: a build tree, an installed prefix.
static std::array<std::string, 2> pluginCandidates(llvm::StringRef Executable,
                                                   Plugin Which) {
  const std::string Name = Which == Plugin::ClangTidy
                               ? ASYNC_TIDY_PLUGIN_NAME
                               : ASYNC_COMPILER_PLUGIN_NAME;
  return {besideExecutable(Executable, "../lib/" + Name),
          besideExecutable(Executable, ASYNC_PLUGINS_FROM_BINDIR "/" + Name)};
}

std::string executablePath(const char *Argv0) {
  static int Anchor; // Only its address counts: it lies in this program.
  std::string Path = fs::getMainExecutable(Argv0, &Anchor);
  llvm::SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path : std::string(Real);
}

std::optional<std::string> resourceDirToPass(llvm::StringRef Executable) {
  std::string Own = besideExecutable(
      Executable, "../lib/clang/" CLANG_VERSION_MAJOR_STRING "/include/stddef.h");
  if (fs::exists(Own))
    return std::nullopt;
  return ASYNC_RESOURCE_DIR;
}

std::optional<std::string> pluginPath(llvm::StringRef Executable, Plugin Which) {
  for (const std::string &Path : pluginCandidates(Executable, Which))
    if (fs::exists(Path))
      return Path;
  return std::nullopt;
}

std::string pluginPlaces(llvm::StringRef Executable, Plugin Which) {
  return llvm::join(pluginCandidates(Executable, Which), ", ");
}

bool setsResourceDir(llvm::ArrayRef<const char *> Args) {
  return llvm::any_of(Args, [](llvm::StringRef Arg) {
    return Arg.contains("-resource-dir");
  });
}

} // namespace async::host
