/// \file
/// Which calls ask an async lock, and which types hold one: from models and
/// from the structure of types that no model knows.

#ifndef ASYNC_TIDY_FACTS_ASYNCLOCKS_H
#define ASYNC_TIDY_FACTS_ASYNCLOCKS_H

#include "Facts/LockTypes.h"
#include "clang/AST/Type.h"

namespace clang {
class Expr;
} // namespace clang

namespace async {

/// A call whose result takes a lock when it is awaited.
struct LockRequest {
  /// The lock: the object of a member function, or an argument.
  const clang::Expr *Lock;
  /// Others may hold it in the same way: a reader's lock.
  bool Shared;
};

/// Answers for one translation unit; remembers them.
class AsyncLocks {
public:
  AsyncLocks(const Models &Library, LockTypes &Locks)
      : Library(Library), Locks(Locks) {}

  /// What awaiting a value of \p Type gives: the result of its own or its
  /// awaiter's await_resume ([expr.await]/3), or what a task is a task of. Null
  /// where that is not known.
  clang::QualType awaited(clang::QualType Type) const;

  /// True for a type that keeps an async lock for as long as it lives: modelled,
  /// or an object that only moves, has a destructor of its own, and is what a
  /// lock of this unit gives; also for std::optional and the like of one.
  bool isGuard(clang::QualType Type);

  /// If awaiting \p Call, which gives \p Result, takes a lock: which. Nothing
  /// where that is not known.
  std::optional<LockRequest> request(const clang::CallExpr &Call,
                                     clang::QualType Result);

private:
  bool isGuardClass(const clang::CXXRecordDecl &Class);
  bool gives(const clang::CXXRecordDecl &Lock,
             const clang::CXXRecordDecl &Guard) const;

  const Models &Library;
  LockTypes &Locks;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Guards;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_ASYNCLOCKS_H
