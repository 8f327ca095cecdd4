/// \file
/// Facts: the atomic events of a function's execution that the analyses
/// understand. The generator makes them from the AST and CFG; whatever comes
/// after reads only facts.

#ifndef ASYNC_TIDY_FACTS_FACT_H
#define ASYNC_TIDY_FACTS_FACT_H

#include "Facts/Condition.h"
#include "Facts/HolderFact.h"
#include "Facts/WaitFact.h"
#include "Models/Model.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class CoroutineSuspendExpr;
class Expr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace async {

class ReadFact : public FactOf<Fact::Kind::Read> {
public:
  ReadFact(clang::SourceRange Range, const Path &Place)
      : FactOf(Range), Place(Place) {}

  const Path &Place;
};

class WriteFact : public FactOf<Fact::Kind::Write> {
public:
  /// How the new value depends on the old one.
  enum class Form : uint8_t {
    /// Not at all: an assignment.
    Assign,
    /// It grows: `++`, `+=`, `|=`.
    Increase,
    /// It shrinks: `--`, `-=`.
    Decrease,
    /// In some other way.
    Update,
    /// What was there was moved elsewhere; an owner or container is left
    /// without it.
    Taken,
  };

  WriteFact(clang::SourceRange Range, const Path &Place, Form How,
            Constant Value, Sources From)
      : FactOf(Range), Place(Place), How(How), Value(Value), From(From) {}

  const Path &Place;
  Form How;
  Constant Value;
  /// What the assigned value was computed from.
  Sources From;
};

/// A place as code elsewhere names it, and as the function at hand does.
struct Binding {
  /// As the body of the closure or coroutine names it.
  const Path *Inside;
  /// What that is here.
  const Path *Outside;
  /// The closure has a copy: only what a copied pointer points to is shared.
  bool Copied = false;
};

/// A callable is made: a lambda, or a function that is named as an argument.
class ClosureFact : public FactOf<Fact::Kind::Closure> {
public:
  ClosureFact(clang::SourceRange Range, const clang::FunctionDecl *Function,
              const Path *Place, llvm::ArrayRef<Binding> Captures)
      : FactOf(Range), Function(Function), Place(Place), Captures(Captures) {}

  /// What calling it runs; of a generic lambda the only instance, null if there
  /// are several.
  const clang::FunctionDecl *Function;
  /// The closure object; null for a function.
  const Path *Place;
  /// What it captures, `this` included; for a member function the object that
  /// is given with it.
  llvm::ArrayRef<Binding> Captures;
};

class CallFact : public FactOf<Fact::Kind::Call> {
public:
  /// What only those who follow tasks and callables need.
  struct Details {
    /// The object a class prvalue makes, or what the call's result refers to.
    const Path *Result = nullptr;
    /// For each argument the callable that it is; null for others.
    llvm::ArrayRef<const ClosureFact *> Callables;
    /// The closure that is called.
    const ClosureFact *Called = nullptr;
    /// The call that gave the object: `pool()` of `pool().post(f)`.
    const CallFact *Receiver = nullptr;
    /// Nobody takes the result.
    bool Dropped = false;
  };

  CallFact(clang::SourceRange Range, const clang::FunctionDecl *Callee,
           const Path *Object, llvm::ArrayRef<const Path *> Arguments,
           Constant First, Constant Second, Sources From, const Details &More)
      : FactOf(Range), Callee(Callee), Object(Object), Arguments(Arguments),
        First(First), Second(Second), From(From), More(More) {}

  /// Null for a call through a pointer.
  const clang::FunctionDecl *Callee;
  /// What a member function is called on; null for others.
  const Path *Object;
  /// What each argument gives the callee access to: the place a reference
  /// binds to or a pointer points to; null for a plain value.
  llvm::ArrayRef<const Path *> Arguments;
  /// The first two arguments' values.
  Constant First, Second;
  /// What the arguments were computed from.
  Sources From;
  Details More;
};

/// The function is left by `return` or `co_return`.
class ReturnFact : public FactOf<Fact::Kind::Return> {
public:
  ReturnFact(clang::SourceRange Range, const Path *Place,
             const Predicate &State, Sources From)
      : FactOf(Range), Place(Place), State(State), From(From) {}

  /// The place the value is, or is moved from; null for others.
  const Path *Place;
  /// What a returned bool says about a place.
  Predicate State;
  /// What the value was computed from.
  Sources From;
};

class SuspendFact : public FactOf<Fact::Kind::Suspend> {
public:
  SuspendFact(clang::SourceRange Range, const clang::CoroutineSuspendExpr &E,
              const Path *Lock, bool Shared, const Path *Awaited, Sources From,
              llvm::ArrayRef<const clang::FunctionDecl *> Closures)
      : FactOf(Range), E(E), WaitsForLock(Lock), Lock(Lock), Shared(Shared),
        Awaited(Awaited), From(From), Closures(Closures) {}

  const clang::CoroutineSuspendExpr &E;
  /// An async lock is awaited: somebody else may hold it.
  bool WaitsForLock;
  /// Which one; null if none is.
  const Path *Lock;
  /// It is a reader's lock.
  bool Shared;
  /// The operand's place: the object awaited.
  const Path *Awaited;
  /// What the operand was computed from: the call that gave it, what a local
  /// task or container of tasks was filled with.
  Sources From;
  /// Lambdas written in the operand.
  llvm::ArrayRef<const clang::FunctionDecl *> Closures;
};

/// Which world a lock belongs to.
enum class LockWorld : uint8_t {
  /// Blocks the thread and is owned by it.
  Thread,
  /// Is awaited and owned by the task.
  Async
};

class AcquireFact : public FactOf<Fact::Kind::Acquire> {
public:
  /// How sure it is that the lock is held afterwards.
  enum class Outcome : uint8_t { Held, Maybe };

  AcquireFact(clang::SourceRange Range, const Path &Owner,
              llvm::ArrayRef<const Path *> Locks, LockWorld World,
              Outcome Result, bool Adopts, bool Recursive, bool Shared = false)
      : FactOf(Range), Owner(Owner), Locks(Locks), World(World), Result(Result),
        Adopts(Adopts), Recursive(Recursive), Shared(Shared) {}

  /// Whose release gives the lock back: a guard, or the lock itself.
  const Path &Owner;
  /// What is locked; empty if that is not known.
  llvm::ArrayRef<const Path *> Locks;
  LockWorld World;
  /// Maybe: a Branch on this fact tells.
  Outcome Result;
  /// The locks were taken before and get a new owner (std::adopt_lock).
  bool Adopts;
  /// Taken by hand and possibly held already: each release undoes one.
  bool Recursive;
  /// Others may hold it in the same way: a reader's lock that was awaited.
  bool Shared;
};

class ReleaseFact : public FactOf<Fact::Kind::Release> {
public:
  ReleaseFact(clang::SourceRange Range, const Path &Owner)
      : FactOf(Range), Owner(Owner) {}

  const Path &Owner;
};

class TransferFact : public FactOf<Fact::Kind::Transfer> {
public:
  TransferFact(clang::SourceRange Range, const Path &From, const Path &To)
      : FactOf(Range), From(From), To(To) {}

  const Path &From;
  const Path &To;
};

class BranchFact : public FactOf<Fact::Kind::Branch> {
public:
  BranchFact(clang::SourceRange Range, LockCondition Lock, FlagCondition Flag,
             Predicate State, Sources From, bool IsConjunct = false,
             bool IsDisjunct = false)
      : FactOf(Range), Lock(Lock), Flag(Flag), State(State), From(From),
        Known(IsConjunct   ? Reach::IfTrue
              : IsDisjunct ? Reach::IfFalse
                           : Reach::Both) {}

  /// Holds on the edge to the block's first successor.
  LockCondition Lock;
  FlagCondition Flag;
  Predicate State;
  /// What the condition was computed from.
  Sources From;
  /// The condition is one operand of `&&` or `||`, evaluated in an earlier
  /// block: its value is known only on the edge where the whole is true (or
  /// false).
  enum class Reach : uint8_t { Both, IfTrue, IfFalse };
  Reach Known = Reach::Both;
};

class RequestFact : public FactOf<Fact::Kind::Request> {
public:
  /// What becomes of the lock.
  enum class Fate : uint8_t {
    /// What is to be awaited is dropped.
    Dropped,
    /// It gets a name that nobody uses.
    NeverAwaited,
    /// The lock is awaited, and its guard dies at the end of the expression.
    GuardDropped,
    /// The guard has a name, and its scope ends where it begins.
    EmptyScope,
    /// The lock is tried without an await, and the guard that says whether it
    /// was got dies at the end of the expression.
    TryDropped,
  };

  RequestFact(clang::SourceRange Range, const Path *Lock, Fate What,
              bool GivesGuard, const clang::VarDecl *Variable,
              clang::SourceRange Dropped, bool InBlock)
      : FactOf(Range), Lock(Lock), What(What), GivesGuard(GivesGuard),
        Variable(Variable), Dropped(Dropped), InBlock(InBlock) {}

  /// What is to be locked; null if that is not known.
  const Path *Lock;
  Fate What;
  /// What awaiting gives is a guard; else the lock is unlocked by hand.
  bool GivesGuard;
  /// What has the awaitable or the guard; null if nothing has.
  const clang::VarDecl *Variable;
  /// A cast to void around the expression; invalid if there is none.
  clang::SourceRange Dropped;
  /// It is a statement of a block, so that a variable can be declared there.
  bool InBlock;
};

class EndFact : public FactOf<Fact::Kind::End> {
public:
  EndFact(clang::SourceRange Range, const Path &Place)
      : FactOf(Range), Place(Place) {}

  const Path &Place;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FACT_H
