/// \file
/// A path names a storage location as a base and steps from it:
/// `this->conn_.state`, `this->cache_[*]`, `*p`. Paths are compared by
/// declaration, never by spelling, and are interned: equal paths are the same
/// object.

#ifndef ASYNC_TIDY_FACTS_PATH_H
#define ASYNC_TIDY_FACTS_PATH_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Allocator.h"
#include <cstdint>
#include <string>

namespace clang {
class CXXRecordDecl;
class Expr;
class FieldDecl;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace async {

class Path {
public:
  enum class Step : uint8_t {
    /// The object `this` points to.
    This,
    /// A local variable or parameter, also one captured by a lambda.
    Variable,
    /// A variable of static or thread storage duration.
    Global,
    /// The object a prvalue creates, or a call's result of which nothing is
    /// known; one per expression.
    Temporary,
    /// A non-static data member of the parent.
    Field,
    /// What the parent, a pointer or an owning handle, points to.
    Pointee,
    /// Any element of the parent, a container or an array.
    Element,
  };

  /// Longer paths are cut: the path of `a.b.c.d.e...` is that of its first
  /// steps, which overlaps with more but never with less.
  static constexpr unsigned MaxDepth = 8;

  Step step() const { return Kind; }
  /// Null for a base.
  const Path *parent() const { return Parent; }
  unsigned depth() const { return Depth; }
  /// The first step's path.
  const Path &base() const;

  /// The variable of a Variable or Global step, the member of a Field step.
  const clang::ValueDecl *decl() const;
  /// The expression of a Temporary step.
  const clang::Expr *temporary() const;
  /// The class of a This step.
  const clang::CXXRecordDecl *thisClass() const;

  /// True if this is \p Other or contains it.
  bool contains(const Path &Other) const;
  /// True if one contains the other: writing one may change the other.
  bool overlaps(const Path &Other) const {
    return contains(Other) || Other.contains(*this);
  }

  /// True for what a reference refers to, which is spelled as the reference.
  bool isReferent() const;

  /// As a user would spell it: `conn_.state`, `cache_[...]`, `*p`. Empty for
  /// a temporary, which has no name.
  std::string spelling() const;

private:
  friend class PathFactory;
  Path(Step Kind, const Path *Parent, const void *Key, unsigned Depth)
      : Kind(Kind), Depth(Depth), Parent(Parent), Key(Key) {}

  Step Kind;
  unsigned Depth;
  const Path *Parent;
  const void *Key;
};

/// Makes and owns the paths of one function or, where functions are compared
/// with each other, of one translation unit.
class PathFactory {
public:
  const Path *getThis(const clang::CXXRecordDecl *Class);
  /// Variable or Global, as the declaration's storage says.
  const Path *getVariable(const clang::VarDecl *Variable);
  const Path *getTemporary(const clang::Expr *E);
  const Path *getField(const Path *Parent, const clang::FieldDecl *Field);
  const Path *getPointee(const Path *Parent);
  const Path *getElement(const Path *Parent);

  /// \p Suffix's steps below \p From, put onto \p To: with From `this->c` and
  /// To `x`, `this->c.d` becomes `x.d`. \p From must contain \p Suffix.
  const Path *rebase(const Path *Suffix, const Path *From, const Path *To);

private:
  const Path *intern(Path::Step Kind, const Path *Parent, const void *Key);

  llvm::BumpPtrAllocator Arena;
  llvm::DenseMap<std::pair<std::pair<const Path *, const void *>, unsigned>,
                 const Path *>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_PATH_H
