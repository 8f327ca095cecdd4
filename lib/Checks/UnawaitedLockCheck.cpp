#include "Checks/UnawaitedLockCheck.h"

#include "Hazards/UnawaitedLock.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void UnawaitedLockCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                        UnitAnalysis &TheUnit) {
  for (const UnawaitedHazard &H : findUnawaitedLocks(Coroutine.facts())) {
    if (!reports(H.Level))
      continue;
    std::string Lock =
        H.Subjects.empty() ? "" : H.Subjects.front()->spelling();
    Lock = Lock.empty() ? "the lock" : "'" + Lock + "'";
    std::optional<Rewrite> Fix =
        offer(H, Coroutine.facts(), TheUnit,
              rewritesOf(H, Coroutine.facts(), TheUnit.unit()));
    const RequestFact &Asked = *H.Asked;
    auto Report = [&](StringRef Text) {
      auto Builder = diag(H.Primary.getBegin(), Text) << Lock;
      if (Asked.Variable)
        Builder << Asked.Variable;
      Builder << Role::Access << editsOfWarning(Fix);
    };
    StringRef Remedy;
    switch (Asked.What) {
    case RequestFact::Fate::Dropped:
      Report("%0 is not locked: what this call gives is never awaited");
      Remedy = Asked.GivesGuard
                   ? "await it and keep the guard in a variable: 'auto lock = "
                     "co_await ...'"
                   : "await it: 'co_await ...'";
      break;
    case RequestFact::Fate::NeverAwaited:
      Report("%0 is not locked: %1 is never awaited");
      Remedy = "await it where it is made: 'co_await ...'";
      break;
    case RequestFact::Fate::GuardDropped:
      Report("%0 is unlocked again at once: its guard is a temporary that dies "
             "at the end of this expression");
      Remedy = "keep the guard in a variable: 'auto lock = co_await ...'";
      break;
    case RequestFact::Fate::TryDropped:
      Report("%0 is unlocked again at once: its guard is a temporary that dies "
             "at the end of this expression");
      Remedy = "keep the guard in a variable, and ask that: 'auto lock = ...; if "
               "(!lock) ...'";
      break;
    case RequestFact::Fate::EmptyScope:
      Report("%0 is unlocked again at once: the scope of %1 ends here");
      Remedy = "declare the guard in the scope that needs it, an empty one that "
               "is assigned here";
      break;
    }
    if (!Fix)
      diag(H.Primary.getBegin(), Remedy, DiagnosticIDs::Note)
          << Role::Remedy;
  }
}

} // namespace async
