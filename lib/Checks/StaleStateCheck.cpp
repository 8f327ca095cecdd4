#include "Checks/StaleStateCheck.h"

#include "Checks/Naming.h"
#include "Hazards/ForgottenLock.h"
#include "Hazards/StaleState.h"
#include "Rewrites/Rewrites.h"
#include "Sharing/Annotations.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

static constexpr size_t MaxSuspensionNotes = 6;

void StaleStateCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                     UnitAnalysis &TheUnit) {
  for (const UnknownAnnotation &Unknown :
       unknownAnnotations(Coroutine.facts().function()))
    if (Told.insert(Unknown.Attribute->getLocation()).second)
      diag(Unknown.Attribute->getLocation(),
           "unknown annotation '%0' has no effect; did you mean '%1'?")
          << Unknown.Attribute->getAnnotation() << Unknown.Nearest;
  const std::vector<StaleHazard> &Stale =
      TheUnit.staleState(Coroutine.facts().function());
  for (const StaleHazard &H : Stale)
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
  StaleStateContext Context{TheUnit.others(), TheUnit.summaries(),
                            TheUnit.locksOf()};
  for (const ForgottenLock &H :
       findForgottenLocks(Coroutine.facts(), TheUnit.classes(), Context))
    // One report a place.
    if (reports(H.Level) && llvm::none_of(Stale, [&](const StaleHazard &Known) {
          return reports(Known.Level) &&
                 H.Subjects.front()->contains(*Known.Subjects.front());
        }))
      report(H);
}

void StaleStateCheck::onEndOfTranslationUnit() {
  Told.clear();
  AsyncCheck::onEndOfTranslationUnit();
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

void StaleStateCheck::report(const StaleHazard &H, const FunctionFacts &Facts,
                             UnitAnalysis &TheUnit) {
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
  case Reliance::GivesUpUnasked:
    Text = "this takes an entry out of '%0' that need not be the one which this "
           "coroutine added before it was suspended";
    Seen = "the entry is added to '%0' here";
    Remedy = "ask whether the entry of '%0' is still this coroutine's own "
             "before taking it out";
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
  case Reliance::ReadsBack:
    Text = "'%0' need not be what this coroutine set it to before it was "
           "suspended";
    Seen = "'%0' was set here";
    Remedy = "keep the value in a local variable, or pass it on";
    break;
  case Reliance::TakesOther:
    Text = "this takes away from '%0' what need not be the element that was "
           "looked at before this coroutine was suspended";
    Seen = "the element of '%0' is looked at here";
    Remedy = "take the element out before the suspension, or look again whether "
             "it is the same";
    break;
  case Reliance::WokenUnasked:
    Text = "'%0' need not be what this coroutine waited for: others were woken as "
           "well";
    Remedy = "wait in a loop, 'while' instead of 'if', that checks '%0' again";
    break;
  case Reliance::RefillsPiecemeal:
    Text = "'%0' is filled again one wait at a time after it was cleared: what it "
           "had is missing meanwhile";
    Seen = "'%0' is cleared here";
    Remedy = "fill a new one, and put it in the place of '%0' in one step";
    break;
  case Reliance::SkipsUnseen:
    Text = "what was added to '%0' while this coroutine was suspended counts here "
           "as passed on with the rest";
    Seen = "'%0' is passed on here";
    Remedy = "keep the size that '%0' had when it was passed on, and go on from "
             "there";
    break;
  case Reliance::JoinsLate:
    Text = "what was added to '%0' while this coroutine was suspended is missed by "
           "what is added to '%1' only here";
    Seen = "'%0' is passed on here";
    Remedy = "pass on what was added to '%0' since, until there is nothing new, "
             "before this line";
    break;
  case Reliance::DoneLate:
    Text = "what was taken out of '%0' is done only here: who waits for '%0' to be "
           "empty went on before";
    Seen = "'%0' is emptied here";
    Remedy = "count what is in hand, and let who waits ask for that as well";
    break;
  case Reliance::FeedsOthers:
    Text = "this is computed from what '%0' was before this coroutine was "
           "suspended";
    Seen = "'%0' is read here";
    Remedy = "read '%0' again after the suspension";
    break;
  case Reliance::DecidesStale:
    Text = "this decides by what '%0' was before this coroutine was suspended";
    Seen = "'%0' is read here";
    Remedy = "read '%0' again after the suspension, unless what it was is what "
             "matters";
    break;
  case Reliance::CompletesHalf:
    Text = "'%0' is set only after this coroutine was suspended; '%1', which "
           "others read together with it, was set before";
    Seen = "'%1' is set here";
    Remedy = "set both in one step, with no suspension in between";
    break;
  case Reliance::CountsOnSize:
    Text = "elements of '%0' are taken here up to a size that it had before "
           "this coroutine was suspended";
    Seen = "the size of '%0' is read here";
    Remedy = "ask for the size of '%0' again after the suspension, or copy what "
             "is needed before it";
    break;
  case Reliance::ChangesCompanion:
    Text = "'%1' is used here as if '%0' were still what it was when it was "
           "checked: this coroutine was suspended in between";
    break;
  case Reliance::CompletesLate:
    Text = "the entry added to '%0' gets its value only here: this coroutine "
           "was suspended in between";
    Seen = "an entry without a value is added to '%0' here";
    Remedy = "make the value first and add it to '%0' complete, after the "
             "suspension";
    break;
  }
  std::string Other = H.Other ? H.Other->spelling() : Place;
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  diag(H.Primary.getBegin(), Text)
      << Place << Other << Role::Use << editsOfWarning(Fix);
  if (Seen)
    diag(H.Seen.getBegin(), Seen, DiagnosticIDs::Note)
        << Place << Other << Role::Access;
  size_t Suspensions = 0;
  SourceLocation FirstUntold;
  for (const Step &S : H.Steps)
    if (++Suspensions <= MaxSuspensionNotes)
      diag(S.Where.getBegin(),
           H.WaitsForLock && H.Steps.size() == 1
               ? "suspended here until the lock is free, other tasks run"
               : "suspended here, other tasks run",
           DiagnosticIDs::Note)
          << Role::Suspension;
    else if (FirstUntold.isInvalid())
      FirstUntold = S.Where.getBegin();
  if (size_t More = Suspensions - std::min(Suspensions, MaxSuspensionNotes))
    diag(FirstUntold, "and at %0 more suspension point%s0",
         DiagnosticIDs::Note)
        << static_cast<unsigned>(More) << Role::Suspension;
  diag(H.Meanwhile.getBegin(),
       H.How == Reliance::ChangesCompanion
           ? "meanwhile %0 %1 '%2', and gives up '%3' with it"
           : "meanwhile %0 %1 '%2'",
       DiagnosticIDs::Note)
      << (H.BySelf ? "another call of " : "") + nameOf(*H.By)
      << verbOf(H.ByOperation) << Place << Other << Role::Remote;
  diag(H.Primary.getBegin(), wordsOfNote(Fix, Remedy), DiagnosticIDs::Note)
      << Place << Role::Remedy << editsOfNote(Fix);
}

void StaleStateCheck::report(const ForgottenLock &H) {
  std::string Place = H.Subjects.front()->spelling();
  std::string Lock = H.Lock->spelling();
  diag(H.Primary.getBegin(),
       "'%0' is changed without '%1', which all others hold who change it, and "
       "after this coroutine was suspended")
      << Place << Lock << Role::Use;
  diag(H.Seen.getBegin(), "'%0' is looked at here", DiagnosticIDs::Note)
      << Place << Role::Access;
  diag(H.Steps.front().Where.getBegin(), "suspended here, other tasks run",
       DiagnosticIDs::Note)
      << Role::Suspension;
  diag(H.Meanwhile.getBegin(), "%0 changes '%1' under the lock here",
       DiagnosticIDs::Note)
      << H.By << Place << Role::Remote;
  diag(H.Seen.getBegin(), "take '%0' before this line", DiagnosticIDs::Note)
      << Lock << Role::Remedy;
}

} // namespace async
