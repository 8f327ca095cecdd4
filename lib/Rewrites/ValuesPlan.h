/// \file
/// What becomes of a class whose member is passed in and returned instead of kept: the
/// state of a state machine belongs to whoever drives it.

#ifndef ASYNC_TIDY_REWRITES_VALUESPLAN_H
#define ASYNC_TIDY_REWRITES_VALUESPLAN_H

#include "Rewrites/ActorPlan.h"
#include "Rewrites/OwnCalls.h"

namespace async {

/// A function that gets the value as its first parameter.
struct ValueFunction {
  const clang::CXXMethodDecl *Method = nullptr;
  /// It changes the value, and returns it, alone or before its own result.
  bool Changes = false;
  /// Its result is a task.
  bool IsCoroutine = false;
  /// Its own result; "void" for none.
  std::string Result;
  /// How its task is spelled; empty for a plain function.
  TaskSpelling Task;
  /// Where its body names the member.
  std::vector<clang::SourceRange> Uses;
  /// Its calls of others that get the value.
  std::vector<OwnCall> Calls;
};

struct ValuesPlan {
  const clang::CXXRecordDecl *Class = nullptr;
  const clang::FieldDecl *Member = nullptr;
  /// In the order of declaration.
  std::vector<ValueFunction> Functions;

  const ValueFunction *find(const clang::CXXMethodDecl &Method) const;
};

/// The plan for the member of \p Class that is called \p Name, or that the coroutine of
/// that name changes: one that is an enumeration, or else the only number or bool.
/// Nothing if there are \p Obstacles, of which there is then at least one.
std::optional<ValuesPlan> planValues(const clang::CXXRecordDecl &Class,
                                     llvm::StringRef Name, ClassView &View,
                                     Starters &Started,
                                     std::vector<Obstacle> &Obstacles);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_VALUESPLAN_H
