#include "Hazards/Reliance.h"

#include "Facts/Variants.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

bool isBlankEntry(const CallFact &Call) {
  return Call.Callee && Call.Callee->getDeclName().isIdentifier() &&
         Call.Callee->getName() == "try_emplace" && Call.Arguments.size() == 1;
}

/// True if going below \p Whole goes through a pointer or handle first.
static bool goesThrough(const Path &Whole, const Path &Part) {
  if (&Whole == &Part || !Whole.contains(Part))
    return false;
  const Path *P = &Part;
  while (P->parent() != &Whole)
    P = P->parent();
  return P->step() == Path::Step::Pointee;
}

std::optional<Reliance> relianceOn(const Predicate &P, const Access &A) {
  const Path &Subject = *P.Subject;
  bool Whole = A.Place->contains(Subject);
  switch (P.K) {
  case Predicate::Kind::HasValue:
    if (!P.Negated &&
        (goesThrough(Subject, *A.Place) ||
         (A.Place == &Subject && (A.Op == Operation::Dereference ||
                                  A.Op == Operation::NeedsElement))))
      return Reliance::CheckedThenUsed;
    // Giving up what is gone already does nothing.
    if (Whole && (A.Op == Operation::Replaces || A.Op == Operation::Grows))
      return P.Negated ? std::optional(Reliance::CheckedThenChanged)
                       : std::nullopt;
    return std::nullopt;
  case Predicate::Kind::IsEmpty:
    if (P.Negated && A.Place == &Subject &&
        (A.Op == Operation::NeedsElement || A.Op == Operation::Pops))
      return Reliance::CheckedThenUsed;
    return std::nullopt;
  case Predicate::Kind::Contains:
    if (A.Place != &Subject)
      return std::nullopt;
    if (!P.Negated && (A.Op == Operation::Index || A.Op == Operation::NeedsElement))
      return Reliance::CheckedThenUsed;
    // insert, emplace and try_emplace look again themselves.
    if (P.Negated && A.Op == Operation::Index)
      return Reliance::CheckedThenChanged;
    return std::nullopt;
  case Predicate::Kind::Equals:
    // The alternative that a variant holds.
    if (!P.Negated && A.Place == &Subject && A.Callee &&
        isVariantGet(*A.Callee))
      return Reliance::CheckedThenUsed;
    [[fallthrough]];
  case Predicate::Kind::Above:
  case Predicate::Kind::Below:
    if (Whole && A.Op == Operation::Replaces)
      return Reliance::CheckedThenChanged;
    // if (q_.size() < limit) ... q_.push_back(): the bound is passed.
    if (A.Place == &Subject && A.Op == Operation::Grows &&
        P.K != Predicate::Kind::Equals &&
        P.Negated == (P.K == Predicate::Kind::Above))
      return Reliance::CheckedThenChanged;
    return std::nullopt;
  case Predicate::Kind::Unknown:
    return std::nullopt;
  }
  return std::nullopt;
}

bool isAssignedNext(const FunctionFacts &Facts, const CFGBlock &Start,
                    const Fact &Index, const Path &Container) {
  const CFGBlock *Block = &Start;
  bool After = false;
  // A call that may throw ends its block; what uses its result is near.
  for (unsigned Steps = 0; Block && Steps != 4; ++Steps) {
    for (const Fact *F : Facts.in(*Block)) {
      if (F == &Index) {
        After = true;
        continue;
      }
      if (!After)
        continue;
      const auto *Write = dyn_cast<WriteFact>(F);
      if (Write && Write->Place.step() == Path::Step::Element &&
          Write->Place.parent() == &Container)
        return Write->How == WriteFact::Form::Assign;
      const auto *Read = dyn_cast<ReadFact>(F);
      const auto *Call = dyn_cast<CallFact>(F);
      const Path *Used = Read   ? &Read->Place
                         : Call ? Call->Object
                                : nullptr;
      if (Used && Used != &Container && Container.contains(*Used))
        return false;
    }
    Block = Block->succ_empty() ? nullptr
                                : Block->succ_begin()->getReachableBlock();
  }
  return false;
}

} // namespace async
