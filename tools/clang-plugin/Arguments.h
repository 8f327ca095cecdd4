/// \file
/// What the user asks of the compiler plugin, with `-fplugin-arg-async-<name>=<value>`
/// or in a `.clang-tidy`.

#ifndef ASYNC_TIDY_TOOLS_CLANGPLUGIN_ARGUMENTS_H
#define ASYNC_TIDY_TOOLS_CLANGPLUGIN_ARGUMENTS_H

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>

namespace async {

/// The arguments are named as clang-tidy's flags are. Empty: not given.
struct PluginArguments {
  /// `checks=<globs>`, after those of the configuration.
  std::string Checks;
  /// `config=<yaml>`, instead of the nearest `.clang-tidy`.
  std::string Config;
  /// `config-file=<path>`, instead of the nearest `.clang-tidy`.
  std::string ConfigFile;
  /// `warnings-as-errors=<globs>`, instead of the configuration's.
  std::string WarningsAsErrors;
};

/// Fails on an argument that is unknown, has no value, or contradicts another.
llvm::Expected<PluginArguments>
parsePluginArguments(llvm::ArrayRef<std::string> Words);

/// clang-tidy's options for the source \p File, with our checks only. Fails on a
/// configuration that is named and cannot be read, and on globs of ours that enable
/// nothing, which would be a green that means nothing.
llvm::Expected<clang::tidy::ClangTidyOptions>
readOptions(const PluginArguments &Arguments, llvm::StringRef File);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_CLANGPLUGIN_ARGUMENTS_H
