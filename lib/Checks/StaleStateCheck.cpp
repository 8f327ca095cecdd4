#include "Checks/StaleStateCheck.h"

#include "Checks/Naming.h"
#include "Hazards/StaleState.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

static constexpr size_t MaxSuspensionNotes = 6;

void StaleStateCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                     UnitAnalysis &TheUnit) {
  // A lock or guard is used by one owner at a time: that is what it is for.
  if (const auto *Method =
          dyn_cast<CXXMethodDecl>(&Coroutine.facts().function()))
    if (TheUnit.unit().Locks.classify(Method->getParent()) != LockKind::None)
      return;
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return TheUnit.analyze(Function)->locks();
  };
  StaleStateContext Context{TheUnit.others(), TheUnit.summaries(), LocksOf};
  for (const StaleHazard &H : findStaleState(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H);
}

static StringRef verbOf(Operation Op) {
  if (isRead(Op))
    return "reads";
  switch (Op) {
  case Operation::Shrinks:
  case Operation::Pops:
    return "takes away from";
  case Operation::Grows:
  case Operation::Index:
    return "adds to";
  default:
    return "sets";
  }
}

void StaleStateCheck::report(const StaleHazard &H) {
  std::string Place = H.Subjects.front()->spelling();
  const char *Text = nullptr;
  const char *Seen = "'%0' is checked here";
  const char *Remedy = "check '%0' again before this line";
  switch (H.How) {
  case Reliance::LostUpdate:
    Text = "'%0' is overwritten with a value computed from what it was before "
           "this coroutine was suspended";
    Seen = "'%0' is read here";
    Remedy = "read '%0' again after the suspension, or await first and then "
             "update '%0' in one step";
    break;
  case Reliance::CheckedThenChanged:
    Text = "'%0' may have changed since it was checked: this coroutine was "
           "suspended in between";
    break;
  case Reliance::CheckedThenUsed:
    Text = "'%0' may no longer be what it was when it was checked: this "
           "coroutine was suspended in between";
    break;
  case Reliance::AddsAgain:
    Text = "this adds an entry to '%0' if the key, seen before this coroutine "
           "was suspended, is gone";
    Seen = "'%0' is read here";
    Remedy = "look the key up with find() or contains() before this line";
    break;
  case Reliance::SetsAgain:
    Text = "'%0' is set without asking what became of it while this coroutine "
           "was suspended";
    Seen = "'%0' was set here";
    Remedy = "ask whether '%0' is still what this coroutine made it before "
             "setting it again";
    break;
  case Reliance::DropsUnseen:
    Text = "what was added to '%0' while this coroutine was suspended is lost "
           "here";
    Seen = "'%0' is passed on here";
    Remedy = "take '%0' out with std::exchange before the suspension, and pass "
             "on what was taken";
    break;
  case Reliance::CountsLate:
    Text = "'%0' counts this task only after it was suspended: who asks before "
           "believes that it is not there";
    Seen = nullptr;
    Remedy = "count it where it is started, before anything can be suspended";
    break;
  case Reliance::CompletesLate:
    Text = "the entry added to '%0' gets its value only here: this coroutine "
           "was suspended in between";
    Seen = "an entry without a value is added to '%0' here";
    Remedy = "make the value first and add it to '%0' complete, after the "
             "suspension";
    break;
  }
  diag(H.Primary.getBegin(), Text) << Place;
  if (Seen)
    diag(H.Seen.getBegin(), Seen, DiagnosticIDs::Note) << Place;
  size_t Suspensions = 0;
  SourceLocation FirstUntold;
  for (const Step &S : H.Steps)
    if (++Suspensions <= MaxSuspensionNotes)
      diag(S.Where.getBegin(),
           H.WaitsForLock && H.Steps.size() == 1
               ? "suspended here until the lock is free, other tasks run"
               : "suspended here, other tasks run",
           DiagnosticIDs::Note);
    else if (FirstUntold.isInvalid())
      FirstUntold = S.Where.getBegin();
  if (size_t More = Suspensions - std::min(Suspensions, MaxSuspensionNotes))
    diag(FirstUntold, "and at %0 more suspension point%s0",
         DiagnosticIDs::Note)
        << static_cast<unsigned>(More);
  diag(H.Meanwhile.getBegin(), "meanwhile %0 %1 '%2'", DiagnosticIDs::Note)
      << (H.BySelf ? "another call of " : "") + nameOf(*H.By)
      << verbOf(H.ByOperation) << Place;
  diag(H.Primary.getBegin(), Remedy, DiagnosticIDs::Note) << Place;
}

} // namespace async
