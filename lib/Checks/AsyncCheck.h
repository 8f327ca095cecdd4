/// \file
/// What all checks of the module share: options, the entry at coroutines, and
/// one analysis a translation unit.

#ifndef ASYNC_TIDY_CHECKS_ASYNCCHECK_H
#define ASYNC_TIDY_CHECKS_ASYNCCHECK_H

#include "Checks/RewriteWords.h"
#include "Checks/RoleTag.h"
#include "Checks/UnitAnalysis.h"
#include "Hazards/Hazard.h"
#include "Hazards/Threads.h"
#include "clang-tidy/ClangTidyCheck.h"

namespace async {

/// A list option: names with semicolons between them. clang-tidy's own helper
/// for this lies in a library that plugins can't count on.
std::vector<std::string> parseList(llvm::StringRef Text);
std::string printList(const std::vector<std::string> &Names);

class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const final {
    return LangOpts.Coroutines;
  }
  std::optional<clang::TraversalKind> getCheckTraversalKind() const final {
    return clang::TK_AsIs;
  }
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() override;
  void registerPPCallbacks(const clang::SourceManager &,
                           clang::Preprocessor *Read,
                           clang::Preprocessor *) final {
    PP = Read;
  }

protected:
  /// The one of \p Candidates that is offered for \p H, a hazard of \p In: the
  /// first that fits to those offered before, does not need a decision if one
  /// does not and, where fixes are verified, has been tried in memory. Nothing in
  /// code that does not compile.
  std::optional<Rewrite> offer(const Hazard &H, const FunctionFacts &In,
                               UnitAnalysis &TheUnit,
                               llvm::ArrayRef<Rewrite> Candidates);

  /// Called once for each coroutine of the user's that could be analysed.
  virtual void checkCoroutine(FunctionAnalysis &Coroutine,
                              UnitAnalysis &TheUnit) = 0;

  /// True if the check also asks about plain functions that may start tasks.
  virtual bool asksForStarters() const { return false; }

  /// Called once for each plain function of the user's that may start tasks or
  /// hand out callables, if the check asks for them.
  virtual void checkStarter(FunctionAnalysis &Starter, UnitAnalysis &TheUnit) {}

  /// Further lock types for the unit's analysis, by qualified name.
  virtual std::vector<std::string> extraLockTypes() const { return {}; }

  /// True if a hazard of this confidence is to be reported.
  bool reports(Confidence Level) const { return Level >= Threshold; }

  /// What the option `Executor` says of the threads that run the coroutines.
  Threads threads() const { return Runs; }

private:
  clang::tidy::ClangTidyContext *Context;
  std::string ModelFiles;
  std::string ThresholdName;
  std::string ExecutorName;
  std::string VerifyName;
  Threads Runs = Threads::Unknown;
  bool Verifies = false;
  clang::Preprocessor *PP = nullptr;
  Confidence Threshold = Confidence::Likely;
  std::shared_ptr<const Models> Library;
  std::shared_ptr<UnitAnalysis> Analysis;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_ASYNCCHECK_H
