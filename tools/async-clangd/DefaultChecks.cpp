/// \file
/// Adds `async-*` to the checks that clangd runs when the user names none. clangd asks
/// for these last, after `.clang-tidy` and `.clangd`, and only fills an empty list; so
/// do we, and a user's own choice stays as it is.

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/StringRef.h"

/// clangd's TidyProvider, from its TidyProvider.h, which is not installed.
using TidyProvider =
    llvm::unique_function<void(clang::tidy::ClangTidyOptions &, llvm::StringRef)
                              const>;

TidyProvider realProvideDefaultChecks() asm(
    "__real__ZN5clang6clangd20provideDefaultChecksEv");
TidyProvider provideDefaultChecks() asm(
    "__wrap__ZN5clang6clangd20provideDefaultChecksEv");

TidyProvider provideDefaultChecks() {
  return [Clangds = realProvideDefaultChecks()](
             clang::tidy::ClangTidyOptions &Options, llvm::StringRef File) {
    const bool Named = Options.Checks && !Options.Checks->empty();
    Clangds(Options, File);
    if (!Named)
      Options.Checks = Options.Checks.value_or("") + ",async-*";
  };
}
