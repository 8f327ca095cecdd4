#include "Checks/LockOrderCheck.h"

#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void LockOrderCheck::onEndOfTranslationUnit() {
  Orders.clear();
  AsyncCheck::onEndOfTranslationUnit();
}

void LockOrderCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                    UnitAnalysis &TheUnit) {
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks * {
    FunctionAnalysis *Known = TheUnit.analyze(Function);
    return Known ? &Known->locks() : nullptr;
  };
  LockOrderContext Context{TheUnit.summaries(), TheUnit.classes(),
                           TheUnit.lockNeeds(), Orders, LocksOf};
  for (const LockOrderHazard &H : findLockOrder(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

void LockOrderCheck::report(const LockOrderHazard &H, const FunctionFacts &Facts,
                          UnitAnalysis &TheUnit) {
  using Form = LockOrderHazard::Form;
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  std::string Held = H.Held->spelling();
  std::string Needed = H.Needed->spelling();
  auto Note = [&](SourceRange Where, StringRef Text) {
    return diag(Where.getBegin(), Text, DiagnosticIDs::Note);
  };
  switch (H.What) {
  case Form::Again:
    diag(H.Primary.getBegin(),
         "this waits for '%0', which this coroutine holds: it never goes on")
        << Needed << Role::Use;
    break;
  case Form::ReadAgain:
    diag(H.Primary.getBegin(),
         "this waits for '%0' again, of which this coroutine is a reader: a "
         "writer that waits in between stops both for ever")
        << Needed << Role::Use;
    break;
  case Form::OneMoreUnit:
    diag(H.Primary.getBegin(),
         "this waits for one more unit of '%0', holding one: when all are held "
         "by coroutines that wait like this one, none goes on")
        << Needed << Role::Use;
    break;
  case Form::Opposite:
    diag(H.Primary.getBegin(), "this waits for '%0' with '%1' held, and %2 "
                               "takes them the other way round: they can wait "
                               "for each other for ever")
        << Needed << Held << H.Other << Role::Use;
    break;
  case Form::Swapped:
    diag(H.Primary.getBegin(),
         "this waits for '%0' with '%1' held: a call of %2 on the same two "
         "objects, exchanged, takes them the other way round, and they wait for "
         "each other for ever")
        << Needed << Held << H.Other << Role::Use;
    break;
  case Form::HeldForOther:
    diag(H.Primary.getBegin(),
         "this waits for '%0' with '%1' held, which %2 needs before it gets "
         "that far: they wait for each other for ever")
        << Needed << Held << H.Other << Role::Use;
    break;
  }
  Note(H.HeldAt, "'%0' is taken here") << Held << Role::Access;
  for (const FunctionDecl *Called : H.Through)
    Note(Called->getLocation(), "this waits for %0") << Called;
  if (!H.Through.empty())
    Note(H.NeededAt, "which waits for '%0' here") << Needed << Role::Detail;
  if (H.What == Form::Opposite) {
    Note(H.OtherHeldAt, "%0 takes '%1' here")
        << H.Other << Needed << Role::Remote;
    Note(H.OtherNeededAt, "and waits for '%0' here")
        << Held << Role::Remote;
    Note(H.Primary, "take the two always in the same order")
        << Role::Remedy;
  } else if (H.What == Form::HeldForOther) {
    Note(H.OtherHeldAt, "'%0' is needed here") << Held << Role::Remote;
    Note(H.OtherNeededAt, "%0 gets to '%1' here")
        << H.Other << Needed << Role::Remote;
    Note(H.Primary, "give '%0' back before this line")
        << Held << Role::Remedy << editsOfNote(Fix);
  } else if (H.What == Form::Swapped) {
    Note(H.Primary, "take the two in an order that does not depend on the caller, "
                    "such as that of their addresses (std::less)")
        << Role::Remedy;
  } else if (H.What == Form::OneMoreUnit) {
    Note(H.Primary, "take all units at once") << Role::Remedy << editsOfNote(Fix);
  } else if (H.Through.empty()) {
    Note(H.Primary, "'%0' is held already: use what it guards, or give it back "
                    "before this line")
        << Needed << Role::Remedy << editsOfNote(Fix);
  } else {
    Note(H.Primary, "call a function here that expects '%0' to be held, or "
                    "give it back before this line")
        << Needed << Role::Remedy << editsOfNote(Fix);
  }
}

} // namespace async
