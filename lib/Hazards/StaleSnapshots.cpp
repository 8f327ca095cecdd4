/// \file
/// What was passed on as it was before a suspension, and is taken for all there is
/// after it.

#include "Hazards/StaleFinder.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

/// The container that \p Place, which was passed on, is or is an element of.
static const Path &wholeOf(const Path &Place) {
  return Place.step() == Path::Step::Element ? *Place.parent() : Place;
}

static bool asksForSize(const CallFact &Call) {
  return Call.Callee && Call.Callee->getDeclName().isIdentifier() &&
         (Call.Callee->getName() == "size" || Call.Callee->getName() == "length");
}

static Effect grows(const RemoteAccess &R) {
  return R.What.Op == Operation::Grows ? Effect::Falsifies : Effect::Preserves;
}

/// True if a condition compares \p Mark with the size of \p Container: it says how
/// far the container has been dealt with.
bool StaleFinder::isMarkIn(const Path &Mark, const Path &Container) {
  return llvm::any_of(ChecksOf.at(Mark), [&](size_t I) {
    return llvm::any_of(Checks[I].Branch->From, [&](const Fact *From) {
      const auto *Call = dyn_cast<CallFact>(From);
      return Call && Call->Object == &Container && asksForSize(*Call);
    });
  });
}

/// `co_await write(part_of(lines_)); written_ = lines_.size();`: what was added
/// during the write is taken for written.
void StaleFinder::skipUnseen(const Act &A) {
  const auto *Write = dyn_cast<WriteFact>(A.At);
  if (!Write || A.What.Op != Operation::Replaces ||
      Write->How != WriteFact::Form::Assign || Write->From.size() != 1)
    return;
  const auto *Size = dyn_cast<CallFact>(Write->From.front());
  if (!Size || !Size->Object || !asksForSize(*Size) ||
      !isMarkIn(Write->Place, *Size->Object))
    return;
  const Path &Container = *Size->Object;
  // The size must be today's, and nobody may have asked what was added.
  auto Now = ObservationOf.find({Size, &Container});
  if (Now == ObservationOf.end() || !Flow->before(*A.At, Now->second).Current ||
      llvm::any_of(now(A).Past, [&](const Passed &P) {
        return Observed[P.Which->Observed].Place->overlaps(Container);
      }))
    return;
  for (const Passing &P : PassedOn) {
    Standing Then = Flow->before(*A.At, P.Observed);
    if (&wholeOf(*Observed[P.Observed].Place) == &Container && Then.Stale &&
        !Then.Claimed)
      report(Reliance::SkipsUnseen, A, {P.Look, &Container}, {}, grows);
  }
}

/// `co_await who->send(said_); listeners_.push_back(who);`: what is said meanwhile is
/// told to the listeners, and it is not one of them yet.
void StaleFinder::joinLate(const Act &A) {
  const Path &Joined = *A.What.Place;
  if (A.What.Op != Operation::Grows || Joined.step() != Path::Step::Field)
    return;
  for (const Passing &P : PassedOn) {
    const Path &Told = wholeOf(*Observed[P.Observed].Place);
    Standing Then = Flow->before(*A.At, P.Observed);
    if (Told.step() != Path::Step::Field || Told.overlaps(Joined) ||
        !Then.Stale || Then.Claimed || isRevalidated(A, Told) ||
        isRevalidated(A, Joined))
      continue;
    report(Reliance::JoinsLate, A, {P.Look, &Told}, {},
           [&](const RemoteAccess &R) {
             if (R.By->IsCoroutine || R.What.Place != &Told)
               return Effect::Preserves;
             bool Walks = false;
             for (const Access &Theirs :
                  Context.Summaries.of(*R.By->Function)) {
               if (Theirs.writes() && Theirs.Place->overlaps(Joined))
                 return Effect::Preserves;
               Walks |= Theirs.Place == &Joined && Theirs.Op == Operation::Iterate;
             }
             return Walks ? grows(R) : Effect::Preserves;
           });
  }
}

} // namespace async
