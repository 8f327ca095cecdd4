/// \file
/// Facts about holders: what refers into storage that it does not own, and where
/// it is needed. Internal to Facts/; works beside the FunctionGenerator, which
/// knows the places.

#ifndef ASYNC_TIDY_FACTS_HOLDERFACTS_H
#define ASYNC_TIDY_FACTS_HOLDERFACTS_H

#include "Facts/Fact.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class CallExpr;
class CastExpr;
class CXXConstructExpr;
class CXXForRangeStmt;
class Expr;
class FieldDecl;
class LambdaExpr;
class QualType;
} // namespace clang

namespace async {
class FunctionGenerator;

class HolderFacts {
public:
  explicit HolderFacts(FunctionGenerator &G) : G(G) {}

  /// Before the first element: finds loops and operands that wait for a
  /// suspension, and binds the parameters of a coroutine.
  void start(const clang::Stmt &Body);
  /// After the generator has visited \p S.
  void visit(const clang::Stmt &S);
  /// Before the coroutine is suspended at \p E.
  void suspend(const clang::CoroutineSuspendExpr &E);
  /// Where the lifetime of \p Variable ends.
  void end(const clang::VarDecl &Variable);

private:
  using Exprs = llvm::ArrayRef<const clang::Expr *>;

  /// A holder that a closure refers to, and where its body needs it.
  struct Capture {
    const Path *Holder;
    clang::SourceRange Where;
  };

  /// A member that is a holder.
  struct Part {
    const clang::FieldDecl *Field;
    llvm::SmallVector<Dependency, 2> Into;
    const Path *Root;
    clang::SourceRange Where;
  };

  /// What is known of an expression's value.
  struct Holding {
    /// What the value refers into, or, of a glvalue, what it is in.
    llvm::SmallVector<Dependency, 2> Into;
    /// The named holder it was loaded from; using the value uses it.
    const Path *Via = nullptr;
    const Path *Root = nullptr;
    /// A pointer, iterator, view or closure itself; not what one refers to.
    bool IsValue = false;
    /// A smart pointer that was copied from this place.
    const Path *CopyOf = nullptr;
    llvm::SmallVector<Capture, 1> Captured;
    /// The holders that an object is made of.
    llvm::SmallVector<Part, 1> Parts;

    void add(const Dependency &D);
    void add(const Holding &From, bool Through = false);
  };

  bool markOperands(const clang::Stmt *S);
  const Holding &get(const clang::Expr *E) const;
  /// Null, or what is known of a local holder.
  const Holding *named(const Path *Holder) const;
  void bind(clang::SourceRange Where, const Path *Holder, const Holding &From,
            BindFact::Form How);
  void use(clang::SourceRange Where, const Path *Holder);
  void consume(const clang::Expr *E);

  Holding expression(const clang::Expr &E);
  Holding reference(const clang::DeclRefExpr &E);
  Holding cast(const clang::CastExpr &E);
  Holding closure(const clang::LambdaExpr &E);
  Holding construct(const clang::CXXConstructExpr &E);
  void addPart(Holding &To, const clang::FieldDecl &Field,
               const clang::Expr &Init);
  void partsOf(Holding &To, const clang::CXXConstructExpr &E);
  void declare(const clang::VarDecl &Variable);
  void returned(const clang::Expr &E);

  // Calls (HolderCalls.cpp).
  Holding call(const clang::CallExpr &E);
  Holding resultOfMember(const clang::CallExpr &E,
                         const clang::FunctionDecl *Callee,
                         const clang::Expr &Object, Exprs Arguments);
  Holding resultOfFree(const clang::CallExpr &E,
                       const clang::FunctionDecl *Callee, Exprs Arguments);
  /// Of what gives a position in the range that it is given.
  Holding position(const clang::CallExpr &E, Exprs Arguments);
  bool fromBody(Holding &Into, const clang::CallExpr &E,
                const clang::FunctionDecl *Callee, const clang::Expr *Object,
                Exprs Arguments);
  /// A container or owner at a glvalue as something to refer into.
  void into(Holding &H, const clang::Expr &Object, HolderKind Kind,
            bool Unknown = false);
  void lend(const clang::Expr *E, unsigned Depth);
  void lendOne(const clang::Expr *E, BindFact::Form How,
               const clang::FunctionDecl *Callee, int Argument);

  bool isHolder(clang::QualType Type) const;
  /// False for what only this activation reaches.
  bool isShared(const Path &Place) const;

  FunctionGenerator &G;
  llvm::DenseMap<const clang::Expr *, Holding> Known;
  llvm::DenseMap<const Path *, Holding> Named;
  /// The hidden variables of range-based for loops.
  llvm::DenseMap<const clang::ValueDecl *, const clang::CXXForRangeStmt *>
      Loops;
  /// Operands that are evaluated before another operand suspends.
  llvm::DenseSet<const clang::Expr *> Waiting;
  /// What each suspension has lent, to be used when it is over.
  llvm::DenseMap<const clang::Expr *,
                 llvm::SmallVector<std::pair<const Path *, clang::SourceRange>,
                                   2>>
      Lent;
  const clang::Expr *Suspending = nullptr;
  /// Locals that are made of holders, and those members.
  llvm::DenseMap<const clang::VarDecl *,
                 llvm::SmallVector<const clang::FieldDecl *, 1>>
      MadeOf;
  /// The calls that gave local tasks.
  llvm::DenseMap<const clang::VarDecl *, const clang::CallExpr *> Tasks;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_HOLDERFACTS_H
