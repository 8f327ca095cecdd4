/// \file
/// Members that belong together, one of them filled or set after a suspension: who
/// goes from the one to the other meanwhile finds nothing there, or what was there
/// before.

#include "Dataflow/Restarts.h"
#include "Facts/Guards.h"
#include "Hazards/StaleFinder.h"

using namespace clang;

namespace async {

/// The member of `*this` that \p Place is or is in; null for others.
static const Path *memberOf(const Path &Place) {
  const Path *P = &Place;
  while (P->depth() > 1)
    P = P->parent();
  return P->step() == Path::Step::Field &&
                 P->base().step() == Path::Step::This
             ? P
             : nullptr;
}

static bool adds(const Access &A) {
  return A.Op == Operation::Grows || A.Op == Operation::Index;
}

void StaleFinder::addTo(const Fact &At, const Access &A) {
  if (adds(A) && memberOf(*A.Place))
    Additions.push_back(addObservation(At, *A.Place));
}

/// `ids_[name] = id; co_await persist(id); names_[id] = name;`: who looks up the id
/// and then its name finds none.
void StaleFinder::completePair(const Act &A) {
  // The additions in a row before this one; not all of a long function's.
  static constexpr unsigned MaxAdditions = 8;
  const Path *Second = adds(A.What) ? memberOf(*A.What.Place) : nullptr;
  if (!Second || Reported.contains(Second) || isRevalidated(A, *Second))
    return;
  unsigned Asked = 0;
  for (size_t I : llvm::reverse(Additions)) {
    const Observation &Made = Observed[I];
    if (Made.At->range().getBegin() >= A.At->range().getBegin())
      continue;
    if (++Asked > MaxAdditions)
      return;
    const Path *First = memberOf(*Made.Place);
    Standing Then = Flow->before(*A.At, I);
    if (First == Second || !Then.Stale || Then.Fresh)
      continue;
    auto [It, New] = FollowedInto.try_emplace({First, Second});
    if (New)
      It->second = Context.Remote.followsInto(*First, *Second, Facts.function());
    const std::optional<RemoteAccess> &Reader = It->second;
    if (!Reader || keepOut(heldThroughout(Made, A), A, *Reader))
      continue;
    StaleHazard H;
    H.How = Reliance::CompletesHalf;
    H.Level = Confidence::Likely;
    fill(H, A, {Made.At, Second});
    H.Other = First;
    H.Meanwhile = Reader->What.Where;
    H.By = Reader->By->Function;
    H.ByOperation = Operation::Examine;
    Reported[Second] = Hazards.size();
    Hazards.push_back(std::move(H));
    return;
  }
}

/// True if \p R is reached only past a check of something that the coroutine sets
/// after the act: what is half done is not shown yet.
bool StaleFinder::isPublishedLater(const RemoteAccess &R, const Act &A) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  if (!Theirs)
    return false;
  const BranchesOn &Asked = branchesOf(*Theirs);
  return llvm::any_of(OwnWrites, [&](const OwnWrite &W) {
    const Observation &Set = Observed[W.Observed];
    auto It = W.State.Value.isKnown() && Facts.follows(*A.At, *Set.At)
                  ? Asked.find(Set.Place)
                  : Asked.end();
    return It != Asked.end() &&
           llvm::any_of(It->second, [&](const BranchFact *Branch) {
             return Theirs->guards().decides(R.What.At->block(),
                                             Branch->block());
           });
  });
}

/// True if \p Reader, after the write \p W and before the act, takes the second
/// member for what belongs to the first one.
bool StaleFinder::breaks(const PairReader &Reader, const OwnWrite &W,
                         const Act &A) {
  const Predicate &Asked = Reader.Asked;
  // Before it is opened, nothing is there that could be mixed, and who comes too
  // early is told so, unless he goes where nothing is.
  Operation Op = Reader.Use.What.Op;
  bool Needs = Op == Operation::NeedsElement || Op == Operation::Dereference;
  if (isOpeningByName(Facts.function()) && !(Reader.Decides && Needs))
    return false;
  if (W.State.Value.isKnown()) {
    // A flag or state: it has to be the one that lets the reader pass.
    Predicate Otherwise = Asked;
    Otherwise.Negated ^= true;
    if (!Asked || !contradicts(Otherwise, W.State))
      return false;
  } else {
    if (Asked.K == Predicate::Kind::HasValue && Asked.Negated)
      return false;
    if (Asked.K == Predicate::Kind::IsEmpty && !Asked.Negated)
      return false;
  }
  // It is kept out while other members are what the coroutine has made them.
  for (const OwnWrite &Other : OwnWrites)
    if (&Other != &W && Other.State.Value.isKnown() &&
        Flow->before(*A.At, Other.Observed).Stale &&
        isKeptOut(Other.State, Reader.Use))
      return false;
  return !isPublishedLater(Reader.Use, A) &&
         !keepOut(heldThroughout(Observed[W.Observed], A), A, Reader.Use);
}

/// `names_ = co_await names(); values_ = co_await values();`: an event handler that
/// takes the number of the ones for that of the others finds too few.
void StaleFinder::completeTogether(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || Write->How != WriteFact::Form::Assign ||
      A.What.Op != Operation::Replaces || Write->Value.isKnown() ||
      memberOf(Write->Place) != &Write->Place ||
      Reported.contains(&Write->Place))
    return;
  auto [Known, New] = ReadWith.try_emplace(&Write->Place);
  if (New)
    Known->second = Context.Remote.readWith(Write->Place, Facts.function());
  bool Again = Facts.follows(*A.At, *A.At);
  for (const OwnWrite &W : OwnWrites) {
    const Observation &Made = Observed[W.Observed];
    if (Made.Place == &Write->Place || Made.At == A.At ||
        memberOf(*Made.Place) != Made.Place ||
        !Known->second.contains(Made.Place) ||
        !Flow->before(*A.At, W.Observed).Stale ||
        // One is set once, and the other again and again.
        (Again && !Facts.follows(*A.At, *Made.At)) ||
        isRevalidated(A, *Made.Place) || isRevalidated(A, Write->Place))
      continue;
    auto [Needed, Unasked] = NeedBoth.try_emplace({Made.Place, &Write->Place});
    if (Unasked)
      Needed->second = Context.Remote.needBoth(*Made.Place, Write->Place,
                                               Facts.function());
    for (const PairReader &Reader : Needed->second) {
      // What is measured again and again is sent as it is.
      if ((Again && !Reader.Decides) || !breaks(Reader, W, A))
        continue;
      StaleHazard H;
      H.How = Reliance::CompletesHalf;
      H.Level = Confidence::Likely;
      fill(H, A, {Made.At, &Write->Place});
      H.Other = Made.Place;
      H.Meanwhile = Reader.Use.What.Where;
      H.By = Reader.Use.By->Function;
      H.ByOperation = Operation::Examine;
      Reported[&Write->Place] = Hazards.size();
      Hazards.push_back(std::move(H));
      return;
    }
  }
}

} // namespace async
