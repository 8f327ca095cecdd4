/// \file
/// Which of our checks a configuration of clang-tidy wants.

#ifndef ASYNC_TIDY_CHECKS_CHECKSELECTION_H
#define ASYNC_TIDY_CHECKS_CHECKSELECTION_H

#include "clang-tidy/ClangTidyOptions.h"
#include <string>
#include <vector>

namespace async {

/// The names of our checks that these globs, as in `-checks`, enable; sorted.
std::vector<std::string> checksIn(llvm::StringRef Globs);

/// The names of our checks that \p Options enables, sorted. All of them if `Checks` is
/// silent on `async-*`: such a configuration was written before they were there, and
/// whoever runs a program that has no other checks wants these.
std::vector<std::string>
selectChecks(const clang::tidy::ClangTidyOptions &Options);

/// `-*,a,b`: the value of `Checks` that enables these and nothing else.
std::string onlyChecks(const std::vector<std::string> &Names);

} // namespace async

#endif // ASYNC_TIDY_CHECKS_CHECKSELECTION_H
