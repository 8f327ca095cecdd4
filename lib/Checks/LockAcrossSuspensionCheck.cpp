#include "Checks/LockAcrossSuspensionCheck.h"

#include "Coroutine/AllowedAwaits.h"
#include "Hazards/LockAcrossSuspension.h"
#include "Rewrites/Rewrites.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

/// More notes than this hide the report; the rest is counted.
static constexpr size_t MaxSuspensionNotes = 6;

LockAcrossSuspensionCheck::LockAcrossSuspensionCheck(StringRef Name,
                                                     ClangTidyContext *Context)
    : AsyncCheck(Name, Context),
      LockTypes(parseList(Options.get("LockTypes", ""))),
      AllowedAwaitables(parseList(
          Options.get("AllowedAwaitables", ""))),
      AllowedCallees(parseList(
          Options.get("AllowedCallees", ""))) {}

void LockAcrossSuspensionCheck::storeOptions(
    ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "LockTypes",
                printList(LockTypes));
  Options.store(Opts, "AllowedAwaitables",
                printList(AllowedAwaitables));
  Options.store(Opts, "AllowedCallees",
                printList(AllowedCallees));
}

std::vector<std::string> LockAcrossSuspensionCheck::extraLockTypes() const {
  return {LockTypes.begin(), LockTypes.end()};
}

void LockAcrossSuspensionCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                               UnitAnalysis &TheUnit) {
  auto Allowed = [&](const SuspendFact &Point) {
    return isAllowedAwait(Point.E, AllowedAwaitables, AllowedCallees);
  };
  for (const LockHazard &H : findLocksAcrossSuspension(
           Coroutine.facts(), Coroutine.locks(), Allowed))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

/// `'a_' and 'b_'`; `the mutex` if it has no name.
static std::string nameLocks(const Hazard &H) {
  std::string Names;
  for (const Path *Lock : H.Subjects) {
    std::string Name = Lock->spelling();
    if (Name.empty())
      continue;
    if (!Names.empty())
      Names += " and ";
    Names += "'" + Name + "'";
  }
  return Names.empty() ? "the mutex" : Names;
}

void LockAcrossSuspensionCheck::report(const LockHazard &H,
                                       const FunctionFacts &Facts,
                                       UnitAnalysis &TheUnit) {
  std::string Locks = nameLocks(H);
  std::string Guard = H.Owner ? H.Owner->spelling() : "";
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  {
    auto Report = [&]() -> DiagnosticBuilder {
      if (H.Kind == HazardKind::LockAcrossSuspension)
        return diag(H.Primary.getBegin(), "%0 is locked here and still held "
                                          "while the coroutine is suspended")
               << Locks << Role::Access;
      if (Guard.empty())
        return diag(H.Primary.getBegin(), "a lock on %0 is held while the "
                                          "coroutine is suspended")
               << Locks << Role::Access;
      return diag(H.Primary.getBegin(),
                  "lock '%0' on %1 is held while the coroutine is suspended")
             << Guard << Locks << Role::Access;
    }();
    Report << editsOfWarning(Fix);
  }

  size_t Suspensions = 0;
  SourceLocation FirstUntold;
  for (const Step &S : H.Steps) {
    if (S.Kind != StepKind::Suspension)
      continue;
    if (++Suspensions <= MaxSuspensionNotes)
      diag(S.Where.getBegin(), "suspended here with %0 held",
           DiagnosticIDs::Note)
          << Locks << Role::Suspension;
    else if (FirstUntold.isInvalid())
      FirstUntold = S.Where.getBegin();
  }
  if (size_t More = Suspensions - std::min(Suspensions, MaxSuspensionNotes))
    diag(FirstUntold, "and at %0 more suspension point%s0",
         DiagnosticIDs::Note)
        << static_cast<unsigned>(More) << Role::Suspension;
  for (const Step &S : H.Steps) {
    if (S.Kind == StepKind::Release)
      diag(S.Where.getBegin(), "released here", DiagnosticIDs::Note)
          << Role::Use;
    else if (S.Kind == StepKind::ScopeEnd)
      diag(S.Where.getEnd(), "released at the end of this scope",
           DiagnosticIDs::Note)
          << Role::Use;
  }
  if (Fix && !Fix->NeedsDecision)
    return;

  const Models &Library = *TheUnit.unit().Library;
  const TypeModel *Task = Library.find(Facts.function().getReturnType());
  const TypeModel *Async =
      Task ? Library.asyncMutexOf(Task->Library) : nullptr;
  // Edits of this kind copy what is needed; a library's mutex is another way.
  if (Async && !Async->Remedy.empty()) {
    diag(H.Primary.getBegin(),
         "to keep %0 across a suspension point use an async mutex: '%1'",
         DiagnosticIDs::Note)
        << Locks << Async->Remedy << Role::Remedy;
    if (Fix)
      diag(H.Primary.getBegin(), wordsOfNote(Fix, ""), DiagnosticIDs::Note)
          << Locks << Role::Remedy << editsOfNote(Fix);
    return;
  }
  diag(H.Primary.getBegin(),
       "copy what is needed and release %0 before the suspension, or use an "
       "async mutex of your coroutine library",
       DiagnosticIDs::Note)
      << Locks << Role::Remedy << editsOfNote(Fix);
}

} // namespace async
