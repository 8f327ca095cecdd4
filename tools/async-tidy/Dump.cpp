#include "Dump.h"

#include "DumpHazards.h"
#include "Sources.h"
#include "Checks/UnitAnalysis.h"
#include "Facts/Dump.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/Tooling.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace async {
namespace {

class Dumper : public MatchFinder::MatchCallback {
public:
  explicit Dumper(DumpKind Kind) : Kind(Kind) {}

  std::optional<TraversalKind> getCheckTraversalKind() const override {
    return TK_AsIs;
  }

  void run(const MatchFinder::MatchResult &Result) override {
    const auto &Function = *Result.Nodes.getNodeAs<FunctionDecl>("coroutine");
    const SourceManager &SM = *Result.SourceManager;
    if (Function.isDependentContext() ||
        SM.isInSystemHeader(Function.getLocation()))
      return;
    std::shared_ptr<UnitAnalysis> Analysis =
        UnitAnalysis::get(*Result.Context, Models::builtin(), {});
    FunctionAnalysis *Coroutine = Analysis->analyze(Function);
    if (!Coroutine)
      return;
    if (Kind == DumpKind::Tasks) {
      const std::vector<TaskStart> &Starts = Analysis->tasks().of(Function);
      if (!Starts.empty())
        llvm::outs() << Function.getQualifiedNameAsString() << ":\n";
      for (const TaskStart &T : Starts)
        dumpTask(T, SM);
      return;
    }
    if (Kind == DumpKind::Facts) {
      dumpFacts(Coroutine->facts(), SM, llvm::outs());
      return;
    }
    const HeldLocks &Locks = Coroutine->locks();
    dumpFacts(Coroutine->facts(), SM, llvm::outs(), [&](const Fact &F) {
      for (const HeldLock &Lock : Locks.before(F)) {
        llvm::outs() << "; held by " << Lock.Owner->spelling() << ':';
        for (const Path *What : Lock.Acquired->Locks)
          llvm::outs() << ' ' << What->spelling();
      }
    });
  }

private:
  static void dumpTask(const TaskStart &T, const SourceManager &SM) {
    static constexpr StringRef Fates[] = {"unknown", "awaited",  "joined",
                                          "scoped",  "stored",   "detached",
                                          "returned"};
    auto Line = [&](const Fact &F) {
      return SM.getExpansionLineNumber(F.range().getBegin());
    };
    llvm::outs() << "  " << Line(*T.Start) << ": "
                 << (T.Body ? T.Body->getNameAsString() : "?") << ' '
                 << Fates[static_cast<unsigned>(T.How)];
    if (T.By && T.By->Callee)
      llvm::outs() << " by " << T.By->Callee->getNameAsString();
    if (T.Kept)
      llvm::outs() << " kept in " << T.Kept->spelling();
    if (T.Range)
      llvm::outs() << " over " << T.Range->spelling();
    if (T.Eager)
      llvm::outs() << " eager";
    if (T.InLoop)
      llvm::outs() << " in a loop";
    if (T.Many)
      llvm::outs() << " many";
    if (T.Join)
      llvm::outs() << " until " << Line(*T.Join);
    llvm::outs() << '\n';
  }

  DumpKind Kind;
};

/// Prints the hazards of a unit.
struct HazardAction : ASTFrontendAction {
  struct Consumer : ASTConsumer {
    void HandleTranslationUnit(ASTContext &AST) override {
      dumpHazards(AST, llvm::outs());
    }
  };
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>();
  }
};

} // namespace

int dump(DumpKind Kind, llvm::SmallVectorImpl<const char *> &Args) {
  if (Kind == DumpKind::Hazards)
    return runOnSources(
        Args, *tooling::newFrontendActionFactory<HazardAction>());
  Dumper Callback(Kind);
  MatchFinder Finder;
  if (Kind == DumpKind::Tasks)
    Finder.addMatcher(
        functionDecl(unless(isImplicit()), isDefinition()).bind("coroutine"),
        &Callback);
  else
    Finder.addMatcher(
        functionDecl(unless(isImplicit()), hasBody(coroutineBodyStmt()))
            .bind("coroutine"),
        &Callback);
  return runOnSources(Args, *tooling::newFrontendActionFactory(&Finder));
}

} // namespace async
