/// \file
/// The model files that a user's configuration names, for the modes that parse sources
/// themselves.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_MODELFILES_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_MODELFILES_H

#include "Models/Models.h"
#include "llvm/ADT/SmallVector.h"

namespace async {

/// clang-tidy's flags for its configuration.
struct ConfigFlags {
  /// `--config=<yaml>`.
  std::string Config;
  /// `--config-file=<file>`.
  std::string ConfigFile;

  /// The models that the checks would use for \p Source: the built-in ones, with those
  /// of the option ModelFiles in these flags or else in a .clang-tidy.
  llvm::Expected<std::shared_ptr<const Models>>
  modelsFor(llvm::StringRef Source) const;
};

/// Removes these flags from \p Args, as far as the `--`.
llvm::Expected<ConfigFlags>
takeModelFiles(llvm::SmallVectorImpl<const char *> &Args);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_MODELFILES_H
