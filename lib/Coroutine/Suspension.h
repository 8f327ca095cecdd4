/// \file
/// Where a coroutine may give up control ([expr.await], [expr.yield]).

#ifndef ASYNC_TIDY_COROUTINE_SUSPENSION_H
#define ASYNC_TIDY_COROUTINE_SUSPENSION_H

#include "llvm/ADT/DenseMap.h"

namespace clang {
class CompoundStmt;
class CoroutineBodyStmt;
class CoroutineSuspendExpr;
class CXXRecordDecl;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace async {
class Models;

/// \returns the coroutine wrapper around the function's body, null if the
/// function has no body or is no coroutine ([dcl.fct.def.coroutine]/1).
const clang::CoroutineBodyStmt *
getCoroutineBody(const clang::FunctionDecl &Function);

/// The statements the user wrote: what a CFG is built over, since the wrapper
/// hides them behind the promise's machinery.
const clang::Stmt *getUserBody(const clang::FunctionDecl &Function);

/// Tells suspension points from awaits that never suspend. Remembers what it
/// found for a type, so make one a translation unit.
class SuspensionPoints {
public:
  explicit SuspensionPoints(const Models &Library) : Library(Library) {}

  /// False if \p E is known never to give up control: its awaitable is modelled
  /// as such, its await_ready is a constant true, or its await_suspend a
  /// constant false ([expr.await]/5). Unknown means that it may.
  bool maySuspend(const clang::CoroutineSuspendExpr &E);

private:
  bool alwaysReturns(const clang::FunctionDecl *Function, bool Value);

  const Models &Library;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Constant[2];
};

} // namespace async

#endif // ASYNC_TIDY_COROUTINE_SUSPENSION_H
