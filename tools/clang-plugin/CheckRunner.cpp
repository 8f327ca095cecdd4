#include "CheckRunner.h"

#include "Checks/AsyncModule.h"
#include "CompilerReporter.h"
#include "Support/ClangCompat.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclGroup.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

/// The parser's own declarations; instances are reached through their templates.
static bool isInstance(const Decl &D) {
  const auto *Function = dyn_cast<FunctionDecl>(&D);
  if (Function)
    return isTemplateInstantiation(Function->getTemplateSpecializationKind());
  const auto *Variable = dyn_cast<VarDecl>(&D);
  return Variable &&
         isTemplateInstantiation(Variable->getTemplateSpecializationKind());
}

bool CheckRunner::HandleTopLevelDecl(DeclGroupRef Group) {
  const SourceManager &SM = Compiler.getSourceManager();
  for (Decl *D : Group)
    if (!isInstance(*D) && !SM.isInSystemHeader(D->getLocation()))
      Declared.push_back(D);
  return true;
}

void CheckRunner::HandleTranslationUnit(ASTContext &AST) {
  // Code that does not compile has a message of its own to be read first.
  if (Declared.empty() || !AST.getLangOpts().Coroutines ||
      Compiler.getDiagnostics().hasUncompilableErrorOccurred())
    return;

  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), std::move(Options)));
  CompilerReporter Reporter(Context, Compiler.getDiagnostics());
  const std::unique_ptr<DiagnosticsEngine> Engine =
      makeDiagnosticsEngine(Context, Reporter);
  Context.setSourceManager(&AST.getSourceManager());
  Context.setCurrentFile(File);
  Context.setASTContext(&AST);

  ClangTidyCheckFactories Factories;
  AsyncModule().addCheckFactories(Factories);
  const std::vector<std::unique_ptr<ClangTidyCheck>> Checks =
      Factories.createChecksForLanguage(&Context);
  ast_matchers::MatchFinder Finder;
  for (const std::unique_ptr<ClangTidyCheck> &Check : Checks)
    Check->registerMatchers(&Finder);

  const std::vector<Decl *> Whole = AST.getTraversalScope();
  AST.setTraversalScope(Declared);
  Finder.matchAST(AST);
  AST.setTraversalScope(Whole);
  Reporter.flush();
}

} // namespace async
