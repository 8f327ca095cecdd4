#include "Checks/UnjoinedTaskCheck.h"

#include "Hazards/UnjoinedTask.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void UnjoinedTaskCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                       UnitAnalysis &TheUnit) {
  TaskContext Context{TheUnit.tasks(), TheUnit.reach(), TheUnit.classes(),
                      TheUnit.locksOf()};
  for (const UnjoinedHazard &H : findUnjoinedTasks(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

void UnjoinedTaskCheck::report(const UnjoinedHazard &H,
                               const FunctionFacts &Facts,
                               UnitAnalysis &TheUnit) {
  using Form = UnjoinedHazard::Form;
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  std::string Place = H.Subjects.empty() ? "" : H.Subjects.front()->spelling();
  switch (H.How) {
  case Form::UsesFrame:
    diag(H.Primary.getBegin(),
         "the task started here uses '%0', a local of this function, which does "
         "not wait for it")
        << Place << Role::Access;
    diag(H.Primary.getBegin(),
         "wait for the task before '%0' dies, or give it a copy",
         DiagnosticIDs::Note)
        << Place << Role::Remedy << editsOfNote(Fix);
    break;
  case Form::LeftBehind:
    diag(H.Primary.getBegin(),
         "the task started here uses '%0', a local of this function, which can be "
         "left before the task is done")
        << Place << Role::Access;
    diag(H.Where.getBegin(),
         "%select{a way out that does not wait for it|an exception that is thrown "
         "in here leaves without waiting for it}0",
         DiagnosticIDs::Note)
        << H.Throws << Role::Use;
    diag(H.Where.getBegin(),
         Fix ? "wait for the task on this way, too, or give it a copy of '%0'"
             : "wait for the task on this way, too",
         DiagnosticIDs::Note)
        << Place << Role::Remedy << editsOfNote(Fix);
    break;
  case Form::ClosureDies:
  case Form::ClosureLeft:
    diag(H.Primary.getBegin(),
         H.How == Form::ClosureLeft
             ? "the closure of the coroutine that is started here dies when this "
               "function is left, and the coroutine uses its captures later"
             : "this closure dies at the end of the statement, and the coroutine "
               "that was started with it uses its captures later")
        << Role::Access << editsOfWarning(Fix);
    diag(H.Where.getBegin(), "'%0' is looked up in the closure here",
         DiagnosticIDs::Note)
        << Place << Role::Remote;
    diag(H.Primary.getBegin(),
         "give the lambda parameters instead of captures; they live in the "
         "coroutine",
         DiagnosticIDs::Note)
        << Role::Remedy << editsOfNote(Fix);
    break;
  case Form::Dangles:
    diag(H.Primary.getBegin(),
         "'%0' of the task that is made here refers to a temporary, which dies "
         "at the end of the statement and before the task uses it")
        << Place << Role::Access;
    diag(H.Where.getBegin(), "'%0' is used here", DiagnosticIDs::Note)
        << Place << Role::Use;
    diag(H.Primary.getBegin(),
         "keep the object in a variable that outlives the task, or let the "
         "coroutine take it by value",
         DiagnosticIDs::Note)
        << Role::Remedy << editsOfNote(Fix);
    break;
  case Form::LeftRunning:
    diag(H.Primary.getBegin(),
         "the task started here uses '%0', which %1 takes away without waiting "
         "for the task")
        << Place << H.By << Role::Access;
    diag(H.Wait.getBegin(), "another task is waited for here",
         DiagnosticIDs::Note)
        << Role::Detail;
    diag(H.Where.getBegin(), "'%0' is taken away here", DiagnosticIDs::Note)
        << Place << Role::Remote;
    diag(H.Use.getBegin(), "this task was suspended, and needs '%0' here",
         DiagnosticIDs::Note)
        << Place << Role::Use;
    diag(H.Where.getBegin(), "wait for this task, too, before this line",
         DiagnosticIDs::Note)
        << Role::Remedy;
    break;
  case Form::Overwritten:
    diag(H.Primary.getBegin(),
         "'%0' may still be the handle of a running task: it is overwritten, and "
         "nobody can wait for that task any more")
        << Place << Role::Use;
    if (H.Task)
      diag(H.Task->Start->range().getBegin(), "the next task is started here",
           DiagnosticIDs::Note)
          << Role::Detail;
    if (H.By)
      diag(H.Where.getBegin(), "%0 waits only for the last one",
           DiagnosticIDs::Note)
          << H.By << Role::Detail;
    else
      diag(H.Where.getBegin(), "only the last one is waited for, here",
           DiagnosticIDs::Note)
          << Role::Detail;
    diag(H.Primary.getBegin(),
         "wait for the task that '%0' stands for before this line, or "
         "%select{keep each handle|return if there is one}1",
         DiagnosticIDs::Note)
        << Place << (H.By != nullptr) << Role::Remedy;
    break;
  case Form::NeverRuns:
    diag(H.Primary.getBegin(),
         "this coroutine never runs: who calls it drops the task that it returns")
        << Role::Access;
    diag(H.Where.getBegin(), "it becomes a callback without a result here",
         DiagnosticIDs::Note)
        << Role::Use;
    diag(H.Primary.getBegin(),
         "start the task in the callback with what the library has for it",
         DiagnosticIDs::Note)
        << Role::Remedy;
    break;
  }
}

} // namespace async
