/// \file
/// The generator at work on one function. Internal to Facts/: the visitor is
/// spread over FunctionGenerator.cpp (blocks and order), ExprFacts.cpp and
/// OperatorFacts.cpp (values, reads, writes), CallFacts.cpp (calls), TaskFacts.cpp
/// (callables, what is awaited and returned), LockFacts.cpp and
/// LockHelperFacts.cpp (locks and guards).

#ifndef ASYNC_TIDY_FACTS_FUNCTIONGENERATOR_H
#define ASYNC_TIDY_FACTS_FUNCTIONGENERATOR_H

#include "Facts/Generator.h"
#include "Facts/HolderFacts.h"
#include "Facts/Value.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtVisitor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace async {

/// Steps over what neither computes nor is listed in the CFG.
const clang::Expr *strip(const clang::Expr *E);

/// Calls \p Visit for \p S and all below it that is executed with it: not for
/// the bodies of lambdas, nor for a suspend expression's hidden parts.
template <typename VisitT>
void forEachStmt(const clang::Stmt *S, const VisitT &Visit) {
  if (!S)
    return;
  Visit(S);
  if (const auto *Lambda = llvm::dyn_cast<clang::LambdaExpr>(S)) {
    for (const clang::Expr *Init : Lambda->capture_inits())
      forEachStmt(Init, Visit);
    return;
  }
  if (const auto *Suspend = llvm::dyn_cast<clang::CoroutineSuspendExpr>(S)) {
    forEachStmt(Suspend->getOperand(), Visit);
    return;
  }
  for (const clang::Stmt *Child : S->children())
    forEachStmt(Child, Visit);
}

class FunctionGenerator
    : public clang::ConstStmtVisitor<FunctionGenerator> {
public:
  FunctionGenerator(Unit &TheUnit, FunctionFacts &Facts)
      : U(TheUnit), Facts(Facts), Holders(*this) {}

  void run();

  // Called once per expression, operands first.
  void VisitDeclRefExpr(const clang::DeclRefExpr *E);
  void VisitMemberExpr(const clang::MemberExpr *E);
  void VisitCXXThisExpr(const clang::CXXThisExpr *E);
  void VisitUnaryOperator(const clang::UnaryOperator *E);
  void VisitBinaryOperator(const clang::BinaryOperator *E);
  void VisitConditionalOperator(const clang::ConditionalOperator *E);
  void VisitArraySubscriptExpr(const clang::ArraySubscriptExpr *E);
  void VisitCastExpr(const clang::CastExpr *E);
  void VisitLambdaExpr(const clang::LambdaExpr *E);
  void VisitInitListExpr(const clang::InitListExpr *E);
  void VisitCXXNewExpr(const clang::CXXNewExpr *E);
  void VisitCXXDeleteExpr(const clang::CXXDeleteExpr *E);
  void VisitCallExpr(const clang::CallExpr *E);
  void VisitCXXConstructExpr(const clang::CXXConstructExpr *E);
  void VisitCoroutineSuspendExpr(const clang::CoroutineSuspendExpr *E);
  void VisitDeclStmt(const clang::DeclStmt *S);
  void VisitReturnStmt(const clang::ReturnStmt *S);
  void VisitCoreturnStmt(const clang::CoreturnStmt *S);

private:
  friend class HolderFacts;
  using Exprs = llvm::ArrayRef<const clang::Expr *>;

  // Blocks and order (FunctionGenerator.cpp).
  void findSuspensions(const clang::Stmt *S);
  void findDeferred(const clang::Stmt *S);
  void findLateValues(const clang::CompoundStmt &Statements);
  void findUnlocks(const clang::Stmt *Closure);
  void findScopes(const clang::Stmt *S);
  void visitBlock(const clang::CFGBlock &B);
  void branchOnOperands(const clang::CFGBlock &B,
                        const clang::Expr &Condition);
  void visitElement(const clang::Stmt *S);
  void visitDeferred(const clang::Expr *Target);
  void endTryScope(const clang::CXXCatchStmt &Handler);
  // What a scope guard runs (ScopeGuards.cpp).
  void findScopeGuards(const clang::Stmt *Body);
  /// The guard's closure is called as \p Variable's scope ends, at \p At.
  void runScopeGuard(const clang::VarDecl &Variable, clang::SourceLocation At);

  // Values (ExprFacts.cpp).
  const Value &value(const clang::Expr *E) const;
  const Path *place(const clang::Expr *E) const { return value(E).Place; }
  Value &define(const clang::Expr *E) { return Values[E]; }
  /// What the callee can reach through an argument.
  const Path *reach(const clang::Expr *Argument) const;
  const Path *placeOf(const clang::VarDecl &Variable);
  const ReadFact *read(const clang::Expr *E, const Path *Place);
  void write(const clang::Expr *E, const Path *Place,
             WriteFact::Form How = WriteFact::Form::Assign,
             const clang::Expr *From = nullptr);
  /// The variable itself if only this activation names it: not a reference, not
  /// static.
  const clang::VarDecl *localOf(const Path *Place) const;
  /// What a local handle or iterator points to.
  const Path *pointeeOf(const clang::Expr *Handle);
  Constant constantOf(const clang::Expr *E) const;
  /// Adds what \p From was computed from to \p To.
  static void addSources(Value &To, const Value &From);
  /// What a comparison says about a place.
  void compare(const clang::Expr *E, clang::BinaryOperatorKind Op,
               const clang::Expr *Left, const clang::Expr *Right);
  void initialize(const clang::VarDecl &Variable, const clang::Expr *Init);

  // Calls (CallFacts.cpp).
  /// What the result of a call says about the object it was called on.
  void describeResult(const clang::CallExpr &E,
                      const clang::FunctionDecl &Callee,
                      const clang::Expr *Object, const CallFact &Call);
  void take(const clang::Expr *From);
  Value readArgument(const clang::FunctionDecl *Callee, size_t Index,
                     const clang::Expr *Argument);
  /// An overloaded `=` or `op=`.
  void assign(const clang::CXXOperatorCallExpr &E);
  Value valueOfCall(const clang::CallExpr &E, const clang::FunctionDecl *Callee,
                    const clang::Expr *Object, Exprs Arguments);
  /// A visible body, and what it is called with.
  struct Callee {
    /// The definition.
    const clang::FunctionDecl *Function;
    const Path *Object;
    Exprs Arguments;
  };
  /// The place an expression of the callee's body names, as the caller sees it;
  /// null for all but the simplest. \p Pointer is set if the expression points
  /// to it.
  const Path *placeIn(const clang::Expr *E, const Callee &Called,
                      bool &Pointer);
  /// What a getter returns a reference or pointer to, or copies.
  const Path *returnedPlace(const Callee &Called, bool &Pointer);

  // Waiting (WaitFacts.cpp, ExecutorFacts.cpp).
  /// Finds what stands in a loop, is awaited, or only spins.
  void findWaits(const clang::Stmt *S, bool InLoop);
  void waitCall(const clang::CallExpr &E, const clang::FunctionDecl &Callee,
                const clang::Expr *Object, Exprs Arguments);
  void waitConstructed(const clang::CXXConstructExpr &E);
  void waitAtEnd(const clang::VarDecl &Variable, clang::SourceLocation At);
  /// Where the coroutine goes on, and what is known to have happened then.
  void awaited(const clang::CoroutineSuspendExpr &E);
  void settle(const clang::Expr &Site, const Path *Place);
  void block(const clang::Expr &Site, const clang::FunctionDecl *Callee,
             const clang::Expr *Object, BlockReason Reason,
             llvm::StringRef Remedy, const clang::Expr *Task = nullptr);
  /// The row for a call, by the type of the object as it is written.
  CallModel modelOf(const clang::FunctionDecl &Callee,
                    const clang::Expr *Object, const TypeModel *&Owner) const;
  // Channels (ChannelFacts.cpp).
  void findChannels(const clang::Stmt *Body);
  // Tasks and callables (TaskFacts.cpp).
  const ClosureFact *closure(const clang::LambdaExpr &E);
  /// The callable that an argument is: a closure, or a function named there, to
  /// which \p Next may give the object.
  const ClosureFact *callableOf(const clang::Expr *Argument,
                                const clang::Expr *Next);
  /// What an argument gives the callee access to; for the copy of a handle the
  /// handle itself, whose pointee they share.
  const Path *handed(const clang::Expr *Argument) const;
  CallFact::Details detailsOf(const clang::Expr &E, const clang::Expr *Object,
                              Exprs Arguments);
  /// What an awaited or returned expression was computed from.
  Sources originsOf(const clang::Expr *E);

  // Locks (LockFacts.cpp).
  LockKind lockKind(clang::QualType Type) { return U.Locks.classify(Type); }
  bool isGuard(clang::QualType Type) {
    return lockKind(Type) == LockKind::ThreadGuard || U.Requests.isGuard(Type);
  }
  /// True for a guard, and for what a guard was put into.
  bool mayHold(const clang::Expr *E);
  LockWorld worldOf(clang::QualType Guard) {
    return U.Requests.isGuard(Guard) ? LockWorld::Async : LockWorld::Thread;
  }
  void lockCall(const clang::CallExpr &E, const clang::FunctionDecl &Callee,
                const clang::Expr *Object, Exprs Arguments);
  void lockEffect(const clang::CallExpr &E, CallRole Role,
                  const clang::Expr &Target, Exprs Arguments);
  void helperCall(const clang::CallExpr &E, const Callee &Called);
  void lendGuards(const clang::CallExpr &E, const clang::FunctionDecl &Callee,
                  Exprs Arguments);
  /// An awaiter that is given a guard may unlock it when it suspends, as the
  /// wait of an asynchronous condition does.
  void lendToAwaiter(const clang::CoroutineSuspendExpr &E);
  void attributedCall(const clang::CallExpr &E, const Callee &Called);
  void guardFromCall(const clang::CallExpr &E,
                     const clang::FunctionDecl &Callee,
                     const clang::Expr *Object, Exprs Arguments);
  void guardConstructed(const clang::CXXConstructExpr &E);
  /// True if the arguments give \p Owner a lock, or say that it has none.
  bool guardFromArguments(const clang::Expr &Site, const Path &Owner,
                          Exprs Arguments);
  const AcquireFact *
  acquire(const clang::Expr &Site, const Path &Owner,
          llvm::ArrayRef<const Path *> Locks, LockWorld World,
          AcquireFact::Outcome Result = AcquireFact::Outcome::Held,
          bool Adopts = false, bool Recursive = false, bool Shared = false);
  void release(clang::SourceRange Site, const Path &Owner);
  void transfer(clang::SourceRange Site, const Path &From, const Path &To);
  void swapGuards(const clang::Expr &Site, const Path &A, const Path &B);
  /// What is moved into a callee or a closure is its business from there on.
  void escapeGuards(const clang::Expr &Site, Exprs Arguments);
  void guardParameters();
  void requiredLocks();
  /// The place of a mutex given by reference or pointer, null for others.
  const Path *lockOf(const clang::Expr *E, LockWorld &World);
  /// The async lock whose acquisition is awaited.
  struct Awaited {
    /// Null if none is.
    const Path *Lock = nullptr;
    bool Shared = false;
  };
  Awaited awaitedLock(const clang::CoroutineSuspendExpr &E);
  /// The lock that the coroutine \p Call starts takes, and hands over when it
  /// is awaited.
  Awaited lockFromHelper(const clang::CallExpr &Call);
  void suspend(const clang::CoroutineSuspendExpr &E);

  // Locks that are held for no time (RequestFacts.cpp).
  void findRequests(const clang::Stmt *Body);
  bool asksForLock(const clang::CallExpr &Call);
  bool triesLock(const clang::Expr &E);
  void findDropped(const clang::Stmt &Statement, bool IsLast, bool InBlock);
  void findUnused(const clang::VarDecl &Variable, bool IsLast, bool InBranch);
  /// Makes the fact for \p E, the call or the await, if it is one of them.
  void request(const clang::Expr &E);

  template <typename FactT, typename... Args> const FactT *add(Args &&...A) {
    return Facts.add<FactT>(*Block, std::forward<Args>(A)...);
  }

  Unit &U;
  FunctionFacts &Facts;
  HolderFacts Holders;
  const clang::CFGBlock *Block = nullptr;
  llvm::DenseMap<const clang::Expr *, Value> Values;
  /// References are bound once: what each stands for.
  llvm::DenseMap<const clang::VarDecl *, Value> References;
  /// Booleans that say whether a lock was taken, if never assigned again.
  llvm::DenseMap<const clang::VarDecl *, LockCondition> Flags;
  llvm::DenseSet<const clang::VarDecl *> Reassigned;
  /// The only assignment of a local that gets its value later, but on every way to
  /// what follows: `int n; { lock; n = n_; }`.
  llvm::DenseMap<const clang::VarDecl *, const clang::Stmt *> LateValues;
  /// What the values of locals were computed from.
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const Fact *, 2>>
      Origins;
  /// The locks a guard has had, to name them when it locks again.
  llvm::DenseMap<const Path *, llvm::SmallVector<const Path *, 1>> LocksOf;
  /// Locals that hold a callable.
  llvm::DenseMap<const clang::VarDecl *, const ClosureFact *> Callables;
  /// The await_suspend calls, and what is only machinery around them.
  llvm::DenseMap<const clang::Stmt *, const clang::CoroutineSuspendExpr *>
      SuspendCalls;
  llvm::DenseSet<const clang::Stmt *> Machinery;
  /// Left operands of assignments whose right operand suspends; the CFG lists
  /// some of them too early. By their assignment.
  llvm::DenseMap<const clang::Stmt *, const clang::Expr *> DeferredTo;
  llvm::DenseMap<const clang::Expr *, llvm::SmallVector<const clang::Stmt *, 4>>
      Postponed;
  /// Mutexes that a closure unlocks, when it is called or a scope guard that
  /// keeps it ends: unknown is not held.
  llvm::DenseSet<const clang::ValueDecl *> UnlockedInClosures;
  /// Calls and conditions in loops, operands of awaits, and the conditions of
  /// loops that do nothing else, with what they ask.
  llvm::DenseSet<const clang::Stmt *> InLoops, AwaitedOperands;
  llvm::DenseMap<const clang::Stmt *, const clang::Expr *> Spins;
  /// Uses of local channels, by the expression at which they happen.
  llvm::DenseMap<const clang::Stmt *,
                 llvm::SmallVector<
                     std::pair<const clang::VarDecl *, ChannelFact::Use>, 1>>
      Channels;
  /// Expressions whose values nobody takes.
  llvm::DenseSet<const clang::Expr *> Discarded;
  llvm::DenseMap<const clang::VarDecl *, clang::SourceLocation> ScopeEnds;
  /// The variables that run a closure when they are destroyed, and which.
  llvm::DenseMap<const clang::VarDecl *, const clang::LambdaExpr *> ScopeGuards;
  /// What is made to lock and does not, by the call or await.
  struct Lost {
    RequestFact::Fate What;
    const clang::VarDecl *Variable;
    clang::SourceRange Dropped;
    bool InBlock;
  };
  llvm::DenseMap<const clang::Expr *, Lost> Requests;
  /// How often each local is named, but for casts to void.
  llvm::DenseMap<const clang::VarDecl *, unsigned> Uses;
  /// For each handler, the variables of its try block, innermost last.
  llvm::DenseMap<const clang::Stmt *,
                 llvm::SmallVector<const clang::VarDecl *, 4>>
      TryVariables;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FUNCTIONGENERATOR_H
