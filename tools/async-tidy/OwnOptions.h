/// \file
/// The flags that async-tidy has and clang-tidy has not. They are taken out of the
/// command line before clang-tidy parses the rest, and only from what stands before
/// `--`: behind it are the compiler's flags.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_OWNOPTIONS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_OWNOPTIONS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>

namespace async {

/// What the user asked of async-tidy itself. A new flag is a member here and a row of
/// the table in OwnOptions.cpp.
struct OwnOptions {
  /// `--explain <check>`.
  std::optional<std::string> Explain;
  /// `--dump=facts|flow|tasks|hazards`.
  std::optional<std::string> Dump;
  /// `--suggest-actor=<class>`.
  std::optional<std::string> SuggestActor;
  /// `--suggest-values=<class>::<name>`.
  std::optional<std::string> SuggestValues;
  /// `--stats`.
  bool Stats = false;
  /// `--print-plugin`.
  bool PrintPlugin = false;
  /// `--print-compiler-plugin`.
  bool PrintCompilerPlugin = false;
  /// `--help` and its relatives; clang-tidy sees them too.
  bool Help = false;
  /// `--version`; clang-tidy sees it too.
  bool Version = false;
};

/// Removes our flags from \p Args (the program's name first). Fails on a flag of ours
/// that lacks its value, or has one it does not take.
llvm::Expected<OwnOptions>
takeOwnOptions(llvm::SmallVectorImpl<const char *> &Args);

/// Our part of `--help`.
void printOwnHelp(llvm::raw_ostream &OS);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_OWNOPTIONS_H
