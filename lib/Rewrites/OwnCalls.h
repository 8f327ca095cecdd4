/// \file
/// The calls by which the functions of a class use each other on the same object.

#ifndef ASYNC_TIDY_REWRITES_OWNCALLS_H
#define ASYNC_TIDY_REWRITES_OWNCALLS_H

#include "Sharing/ClassView.h"
#include "clang/AST/ExprCXX.h"

namespace async {

struct OwnCall {
  const clang::CXXMethodDecl *Callee;
  const clang::CXXMemberCallExpr *Call;
  /// Of the callee's name.
  clang::SourceLocation Name;
};

/// The calls on `this` in the body of \p Function, in the order of the text, without
/// those in lambdas that somebody else runs.
std::vector<OwnCall> ownCalls(const clang::FunctionDecl &Function,
                              const ClassView &View);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_OWNCALLS_H
