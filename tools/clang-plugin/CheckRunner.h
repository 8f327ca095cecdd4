/// \file
/// The checks at the end of a compiler's parse.

#ifndef ASYNC_TIDY_TOOLS_CLANGPLUGIN_CHECKRUNNER_H
#define ASYNC_TIDY_TOOLS_CLANGPLUGIN_CHECKRUNNER_H

#include "clang-tidy/ClangTidyOptions.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <string>
#include <vector>

namespace async {

/// Runs our checks over what the unit itself declares, after the compiler has made its
/// output of it. Declarations of system headers, of precompiled headers and of imported
/// modules are read where a check asks for them, and never walked through: a header
/// that is precompiled is checked when it is.
class CheckRunner : public clang::ASTConsumer {
public:
  CheckRunner(clang::CompilerInstance &Compiler,
              clang::tidy::ClangTidyOptions Options, std::string File)
      : Compiler(Compiler), Options(std::move(Options)), File(std::move(File)) {
  }

  bool HandleTopLevelDecl(clang::DeclGroupRef Group) override;
  /// What comes from a precompiled header or a module.
  void HandleInterestingDecl(clang::DeclGroupRef) override {}
  void HandleTranslationUnit(clang::ASTContext &AST) override;

private:
  clang::CompilerInstance &Compiler;
  clang::tidy::ClangTidyOptions Options;
  std::string File;
  std::vector<clang::Decl *> Declared;
};

} // namespace async

#endif // ASYNC_TIDY_TOOLS_CLANGPLUGIN_CHECKRUNNER_H
