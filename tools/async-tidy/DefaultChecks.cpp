/// \file
/// Makes `-*,async-*` the checks that run when nothing names any.
///
/// clang-tidy decides per source file: each may have its own `.clang-tidy`. So does
/// this: it takes the place of clang-tidy's two option providers, asks them first, and
/// changes the built-in list (compiler warnings and the static analyzer) only for a file
/// for which neither `-checks`, nor `-config`, nor a `.clang-tidy` names checks.
///
/// The providers are made inside clangTidyMain(), which offers no way to pass our own.
/// The linker's --wrap sends its constructor calls here (see CMakeLists.txt), where an
/// object of a derived class of the same size is built in the memory given.

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/STLExtras.h"

#include <new>
#include <string>
#include <vector>

using namespace clang::tidy;
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

namespace {

/// \p Provider is clang-tidy's FileOptionsProvider or ConfigOptionsProvider.
template <typename Provider> struct WithOurDefault : Provider {
  using Provider::Provider;
  using OptionsSource = ClangTidyOptionsProvider::OptionsSource;

  std::vector<OptionsSource>
  getRawOptions(llvm::StringRef FileName) override {
    std::vector<OptionsSource> Sources = Provider::getRawOptions(FileName);
    auto NamesChecks = [](const OptionsSource &Source) {
      return Source.first.Checks && !Source.first.Checks->empty();
    };
    // The first source is what is built in.
    if (Sources.empty() || llvm::any_of(llvm::drop_begin(Sources), NamesChecks))
      return Sources;
    Sources.front().first.Checks = "-*,async-*";
    Sources.front().second = "async-tidy binary";
    return Sources;
  }
};

static_assert(sizeof(WithOurDefault<FileOptionsProvider>) ==
                      sizeof(FileOptionsProvider) &&
                  sizeof(WithOurDefault<ConfigOptionsProvider>) ==
                      sizeof(ConfigOptionsProvider),
              "the caller allocates clang-tidy's class");

} // namespace

#define FILE_OPTIONS_PROVIDER                                                  \
  "__wrap__ZN5clang4tidy19FileOptionsProviderC1ENS0_22ClangTidyGlobalOptions"  \
  "ENS0_16ClangTidyOptionsES3_N4llvm18IntrusiveRefCntPtrINS4_3vfs"             \
  "10FileSystemEEE"
#define CONFIG_OPTIONS_PROVIDER                                                \
  "__wrap__ZN5clang4tidy21ConfigOptionsProviderC1ENS0_22ClangTidyGlobal"       \
  "OptionsENS0_16ClangTidyOptionsES3_S3_N4llvm18IntrusiveRefCntPtrINS4_"       \
  "3vfs10FileSystemEEE"

void makeFileOptionsProvider(void *Memory, ClangTidyGlobalOptions Global,
                             ClangTidyOptions Default,
                             ClangTidyOptions Override,
                             FileSystem FS) asm(FILE_OPTIONS_PROVIDER);

void makeFileOptionsProvider(void *Memory, ClangTidyGlobalOptions Global,
                             ClangTidyOptions Default,
                             ClangTidyOptions Override, FileSystem FS) {
  new (Memory) WithOurDefault<FileOptionsProvider>(
      std::move(Global), std::move(Default), std::move(Override),
      std::move(FS));
}

void makeConfigOptionsProvider(void *Memory, ClangTidyGlobalOptions Global,
                               ClangTidyOptions Default,
                               ClangTidyOptions Config,
                               ClangTidyOptions Override,
                               FileSystem FS) asm(CONFIG_OPTIONS_PROVIDER);

void makeConfigOptionsProvider(void *Memory, ClangTidyGlobalOptions Global,
                               ClangTidyOptions Default,
                               ClangTidyOptions Config,
                               ClangTidyOptions Override, FileSystem FS) {
  new (Memory) WithOurDefault<ConfigOptionsProvider>(
      std::move(Global), std::move(Default), std::move(Config),
      std::move(Override), std::move(FS));
}
