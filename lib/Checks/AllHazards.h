/// \file
/// All analyses on one translation unit, as the checks run them with default options
/// but for the executor, with no threshold and no words.

#ifndef ASYNC_TIDY_CHECKS_ALLHAZARDS_H
#define ASYNC_TIDY_CHECKS_ALLHAZARDS_H

#include "Checks/UnitAnalysis.h"
#include "Hazards/BlockingCall.h"
#include "Hazards/LockOrder.h"
#include "Hazards/Threads.h"
#include "Rewrites/Offers.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async {

/// The functions of a unit that checks are asked about: defined in it, by the user,
/// and not in a system header.
struct UserFunctions {
  /// Coroutines that are no templates; instantiations are coroutines of their own.
  std::vector<const clang::FunctionDecl *> Coroutines;
  /// The plain functions.
  std::vector<const clang::FunctionDecl *> Plain;
  /// Coroutines that are patterns of templates: only their instantiations mean anything.
  unsigned Patterns = 0;
  /// Coroutines that Clang could not make sense of.
  unsigned Broken = 0;

  /// In the order of the unit.
  static UserFunctions of(clang::ASTContext &AST);
};

/// A named place beside the hazard's own: the corner of a triple.
struct Corner {
  const char *Role;
  clang::SourceRange Where;
  /// Who does it; null if that is the coroutine or not known.
  const clang::FunctionDecl *By = nullptr;
};

class AllHazards {
public:
  using Visitor =
      llvm::function_ref<void(const Hazard &, llvm::ArrayRef<Corner>)>;

  /// \p Runs: what the option `Executor` says.
  explicit AllHazards(UnitAnalysis &Analysis, Threads Runs = Threads::Unknown);

  /// Calls \p Visit for the hazards of \p Coroutine, of all kinds and confidences.
  /// Nothing for a coroutine that is skipped.
  void ofCoroutine(const clang::FunctionDecl &Coroutine, Visitor Visit);

  /// The same for a plain function: what it starts.
  void ofPlain(const clang::FunctionDecl &Function, Visitor Visit);

  /// From now on hazards are visited with their `Rewrites`.
  void addRewrites() { WithRewrites = true; }

private:
  template <typename SomeHazard>
  void visit(Visitor Visit, const SomeHazard &Found, const FunctionFacts &In,
             llvm::ArrayRef<Corner> Corners);
  void ofTasks(const FunctionFacts &Facts, Visitor Visit);
  void ofLocks(FunctionAnalysis &Known, Visitor Visit);
  void ofState(const FunctionFacts &Facts, Visitor Visit);

  UnitAnalysis &Analysis;
  Threads Runs;
  bool WithRewrites = false;
  BlockingCalls Calls;
  LockOrders Orders;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 8> Classes;
};

/// How many hazards the unit has. \p Rewritable gets those that have rewrites.
HazardCount countHazards(UnitAnalysis &Analysis, Threads Runs,
                         std::vector<RewriteRequest> *Rewritable = nullptr);

/// The check that reports them, without `async-`.
llvm::StringRef checkOf(HazardKind Kind);

} // namespace async

#endif // ASYNC_TIDY_CHECKS_ALLHAZARDS_H
