/// \file
/// From the checks to the compiler's own output.

#ifndef ASYNC_TIDY_TOOLS_CLANGPLUGIN_COMPILERREPORTER_H
#define ASYNC_TIDY_TOOLS_CLANGPLUGIN_COMPILERREPORTER_H

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/StringSet.h"

#include <list>
#include <string>
#include <vector>

namespace clang::tidy {
class ClangTidyContext;
} // namespace clang::tidy

namespace async {

/// Stands at the end of the checks' diagnostics engine, judges each report as
/// clang-tidy does (NOLINT, header filter, warnings as errors), and keeps what is left
/// until it is handed to the compiler's engine. It judges before the compiler hears of a
/// report: what the compiler has counted as an error cannot be taken back.
class CompilerReporter : public clang::DiagnosticConsumer {
public:
  CompilerReporter(clang::tidy::ClangTidyContext &Context,
                   clang::DiagnosticsEngine &Compiler)
      : Context(Context), Compiler(Compiler) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// Hands over all reports, in the order of the text: the checks take turns.
  void flush();

private:
  /// What is said at one place, and its notes.
  struct Report {
    clang::StoredDiagnostic Main;
    std::vector<clang::StoredDiagnostic> Notes;
  };


  bool isDropped(clang::DiagnosticsEngine::Level Level,
                 const clang::Diagnostic &Info);
  bool isFilteredHeader(const clang::Diagnostic &Info) const;
  /// Makes a warning of \p Check an error if the command line or the configuration
  /// wants that; returns what follows the message and says so.
  std::string promote(clang::DiagnosticsEngine::Level &Level,
                      llvm::StringRef Check) const;
  clang::StoredDiagnostic store(clang::DiagnosticsEngine::Level Level,
                                const clang::Diagnostic &Info) const;
  void forward(const clang::StoredDiagnostic &Said);

  clang::tidy::ClangTidyContext &Context;
  clang::DiagnosticsEngine &Compiler;
  std::list<Report> Reports;
  /// Notes follow what they belong to.
  bool DroppedLast = false;
  /// Each check complains of the options that all have.
  llvm::StringSet<> Configuration;
};

} // namespace async

#endif // ASYNC_TIDY_TOOLS_CLANGPLUGIN_COMPILERREPORTER_H
