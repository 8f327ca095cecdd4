/// \file
/// What differs between the releases of LLVM that we build against: 19 and 22. The code
/// is written for 22; what 19 spells differently has the spelling of 22 here.

#ifndef ASYNC_TIDY_SUPPORT_CLANGCOMPAT_H
#define ASYNC_TIDY_SUPPORT_CLANGCOMPAT_H

#include "clang/AST/Type.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace async {

#if LLVM_VERSION_MAJOR >= 22

using llvm::StringSwitch;

#else

/// LLVM 22's, which takes the strings of `Cases` as one list.
template <typename T> class StringSwitch {
public:
  explicit StringSwitch(llvm::StringRef Text) : Text(Text) {}

  StringSwitch &Case(llvm::StringLiteral Name, T Value) {
    if (!Result && Text == Name)
      Result = std::move(Value);
    return *this;
  }
  StringSwitch &Cases(std::initializer_list<llvm::StringLiteral> Names,
                      T Value) {
    for (llvm::StringLiteral Name : Names)
      Case(Name, Value);
    return *this;
  }
  T Default(T Value) { return Result ? std::move(*Result) : std::move(Value); }

private:
  llvm::StringRef Text;
  std::optional<T> Result;
};

#endif

/// The using-declaration's name for what \p Written names.
inline const clang::UsingShadowDecl *
getUsingDecl(const clang::UsingType &Written) {
#if LLVM_VERSION_MAJOR >= 22
  return Written.getDecl();
#else
  return Written.getFoundDecl();
#endif
}

/// Puts \p Directory before \p Path if that is relative.
inline void makeAbsolute(llvm::StringRef Directory,
                         llvm::SmallVectorImpl<char> &Path) {
#if LLVM_VERSION_MAJOR >= 22
  llvm::sys::path::make_absolute(Directory, Path);
#else
  llvm::sys::fs::make_absolute(Directory, Path);
#endif
}

/// A diagnostics engine for \p Consumer, which outlives it, made known to \p Context,
/// clang-tidy's.
template <typename ClangTidyContext>
std::unique_ptr<clang::DiagnosticsEngine>
makeDiagnosticsEngine(ClangTidyContext &Context,
                      clang::DiagnosticConsumer &Consumer) {
#if LLVM_VERSION_MAJOR >= 22
  auto Options = std::make_unique<clang::DiagnosticOptions>();
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      clang::DiagnosticIDs::create(), *Options, &Consumer,
      /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(Options), Engine.get());
#else
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
      llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(), &Consumer,
      /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(Engine.get());
#endif
  return Engine;
}

/// A compiler that reads \p Files as \p Invocation says, and reports to \p Consumer,
/// which outlives it.
template <typename CompilerInstance, typename CompilerInvocation>
std::unique_ptr<CompilerInstance>
makeCompiler(std::shared_ptr<CompilerInvocation> Invocation,
             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
             clang::DiagnosticConsumer &Consumer) {
#if LLVM_VERSION_MAJOR >= 22
  auto Compiler = std::make_unique<CompilerInstance>(std::move(Invocation));
  Compiler->setVirtualFileSystem(std::move(Files));
  Compiler->createDiagnostics(&Consumer, /*ShouldOwnClient=*/false);
  Compiler->createFileManager();
#else
  auto Compiler = std::make_unique<CompilerInstance>();
  Compiler->setInvocation(std::move(Invocation));
  Compiler->createDiagnostics(&Consumer, /*ShouldOwnClient=*/false);
  Compiler->createFileManager(std::move(Files));
#endif
  return Compiler;
}

/// Makes \p Source one of those that \p S, Clang's Sema, asks; it shares its ownership.
template <typename Sema, typename ExternalSource>
void addExternalSource(Sema &S,
                       llvm::IntrusiveRefCntPtr<ExternalSource> Source) {
#if LLVM_VERSION_MAJOR >= 22
  S.addExternalSource(std::move(Source));
#else
  S.addExternalSource(Source.get());
#endif
}

/// The names of the checks that \p Options, clang-tidy's, enable.
template <typename ClangTidyOptions>
std::vector<std::string> enabledChecks(const ClangTidyOptions &Options) {
#if LLVM_VERSION_MAJOR >= 22
  return getCheckNames(Options, /*AllowEnablingAnalyzerAlphaCheckers=*/false,
                       /*ExperimentalCustomChecks=*/false);
#else
  return getCheckNames(Options, /*AllowEnablingAnalyzerAlphaCheckers=*/false);
#endif
}

} // namespace async

#endif // ASYNC_TIDY_SUPPORT_CLANGCOMPAT_H
