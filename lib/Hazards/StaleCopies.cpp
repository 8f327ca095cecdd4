/// \file
/// Copies that outlive what they are copies of, members used as locals, and
/// members that belong together.

#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

/// `last_ = std::max(last_, now);`: the result of the call is a look at the place
/// too, around the one at the argument.
static bool isComputedFrom(const WriteFact &Write, const ReadFact &Read) {
  SourceRange Inner = Read.range();
  return llvm::any_of(Write.From, [&](const Fact *From) {
    const auto *Around = dyn_cast<ReadFact>(From);
    return Around && &Around->Place == &Read.Place &&
           Around->range().getBegin() <= Inner.getBegin() &&
           Inner.getEnd() <= Around->range().getEnd();
  });
}

/// `page_ = page; co_await warm_up(); print(page_);`
void StaleFinder::useMemberAsLocal(const Act &A) {
  const auto *Read = dyn_cast<ReadFact>(A.At);
  // A comparison with what it was is what we recommend.
  if (!Read || llvm::any_of(ObservationsAt.lookup(Read), [&](size_t I) {
        return ChecksOfObservation.contains(I);
      }))
    return;
  // A step from what is there now wants no more than that.
  if (llvm::any_of(OwnWritesOf.lookup(&Read->Place), [&](size_t I) {
        return isComputedFrom(
            *cast<WriteFact>(Observed[OwnWrites[I].Observed].At), *Read);
      }))
    return;
  for (size_t I : OwnWritesOf.lookup(&Read->Place)) {
    const OwnWrite &W = OwnWrites[I];
    const Observation &Made = Observed[W.Observed];
    if (W.State.Value.isKnown() ||
        !Flow->before(*A.At, W.Observed).Stale ||
        isRevalidated(A, Read->Place))
      continue;
    report(Reliance::ReadsBack, A, Made, {}, [&](const RemoteAccess &R) {
      bool Self = R.By->Function == Facts.function().getDefinition();
      // Others may set it so that this one reads it: a result, a reply.
      return Self && R.What.Op == Operation::Replaces &&
                     R.What.How == WriteFact::Form::Assign
                 ? Effect::Falsifies
                 : Effect::Preserves;
    });
  }
}

/// `row = rows_.size(); ...co_await...; row_of_[name] = row;`
void StaleFinder::feedOthers(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  // What is computed from several reads is a snapshot of them.
  if (!Write || A.What.Op != Operation::Replaces || Write->From.size() != 1)
    return;
  for (const Fact *From : Write->From) {
    llvm::SmallVector<Access, 4> Seen;
    Context.Summaries.of(*From, Seen);
    for (const Access &S : Seen) {
      if (S.writes() || !isShared(*S.Place) || S.Place->overlaps(*A.What.Place))
        continue;
      size_t I = addObservation(*From, *S.Place);
      Standing Then = Flow->before(*A.At, I);
      if (!Then.Stale || Then.Claimed || isRevalidated(A, *S.Place))
        continue;
      report(Reliance::FeedsOthers, A, Observed[I], {},
             [&](const RemoteAccess &R) {
               return R.Strength == Witness::Strong ? Effect::Falsifies
                                                    : Effect::Preserves;
             });
    }
  }
}

static bool isPlainMember(const Path &Place) {
  return Place.step() == Path::Step::Field &&
         Place.base().step() == Path::Step::This;
}

/// `leader_ = leader; co_await persist(); term_ = term;`: who looks at both sees
/// one of each.
void StaleFinder::completeHalf(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || Write->How != WriteFact::Form::Assign ||
      A.What.Op != Operation::Replaces ||
      !isPlainMember(Write->Place) || Reported.contains(&Write->Place))
    return;
  // The first one of all places that are read together with this one.
  const OwnWrite *First = nullptr;
  auto [Known, New] = ReadWith.try_emplace(&Write->Place);
  if (New)
    Known->second = Context.Remote.readWith(Write->Place, Facts.function());
  for (const Path *Place : Known->second) {
    auto Earlier = OwnWritesOf.find(Place);
    if (Earlier == OwnWritesOf.end() || Place->overlaps(Write->Place) ||
        !isPlainMember(*Place) || isRevalidated(A, *Place) ||
        isRevalidated(A, Write->Place))
      continue;
    for (size_t I : Earlier->second) {
      const OwnWrite &W = OwnWrites[I];
      // Busy flags and phases are about the section, not about the other member.
      if ((First && First < &W) || Observed[W.Observed].At == A.At ||
          W.State.Value.isKnown() || !Flow->before(*A.At, W.Observed).Stale ||
          isDecided(I))
        continue;
      First = &W;
      break;
    }
  }
  if (!First)
    return;
  const Observation &Made = Observed[First->Observed];
  const RemoteDecision Reader = Context.Remote.readsBoth(
      *Made.Place, Write->Place, Facts.function());
  StaleHazard H;
  H.How = Reliance::CompletesHalf;
  H.Level = Confidence::Possible;
  fill(H, A, {Made.At, &Write->Place});
  H.Other = Made.Place;
  H.Meanwhile = Reader.Where;
  H.By = Reader.By;
  H.ByOperation = Operation::Examine;
  Reported[&Write->Place] = Hazards.size();
  Hazards.push_back(std::move(H));
}

const Act *StaleFinder::takenBy(const Check &C) {
  const Path &Container = *Observed[C.Observed].Place;
  const auto *Size = dyn_cast<CallFact>(Observed[C.Observed].At);
  // A number or a handle that is compared has no elements.
  if (C.State.K != Predicate::Kind::Above || !Size || Size->Object != &Container)
    return nullptr;
  for (const Act &A : Acts) {
    const auto *Call = dyn_cast<CallFact>(A.At);
    if (Call && Call->Object == &Container && Call->Callee &&
        Call->Callee->getOverloadedOperator() == OO_Subscript &&
        decides(C, A) == !C.State.Negated &&
        Flow->before(*A.At, C.Observed).Stale && !isRevalidated(A, Container))
      return &A;
  }
  return nullptr;
}

/// Makes a container shorter.
static Effect shortens(const RemoteAccess &R) {
  switch (R.What.Op) {
  case Operation::Shrinks:
  case Operation::Pops:
  case Operation::Replaces:
    return Effect::Falsifies;
  default:
    return Effect::Preserves;
  }
}

/// `const bool leads = leads_; co_await flush(); if (leads) commit();`
void StaleFinder::decideStale() {
  for (const Check &C : Checks) {
    const Observation &Seen = Observed[C.Observed];
    if (C.Asserts || C.State.K == Predicate::Kind::Unknown ||
        Reported.contains(Seen.Place))
      continue;
    Standing Then = Flow->before(*C.Branch, C.Observed);
    if (!Then.Stale || Then.Claimed)
      continue;
    // Compared with what it is now: a look at both.
    bool LooksAgain =
        llvm::any_of(ChecksOfBranch.lookup(C.Branch), [&](size_t Other) {
          return Checks[Other].Observed != C.Observed;
        });
    if (LooksAgain)
      continue;
    if (const Act *Taken = takenBy(C)) {
      report(Reliance::CountsOnSize, *Taken, Seen, C.State, shortens);
      continue;
    }
    Act A{C.Branch,
          {Seen.Place, Operation::Examine, Constant(),
           WriteFact::Form::Assign, C.Branch, C.Branch->range()}};
    if (isRevalidated(A, *Seen.Place))
      continue;
    report(Reliance::DecidesStale, A, Seen, C.State, [&](const RemoteAccess &R) {
      return R.Strength == Witness::Strong ? effectOn(C.State, R.What)
                                           : Effect::Preserves;
    });
  }
}

} // namespace async
