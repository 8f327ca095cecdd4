/// \file
/// All analyses on one translation unit, as the checks run them with default options,
/// with no threshold and no words.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_ALLHAZARDS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_ALLHAZARDS_H

#include "Checks/UnitAnalysis.h"
#include "Hazards/BlockingCall.h"
#include "Hazards/LockOrder.h"
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

  explicit AllHazards(UnitAnalysis &Analysis);

  /// Calls \p Visit for the hazards of \p Coroutine, of all kinds and confidences.
  /// Nothing for a coroutine that is skipped.
  void ofCoroutine(const clang::FunctionDecl &Coroutine, Visitor Visit);

  /// The same for a plain function: what it starts.
  void ofPlain(const clang::FunctionDecl &Function, Visitor Visit);

private:
  void ofTasks(const FunctionFacts &Facts, Visitor Visit);
  void ofLocks(FunctionAnalysis &Known, Visitor Visit);
  void ofState(const FunctionFacts &Facts, Visitor Visit);

  UnitAnalysis &Analysis;
  BlockingCalls Calls;
  LockOrders Orders;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 8> Classes;
};

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_ALLHAZARDS_H
