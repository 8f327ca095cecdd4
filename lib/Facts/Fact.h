/// \file
/// Facts: the atomic events of a function's execution that the analyses
/// understand. The generator makes them from the AST and CFG; whatever comes
/// after reads only facts.

#ifndef ASYNC_TIDY_FACTS_FACT_H
#define ASYNC_TIDY_FACTS_FACT_H

#include "Facts/Path.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class CoroutineSuspendExpr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace async {

class Fact {
public:
  enum class Kind : uint8_t {
#define ASYNC_FACT(KIND) KIND,
#include "Facts/FactKinds.def"
  };

  Kind kind() const { return K; }
  /// Counts the facts of a function from zero, in the order they were made.
  unsigned id() const { return ID; }
  /// What to show a user; for implicit events the place that causes them.
  clang::SourceRange range() const { return Range; }

protected:
  explicit Fact(Kind K, clang::SourceRange Range) : K(K), Range(Range) {}

private:
  friend class FunctionFacts;
  Kind K;
  unsigned ID = 0;
  clang::SourceRange Range;
};

/// Gives each fact class its kind and LLVM-style casting.
template <Fact::Kind TheKind> class FactOf : public Fact {
public:
  static bool classof(const Fact *F) { return F->kind() == TheKind; }

protected:
  explicit FactOf(clang::SourceRange Range) : Fact(TheKind, Range) {}
};

/// The facts a value was computed from: reads, and calls that gave it.
using Sources = llvm::ArrayRef<const Fact *>;

/// What is known of a value at compile time.
struct Constant {
  enum class Kind : uint8_t { Unknown, Integer, Null, NotNull };
  Kind K = Kind::Unknown;
  /// Of an Integer, an enumerator or a bool.
  int64_t Value = 0;

  bool isKnown() const { return K != Kind::Unknown; }
  bool operator==(const Constant &) const = default;
};

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
  ReturnFact(clang::SourceRange Range, const Path *Place, Sources From)
      : FactOf(Range), Place(Place), From(From) {}

  /// The place the value is, or is moved from; null for others.
  const Path *Place;
  /// What the value was computed from.
  Sources From;
};

class SuspendFact : public FactOf<Fact::Kind::Suspend> {
public:
  SuspendFact(clang::SourceRange Range, const clang::CoroutineSuspendExpr &E,
              bool WaitsForLock, const Path *Awaited, Sources From)
      : FactOf(Range), E(E), WaitsForLock(WaitsForLock), Awaited(Awaited),
        From(From) {}

  const clang::CoroutineSuspendExpr &E;
  /// An async lock is awaited: somebody else may hold it.
  bool WaitsForLock;
  /// The operand's place: the object awaited.
  const Path *Awaited;
  /// What the operand was computed from: the call that gave it, what a local
  /// task or container of tasks was filled with.
  Sources From;
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
              Outcome Result, bool Adopts, bool Recursive)
      : FactOf(Range), Owner(Owner), Locks(Locks), World(World), Result(Result),
        Adopts(Adopts), Recursive(Recursive) {}

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

/// What a branch condition says about locks.
struct LockCondition {
  /// The condition is the result of this Maybe acquisition.
  const AcquireFact *Tried = nullptr;
  /// The condition is whether this owner holds a lock.
  const Path *Owner = nullptr;
  bool Negated = false;

  explicit operator bool() const { return Tried || Owner; }
};

/// A condition that has one value throughout: whether a local that nobody
/// assigns is true.
struct FlagCondition {
  const clang::VarDecl *Flag = nullptr;
  bool Negated = false;
};

/// What a condition says about the state of a place.
struct Predicate {
  enum class Kind : uint8_t {
    Unknown,
    /// A pointer, optional or the like holds something.
    HasValue,
    /// A container has no elements.
    IsEmpty,
    /// A container has an element of some key.
    Contains,
    /// A value is a constant.
    Equals,
    /// A number is above a bound.
    Above,
    /// A number is below a bound.
    Below,
  };
  Kind K = Kind::Unknown;
  const Path *Subject = nullptr;
  Constant Value;
  bool Negated = false;

  explicit operator bool() const { return Subject; }
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

class EndFact : public FactOf<Fact::Kind::End> {
public:
  EndFact(clang::SourceRange Range, const Path &Place)
      : FactOf(Range), Place(Place) {}

  const Path &Place;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FACT_H
