/// \file
/// Which types are locks and guards, and what their functions do: from models,
/// from Clang's thread-safety attributes, and from a type's own structure.

#ifndef ASYNC_TIDY_FACTS_LOCKTYPES_H
#define ASYNC_TIDY_FACTS_LOCKTYPES_H

#include "Models/Models.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>

namespace clang {
class CallExpr;
class CXXConstructorDecl;
class CXXMethodDecl;
class CXXRecordDecl;
class QualType;
} // namespace clang

namespace async {

/// What a type is to the lock analyses.
enum class LockKind : uint8_t {
  None,
  ThreadMutex,
  /// Owns thread mutexes, itself or through a member, base or, as an
  /// std::optional or std::unique_ptr of a guard does, through its content.
  ThreadGuard,
  AsyncMutex,
  AsyncGuard,
};

/// Classifies the types of one translation unit; remembers its answers.
class LockTypes {
public:
  /// \p Extra names further mutexes and guards, by qualified name.
  LockTypes(const Models &Library, llvm::ArrayRef<std::string> Extra)
      : Library(Library), Extra(Extra.begin(), Extra.end()) {}

  /// References are looked through, pointers are not. None where unknown.
  LockKind classify(clang::QualType Type);
  LockKind classify(const clang::CXXRecordDecl *Class);

  /// True for a mutex of either world and for whatever has lock() and unlock()
  /// ([thread.req.lockable.basic]), which suffices where it is given to a guard.
  bool isLockable(clang::QualType Type);

  /// True for a mutex that its holder can lock again ([thread.mutex.recursive]).
  bool isRecursive(clang::QualType Type) const;

  /// What calling \p Function does to the lock or guard it is called on, or,
  /// for a free function, to its arguments. None where unknown.
  CallModel effect(const clang::FunctionDecl &Function);

  /// The meaning of a constructor argument of tag type.
  std::optional<GuardTag> tag(clang::QualType Type) const;

  /// True if being a guard is what the type is for, as a model, an attribute or
  /// the user says, so that whatever makes one locks.
  bool isDeclaredGuard(const clang::CXXRecordDecl &Class) const;

  /// True if an object that \p Constructor made without a mutex or guard among
  /// its arguments holds a lock all the same: a visible body locks one.
  bool locksByItself(const clang::CXXConstructorDecl &Constructor);

private:
  LockKind classifyUncached(const clang::CXXRecordDecl &Class);
  LockKind fromTemplateArgument(const clang::CXXRecordDecl &Class,
                                LockKind Guard, LockKind OfAsync);
  bool ownsGuard(const clang::CXXRecordDecl &Class);
  bool destructorUnlocks(const clang::CXXRecordDecl &Class);
  bool isLockable(const clang::CXXRecordDecl &Class, bool UsedAsLock);
  static const clang::CXXMethodDecl *
  findNullary(const clang::CXXRecordDecl &Class, llvm::StringRef Name);
  bool canBlock(const clang::FunctionDecl &Lock);
  CallRole roleOnLock(const clang::CallExpr &Call);
  bool isExtra(const clang::CXXRecordDecl &Class) const;
  CallModel effectFromAttributes(const clang::FunctionDecl &Function) const;
  CallModel effectFromBody(const clang::CXXMethodDecl &Method);

  const Models &Library;
  llvm::SmallVector<std::string, 2> Extra;
  llvm::DenseMap<const clang::CXXRecordDecl *, LockKind> Kinds;
  llvm::DenseMap<const clang::FunctionDecl *, CallModel> Effects;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_LOCKTYPES_H
