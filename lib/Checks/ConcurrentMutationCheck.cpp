#include "Checks/ConcurrentMutationCheck.h"

#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void ConcurrentMutationCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                             UnitAnalysis &TheUnit) {
  TaskContext Context{TheUnit.tasks(), TheUnit.reach(), TheUnit.classes(),
                      TheUnit.locksOf(), threads()};
  for (const ConcurrentHazard &H :
       findConcurrentMutation(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

void ConcurrentMutationCheck::report(const ConcurrentHazard &H, const FunctionFacts &Facts,
                          UnitAnalysis &TheUnit) {
  using Form = ConcurrentHazard::Form;
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  std::string Place = H.Subjects.front()->spelling();
  const char *Text = nullptr;
  const char *Change = nullptr;
  const char *Remedy = nullptr;
  switch (H.How) {
  case Form::Straddled:
    Text = "tasks that run side by side update '%0': one overwrites what another "
           "did while it was suspended";
    Change = "'%0' is changed here, after a look at it from before a suspension";
    Remedy = "let each task return its part, and update '%0' when all are done";
    break;
  case Form::Lent:
    Text = "tasks that run side by side change '%0', which is half changed while "
           "one of them is suspended";
    Change = "a coroutine that may be suspended gets '%0' to change it here";
    Remedy = "let each task work on a part of its own, and put the parts together "
             "when all are done";
    break;
  case Form::Walked:
    Text = "'%0' is changed by the tasks that are started while it is walked";
    Change = "'%0' is changed here";
    Remedy = "walk a copy: auto copy = %0;";
    break;
  case Form::Order:
    Text = "tasks that run side by side add to '%0': the order depends on which "
           "is done first, and with several threads this is a data race";
    Change = "'%0' is added to here";
    Remedy = "let each task return its result, and collect the results when all "
             "are done";
    break;
  case Form::Race:
    Text = "tasks that run side by side on several threads change '%0' without a "
           "lock: a data race";
    Change = "'%0' is changed here";
    Remedy = "let each task return its result, or guard '%0' with a mutex that is "
             "not held across a suspension";
    break;
  case Form::Composed:
    Text = "each call of this coroutine uses '%0' in several steps, and calls that "
           "run side by side mix them";
    Change = nullptr;
    Remedy = "put what is to be sent into a queue, and let one coroutine at a time "
             "drain it";
    break;
  }
  diag(H.Primary.getBegin(), Text)
      << Place << Role::Access << editsOfWarning(Fix);
  if (Change)
    diag(H.Change.getBegin(), Change, DiagnosticIDs::Note)
        << Place << Role::Use;
  if (H.How == Form::Composed)
    diag(H.Other.getBegin(),
         "started here by %0, which does not wait for the last one",
         DiagnosticIDs::Note)
        << H.OtherIn << Role::Remote;
  else if (!H.Itself && H.Other != H.Change)
    diag(H.Other.getBegin(), "meanwhile another task uses '%0' here",
         DiagnosticIDs::Note)
        << Place << Role::Remote;
  else if (H.Itself && H.How != Form::Walked)
    diag(H.Primary.getBegin(), "this starts several such tasks",
         DiagnosticIDs::Note)
        << Role::Remote;
  diag(H.Primary.getBegin(), wordsOfNote(Fix, Remedy), DiagnosticIDs::Note)
      << Place << Role::Remedy << editsOfNote(Fix);
}

} // namespace async
