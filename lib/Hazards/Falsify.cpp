#include "Hazards/Falsify.h"

namespace async {

static Effect when(bool Falsifies) {
  return Falsifies ? Effect::Falsifies : Effect::Preserves;
}

/// Assignments of scalars and handles.
static Effect assignment(const Predicate &P, const Access &A) {
  bool Null = A.Value.K == Constant::Kind::Null ||
              (A.Value.K == Constant::Kind::Integer && A.Value.Value == 0);
  switch (P.K) {
  case Predicate::Kind::HasValue:
    if (Null)
      return when(!P.Negated);
    // Another value is a value; whether it is one is not known.
    return P.Negated ? Effect::Falsifies : Effect::May;
  case Predicate::Kind::Equals:
    if (A.How == WriteFact::Form::Assign && A.Value.isKnown() &&
        P.Value.isKnown())
      return when((A.Value == P.Value) == P.Negated);
    return Effect::May;
  case Predicate::Kind::Above:
    if (A.How == WriteFact::Form::Increase)
      return when(P.Negated);
    return A.How == WriteFact::Form::Decrease ? when(!P.Negated) : Effect::May;
  case Predicate::Kind::Below:
    if (A.How == WriteFact::Form::Decrease)
      return when(P.Negated);
    return A.How == WriteFact::Form::Increase ? when(!P.Negated) : Effect::May;
  default:
    return Effect::May;
  }
}

Effect effectOn(const Predicate &P, const Access &A) {
  switch (A.Op) {
  case Operation::Replaces:
    return assignment(P, A);
  case Operation::Shrinks:
  case Operation::Pops:
    switch (P.K) {
    case Predicate::Kind::IsEmpty:
    case Predicate::Kind::Contains:
    case Predicate::Kind::HasValue: {
      // reset(value) replaces; pop of one element may leave others.
      bool Absence = P.K == Predicate::Kind::IsEmpty ? !P.Negated : P.Negated;
      return when(!Absence);
    }
    case Predicate::Kind::Above:
      return when(!P.Negated);
    case Predicate::Kind::Below:
      return when(P.Negated);
    default:
      return Effect::May;
    }
  case Operation::Grows:
  case Operation::Index:
    switch (P.K) {
    case Predicate::Kind::IsEmpty:
    case Predicate::Kind::Contains:
    case Predicate::Kind::HasValue: {
      bool Absence = P.K == Predicate::Kind::IsEmpty ? !P.Negated : P.Negated;
      return when(Absence);
    }
    case Predicate::Kind::Above:
      return when(P.Negated);
    case Predicate::Kind::Below:
      return when(!P.Negated);
    default:
      return Effect::May;
    }
  default:
    return Effect::Preserves;
  }
}

bool contradicts(const Predicate &A, const Predicate &B) {
  using Kind = Predicate::Kind;
  if (A.K != B.K)
    return false;
  switch (A.K) {
  case Kind::Equals:
    if (!A.Value.isKnown() || !B.Value.isKnown() || (A.Negated && B.Negated))
      return false;
    return (A.Value == B.Value) == (A.Negated != B.Negated);
  case Kind::HasValue:
  case Kind::IsEmpty:
    return A.Negated != B.Negated;
  default:
    return false;
  }
}

} // namespace async
