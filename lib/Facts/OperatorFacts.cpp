/// \file
/// Built-in operators: assignments, what comparisons say about places, and what a
/// move leaves behind.

#include "Facts/FunctionGenerator.h"
#include "Support/ClangCompat.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

void FunctionGenerator::VisitUnaryOperator(const UnaryOperator *E) {
  const Value Operand = value(E->getSubExpr());
  switch (E->getOpcode()) {
  case UO_AddrOf:
    define(E).Pointee = Operand.Place;
    return;
  case UO_Deref:
    define(E).Place = Operand.Pointee ? Operand.Pointee
                                      : U.Paths.getTemporary(strip(E));
    return;
  case UO_LNot:
    define(E).Lock = Operand.Lock;
    define(E).Lock.Negated = !Operand.Lock.Negated;
    define(E).Flag = Operand.Flag;
    define(E).Flag.Negated = !Operand.Flag.Negated;
    define(E).State = Operand.State;
    define(E).State.Negated = !Operand.State.Negated;
    addSources(define(E), Operand);
    return;
  case UO_Plus:
  case UO_Extension:
    define(E) = Operand;
    return;
  default:
    if (E->isIncrementDecrementOp()) {
      const ReadFact *Read = read(E, Operand.Place);
      write(E, Operand.Place,
            E->isIncrementOp() ? WriteFact::Form::Increase
                               : WriteFact::Form::Decrease);
      define(E).Place = Operand.Place;
      if (Read && !localOf(Operand.Place))
        define(E).From.push_back(Read);
      return;
    }
    addSources(define(E), Operand);
    return;
  }
}

static WriteFact::Form formOf(BinaryOperatorKind Op) {
  switch (Op) {
  case BO_Assign:
    return WriteFact::Form::Assign;
  case BO_AddAssign:
  case BO_OrAssign:
    return WriteFact::Form::Increase;
  case BO_SubAssign:
    return WriteFact::Form::Decrease;
  default:
    return WriteFact::Form::Update;
  }
}

void FunctionGenerator::VisitBinaryOperator(const BinaryOperator *E) {
  if (E->isAssignmentOp()) {
    const Path *Target = place(E->getLHS());
    if (E->isCompoundAssignmentOp())
      read(E, Target);
    write(E, Target, formOf(E->getOpcode()), E->getRHS());
    define(E).Place = Target;
    if (const VarDecl *Local = localOf(Target);
        Local && LateValues.lookup(Local) == E)
      Origins[Local] = value(E->getRHS()).From;
    return;
  }
  if (E->getOpcode() == BO_Comma) {
    define(E) = value(E->getRHS());
    return;
  }
  const Value Left = value(E->getLHS()), Right = value(E->getRHS());
  addSources(define(E), Left);
  addSources(define(E), Right);
  // `used_ + n > limit_` asks about used_, whatever n is.
  if (E->isAdditiveOp())
    for (const Value *Side : {&Left, &Right})
      if (Side->State.Subject && Side->State.K == Predicate::Kind::Unknown &&
          !localOf(Side->State.Subject) && !define(E).State.Subject &&
          (Side == &Left || E->getOpcode() == BO_Add))
        define(E).State.Subject = Side->State.Subject;
  if (E->isComparisonOp())
    compare(E, E->getOpcode(), E->getLHS(), E->getRHS());
  if (!E->isEqualityOp())
    return;
  // `got == false`, `try_lock() != true`: a condition about a lock still.
  auto Literal = [&](const Expr *Side) -> std::optional<bool> {
    const Expr *Bare = Side->IgnoreParenImpCasts();
    if (const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(Bare))
      return Bool->getValue();
    // pthread_mutex_trylock gives 0, std::try_lock -1 on success: who compares
    // for equality compares with that.
    if (const auto *Minus = dyn_cast<UnaryOperator>(Bare);
        Minus && Minus->getOpcode() == UO_Minus)
      Bare = Minus->getSubExpr()->IgnoreParenImpCasts();
    if (isa<IntegerLiteral>(Bare))
      return true;
    return std::nullopt;
  };
  for (bool Swap : {false, true}) {
    LockCondition Lock = (Swap ? Right : Left).Lock;
    std::optional<bool> Against = Literal(Swap ? E->getLHS() : E->getRHS());
    if (!Lock || !Against)
      continue;
    Lock.Negated ^= *Against != (E->getOpcode() == BO_EQ);
    define(E).Lock = Lock;
    return;
  }
}

void FunctionGenerator::compare(const Expr *E, BinaryOperatorKind Op,
                                const Expr *Left, const Expr *Right) {
  Predicate State = value(Left).State;
  Constant Against = constantOf(Right);
  // What was read from somewhere is what is asked about, not a loop's counter.
  bool Swapped = !State.Subject || constantOf(Left).isKnown() ||
                 (value(Left).From.empty() && !value(Right).From.empty() &&
                  !Against.isKnown() && value(Right).State.Subject);
  if (Swapped) {
    State = value(Right).State;
    Against = constantOf(Left);
  }
  if (!State.Subject)
    return;
  bool Zero = Against.K == Constant::Kind::Null ||
              (Against.K == Constant::Kind::Integer && Against.Value == 0);
  bool Equality = Op == BO_EQ || Op == BO_NE;
  if (Equality) {
    State.Negated ^= Op == BO_NE;
    switch (State.K) {
    case Predicate::Kind::Contains:
      // count(k) == 0; find(k) == end() says the same.
    case Predicate::Kind::HasValue:
      State.Negated = !State.Negated;
      break;
    case Predicate::Kind::IsEmpty:
      // size() == 0
      if (!Zero)
        State.K = Predicate::Kind::Unknown;
      break;
    case Predicate::Kind::Equals:
    case Predicate::Kind::Unknown:
      if (Against.K == Constant::Kind::Null) {
        State.K = Predicate::Kind::HasValue;
        State.Negated = !State.Negated;
      } else if (Against.isKnown()) {
        State.K = Predicate::Kind::Equals;
        State.Value = Against;
      }
      break;
    default:
      break;
    }
  } else if (State.K == Predicate::Kind::IsEmpty && Zero) {
    // size() > 0
    State.Negated = Op == BO_GT || Op == BO_GE;
  } else if (State.K == Predicate::Kind::Contains) {
    State.Negated = false;
  } else {
    bool Above = (Op == BO_GT || Op == BO_GE) != Swapped;
    State.K = Above ? Predicate::Kind::Above : Predicate::Kind::Below;
    State.Value = Against;
  }
  define(E).State = State;
}

/// What is moved from is left without what it had, by owners and containers; an
/// optional keeps a moved-from value ([optional.ctor]/8), and so do others.
void FunctionGenerator::take(const Expr *From) {
  const Path *Place = place(From);
  if (!Place || !From->isXValue() || Place->step() == Path::Step::Temporary)
    return;
  const CXXRecordDecl *Class = From->getType()->getAsCXXRecordDecl();
  if (!Class || !Class->getDeclName().isIdentifier())
    return;
  bool Keeps = StringSwitch<bool>(Class->getName())
                   .Cases({"optional", "expected", "variant", "any"}, true)
                   .Default(false);
  add<WriteFact>(From->getSourceRange(), *Place,
                 Keeps ? WriteFact::Form::Update : WriteFact::Form::Taken,
                 Constant(), Sources());
}

} // namespace async
