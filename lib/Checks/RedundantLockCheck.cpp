#include "Checks/RedundantLockCheck.h"

#include "Hazards/RedundantLock.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

static constexpr size_t MaxNotes = 6;

void RedundantLockCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                        UnitAnalysis &TheUnit) {
  if (threads() == Threads::Multi)
    return;
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return TheUnit.analyze(Function)->locks();
  };
  RedundantLockContext Context{TheUnit.summaries().store(), TheUnit.classes(),
                               LocksOf, threads() == Threads::Single};
  for (const RedundantLockHazard &H :
       findRedundantLocks(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

void RedundantLockCheck::report(const RedundantLockHazard &H,
                                const FunctionFacts &Facts,
                                UnitAnalysis &TheUnit) {
  std::optional<Rewrite> Remove =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  {
    auto Report = diag(H.Primary.getBegin(),
                       "%0 is held only where nothing is awaited: on one "
                       "thread nobody else can run there")
                  << H.Lock << Role::Access;
    Report << editsOfWarning(Remove);
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
