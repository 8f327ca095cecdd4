/// \file
/// Where the files that belong to the running program lie, in a build tree as in an
/// installed prefix, wherever that was copied to.

#ifndef ASYNC_TIDY_TOOLS_HOST_LOCATIONS_H
#define ASYNC_TIDY_TOOLS_HOST_LOCATIONS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace async::host {

/// The running program, symbolic links resolved.
std::string executablePath(const char *Argv0);

/// The resource directory to hand to Clang, or nothing where Clang finds its own:
/// Clang looks in `<exe>/../lib/clang/<major>` only, so a program outside LLVM's
/// prefix must be told, or `stddef.h` is not found.
std::optional<std::string> resourceDirToPass(llvm::StringRef Executable);

enum class Plugin {
  /// For clang-tidy's `-load`.
  ClangTidy,
  /// For the compiler's `-fplugin=`.
  Compiler,
};

/// The plugin that was built or installed with \p Executable, or nothing.
std::optional<std::string> pluginPath(llvm::StringRef Executable, Plugin Which);

/// Where pluginPath looks, for its error message.
std::string pluginPlaces(llvm::StringRef Executable, Plugin Which);

/// True if some argument before a `--`, or after it, sets the resource directory.
bool setsResourceDir(llvm::ArrayRef<const char *> Args);

} // namespace async::host

#endif // ASYNC_TIDY_TOOLS_HOST_LOCATIONS_H
