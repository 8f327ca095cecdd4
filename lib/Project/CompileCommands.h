/// \file
/// The units of a project, out of its compile_commands.json
/// (clang.llvm.org/docs/JSONCompilationDatabase.html).

#ifndef ASYNC_TIDY_PROJECT_COMPILECOMMANDS_H
#define ASYNC_TIDY_PROJECT_COMPILECOMMANDS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace async {

/// One compiler command.
struct ProjectUnit {
  std::string Directory;
  /// Absolute, without `.` and `..`.
  std::string File;
  std::vector<std::string> Arguments;
};

/// The compile_commands.json to use. \p Given is what the user named: the file or
/// its directory. If empty, it is looked for in \p Start, `build*/` of it, and so on
/// up to the root of the file system. Fails if there is none, or several at one
/// level; the error says where it was looked for and what to do.
llvm::Expected<std::string> findCompileCommands(llvm::StringRef Given,
                                                llvm::StringRef Start);

/// The units that the file \p Path names, in its order, each command once. Flags that
/// Clang does not know are taken out of the commands: GCC has many. Fails on what
/// cannot be read or is no such database, and on one without units.
llvm::Expected<std::vector<ProjectUnit>>
readCompileCommands(llvm::StringRef Path);

/// \p Arguments without the options that Clang's driver does not know.
std::vector<std::string>
withoutUnknownOptions(const std::vector<std::string> &Arguments);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_COMPILECOMMANDS_H
