#include "Checks/RedundantLockCheck.h"

#include "Hazards/RedundantLock.h"
#include "Rewrites/RemoveLock.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

static constexpr size_t MaxNotes = 6;

RedundantLockCheck::RedundantLockCheck(StringRef Name,
                                       ClangTidyContext *Context)
    : AsyncCheck(Name, Context),
      Executor(Options.getLocalOrGlobal("Executor", "unknown").str()) {
  if (Executor != "unknown" && Executor != "single" && Executor != "multi")
    configurationDiag("invalid value '%0' of option 'Executor'; expected "
                      "'unknown', 'single' or 'multi'",
                      DiagnosticIDs::Error)
        << Executor;
}

void RedundantLockCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "Executor", Executor);
}

void RedundantLockCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                        UnitAnalysis &TheUnit) {
  if (Executor == "multi")
    return;
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return TheUnit.analyze(Function)->locks();
  };
  RedundantLockContext Context{TheUnit.summaries().store(), TheUnit.classes(),
                               LocksOf, Executor == "single"};
  for (const RedundantLockHazard &H :
       findRedundantLocks(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, TheUnit.unit());
}

void RedundantLockCheck::report(const RedundantLockHazard &H,
                                const Unit &TheUnit) {
  std::optional<Rewrite> Remove = removeLock(H, TheUnit);
  {
    auto Report = diag(H.Primary.getBegin(),
                       "%0 is held only where nothing is awaited: on one "
                       "thread nobody else can run there")
                  << H.Lock << Role::Access;
    if (Remove)
      for (const FixItHint &Edit : Remove->Edits)
        Report << Edit;
  }
  size_t Told = 0;
  for (const Step &S : H.Steps)
    if (Told++ < MaxNotes)
      diag(S.Where.getBegin(), "so it is here", DiagnosticIDs::Note);
  if (H.Evidence && H.Evidence->Loop.isValid())
    diag(H.Evidence->Loop, "the only event loop, run on one thread",
         DiagnosticIDs::Note);
  else if (H.Evidence)
    diag(H.Primary.getBegin(), "coroutines of %0 run on one thread",
         DiagnosticIDs::Note)
        << H.Evidence->Library;
  diag(H.Lock->getLocation(), "%0 can go", DiagnosticIDs::Note)
      << H.Lock << Role::Remedy;
}

} // namespace async
