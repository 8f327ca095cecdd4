#include "Checks/MissedTransitionCheck.h"

#include "Hazards/MissedTransition.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

static constexpr size_t MaxSuspensionNotes = 6;

void MissedTransitionCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                           UnitAnalysis &TheUnit) {
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks * {
    FunctionAnalysis *Known = TheUnit.analyze(Function);
    return Known ? &Known->locks() : nullptr;
  };
  MissedContext Context{TheUnit.summaries(), TheUnit.classes(), LocksOf};
  for (const MissedHazard &H :
       findMissedTransitions(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

void MissedTransitionCheck::report(const MissedHazard &H, const FunctionFacts &Facts,
                          UnitAnalysis &TheUnit) {
  using Form = MissedHazard::Form;
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  std::string Signal = H.Signal ? H.Signal->spelling() : "";
  Signal = Signal.empty() ? "the event" : "'" + Signal + "'";
  std::string Place =
      H.Subjects.empty() ? "" : H.Subjects.front()->spelling();
  Place = Place.empty() ? "the state" : "'" + Place + "'";
  auto Note = [&](SourceRange Where, StringRef Text) {
    return diag(Where.getBegin(), Text, DiagnosticIDs::Note);
  };
  switch (H.What) {
  case Form::LostWakeup:
  case Form::AskedBefore:
    diag(H.Primary.getBegin(),
         "this waits for ever if %0 was notified while the coroutine was "
         "suspended after the test")
        << Signal << Role::Use;
    Note(H.First, "what decides to wait is tested here") << Role::Access;
    break;
  case Form::PassedThrough:
    diag(H.Primary.getBegin(),
         "this waits until %0 has one value, which it may have had and left "
         "again before this coroutine looks")
        << Place << Role::Suspension;
    Note(H.First, "%0 sets the value here") << H.By << Role::Remote;
    Note(H.Second, "and leaves it here") << Role::Remote;
    Note(H.Primary, "wait until the value is reached or passed, or give the "
                    "waiter the change itself")
        << Role::Remedy;
    return;
  case Form::WokenEarly:
    diag(H.Primary.getBegin(),
         "who waits for %0 is woken before %1 is changed: this coroutine is "
         "suspended in between")
        << Signal << Place << Role::Access;
    break;
  }
  size_t Suspensions = 0;
  for (const Step &S : H.Steps)
    if (++Suspensions <= MaxSuspensionNotes)
      Note(S.Where, "suspended here, other tasks run") << Role::Suspension;
  if (H.What == Form::WokenEarly) {
    Note(H.First, "%0 is changed here") << Place << Role::Use;
    if (H.By)
      Note(H.Second, "%0 waits here") << H.By << Role::Remote;
    Note(H.First, "notify after this line") << Role::Remedy << editsOfNote(Fix);
    return;
  }
  if (H.By)
    Note(H.Second, "%0 notifies here") << H.By << Role::Remote;
  Note(H.Primary, "test again before this line, with no suspension between, or "
                  "wait with a predicate")
      << Role::Remedy << editsOfNote(Fix);
}

} // namespace async
