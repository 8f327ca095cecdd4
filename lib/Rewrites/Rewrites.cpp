#include "Rewrites/Rewrites.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Operation.h"
#include "Hazards/ConcurrentMutation.h"
#include "Hazards/InvalidatedReference.h"
#include "Hazards/LockOrder.h"
#include "Hazards/MissedTransition.h"
#include "Hazards/StaleState.h"
#include "Hazards/UnjoinedTask.h"
#include "Rewrites/AwaitInstead.h"
#include "Rewrites/AwaitLock.h"
#include "Rewrites/CheckAgain.h"
#include "Rewrites/FindAgain.h"
#include "Rewrites/HoistAwait.h"
#include "Rewrites/NarrowLock.h"
#include "Rewrites/PassCaptures.h"
#include "Rewrites/RemoveLock.h"
#include "Rewrites/UnlockMeanwhile.h"
#include "Rewrites/UpdateCurrent.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

static Candidates
together(std::initializer_list<std::optional<Rewrite>> Tried) {
  Candidates Found;
  for (const std::optional<Rewrite> &R : Tried)
    if (R)
      Found.push_back(*R);
  return Found;
}

Candidates rewritesOf(const BlockHazard &H, const FunctionFacts &,
                      Unit &TheUnit) {
  return together({awaitInstead(H, TheUnit)});
}

Candidates rewritesOf(const ConcurrentHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  using Form = ConcurrentHazard::Form;
  if (H.How == Form::Walked)
    return together(
        {walkCopy(H.Primary, Source(In.function(), TheUnit)),
         giveCopy(H.Primary, Source(In.function(), TheUnit))});
  if (H.How != Form::Straddled || !H.ChangeIn)
    return {};
  Source Text(*H.ChangeIn, TheUnit);
  return together({hoistAwait(H.Change, Text), updateCurrent(H.Change, Text)});
}

Candidates rewritesOf(const InvalidatedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  Source Text(In.function(), TheUnit);
  const auto *Holder = dyn_cast_or_null<VarDecl>(H.Bound->Holder.decl());
  switch (H.Bound->How) {
  case BindFact::Form::Loop:
    return together({walkCopy(H.Bound->range(), Text)});
  case BindFact::Form::Operand:
    return together({hoistAwait(H.Primary, Text)});
  case BindFact::Form::Awaited:
    return together({keepOwner(nullptr, H.Primary, Text)});
  case BindFact::Form::Lent:
  case BindFact::Form::Captured:
  case BindFact::Form::Given:
    return together({keepOwner(nullptr, H.Primary, Text),
                     giveCopy(H.Primary, H.Bound->Argument, Text),
                     captureCopy(H.Primary, Holder, Text)});
  case BindFact::Form::Parameter:
    return Holder ? together({copyInstead(*Holder, Text)}) : Candidates();
  case BindFact::Form::Local:
    break;
  }
  if (!Holder)
    return {};
  // Of a loop's variable there is nothing to find again.
  if (Holder->isCXXForRangeDecl())
    return together({walkCopy(H.Bound->range(), Text)});
  return together({keepOwner(Holder, H.Primary, Text),
                   findAgain(*Holder, H.Primary, Text),
                   checkAgain(H.Bound->range(), H.Primary, Text),
                   copyInstead(*Holder, Text)});
}

Candidates rewritesOf(const LockHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  return together({narrowLock(H, In, TheUnit), unlockMeanwhile(H, In, TheUnit)});
}

Candidates rewritesOf(const LockOrderHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  using Form = LockOrderHazard::Form;
  if (H.What == Form::Opposite)
    return {};
  return together({unlockBefore(H.HeldAt, H.Primary, In, TheUnit)});
}

Candidates rewritesOf(const MissedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  using Form = MissedHazard::Form;
  Source Text(In.function(), TheUnit);
  switch (H.What) {
  case Form::LostWakeup:
  case Form::AskedBefore:
    return together({checkAgain(H.First, H.Primary, Text)});
  case Form::WokenEarly:
    return together({notifyAfter(H.Primary, H.First, Text)});
  case Form::PassedThrough:
    break;
  }
  return {};
}

Candidates rewritesOf(const RedundantLockHazard &H, const FunctionFacts &,
                      Unit &TheUnit) {
  return together({removeLock(H, TheUnit)});
}

/// The last assignment of this coroutine to \p Place between the two; what was checked
/// before it need not hold any more.
static SourceRange ownWrite(const Path &Place, SourceRange From, SourceRange To,
                            const FunctionFacts &In, const Source &Text) {
  SourceRange Last;
  for (const CFGBlock *Block : In.graph())
    for (const Fact *F : In.in(*Block)) {
      SourceLocation At = F->range().getBegin();
      const auto *W = dyn_cast<WriteFact>(F);
      const auto *C = dyn_cast<CallFact>(F);
      bool Writes = (W && W->Place.overlaps(Place)) ||
                    (C && C->Object && C->Object->overlaps(Place) && C->Callee &&
                     isWrite(classify(*C->Callee)));
      if (Writes && At.isValid() && Text.isBefore(From.getEnd(), At) &&
          Text.isBefore(At, To.getBegin()) &&
          (Last.isInvalid() || Text.isBefore(Last.getBegin(), At)))
        Last = F->range();
    }
  return Last;
}

Candidates rewritesOf(const StaleHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  Source Text(In.function(), TheUnit);
  const Path *Place = H.Subjects.front();
  SourceRange Claim = ownWrite(*Place, H.Seen, H.Primary, In, Text);
  auto CheckAgain = [&]() -> std::optional<Rewrite> {
    return Claim.isValid() ? assignIfStill(Claim, H.Primary, Text)
                           : checkAgain(H.Seen, H.Primary, Text);
  };
  switch (H.How) {
  case Reliance::LostUpdate:
  case Reliance::FeedsOthers:
    return together({hoistAwait(H.Primary, Text),
                     updateCurrent(H.Primary, Text), CheckAgain()});
  case Reliance::CheckedThenChanged:
  case Reliance::CheckedThenUsed:
  case Reliance::DecidesStale:
    return together({hoistAwait(H.Primary, Text), CheckAgain()});
  case Reliance::SetsAgain:
    return together({assignIfStill(H.Seen, H.Primary, Text)});
  case Reliance::DropsUnseen:
    return together(
        {takeOut(*Place, H.Seen, H.Primary, Text)});
  default:
    return {};
  }
}

Candidates rewritesOf(const UnjoinedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  using Form = UnjoinedHazard::Form;
  Source Text(In.function(), TheUnit);
  const ValueDecl *Used =
      H.Subjects.empty() ? nullptr : H.Subjects.front()->base().decl();
  switch (H.How) {
  case Form::UsesFrame:
  case Form::LeftBehind:
    return Used ? together({captureCopy(H.Primary, Used, Text)}) : Candidates();
  case Form::ClosureDies:
  case Form::ClosureLeft:
    return together({passCaptures(H.Primary, Text)});
  case Form::Dangles:
    if (const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Used);
        Parameter && H.Task && H.Task->Body)
      return together(
          {copyInstead(*Parameter, Source(*H.Task->Body, TheUnit))});
    break;
  default:
    break;
  }
  return {};
}

Candidates rewritesOf(const UnawaitedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit) {
  return together({awaitLock(H, In, TheUnit)});
}

} // namespace async
