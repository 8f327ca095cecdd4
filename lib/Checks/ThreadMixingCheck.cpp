#include "Checks/ThreadMixingCheck.h"

#include "Hazards/ThreadMixing.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

void ThreadMixingCheck::onEndOfTranslationUnit() {
  Reported.clear();
  AsyncCheck::onEndOfTranslationUnit();
}

void ThreadMixingCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                       UnitAnalysis &TheUnit) {
  TaskContext Context{TheUnit.tasks(), TheUnit.reach(), TheUnit.classes(),
                      TheUnit.locksOf()};
  Placements Places(TheUnit.tasks());
  for (const MixingHazard &H :
       ThreadMixing(Context, Places).find(Coroutine.facts()))
    if (reports(H.Level) && Reported.insert(H.Primary.getBegin()).second)
      report(H);
}

static StringRef threadOf(const Site &Where) {
  switch (Where.K) {
  case Site::Kind::Pool:
    return "on a thread of a pool";
  case Site::Kind::Shard:
    return "on another shard";
  case Site::Kind::Loop:
    return "on another loop's thread";
  default:
    return "on the coroutines' own thread";
  }
}

void ThreadMixingCheck::reportCarried(const MixingHazard &H) {
  std::string Place = H.Subjects.front()->spelling();
  unsigned How = static_cast<unsigned>(H.Carried) - 1;
  diag(H.Primary.getBegin(),
       "'%0' is thread_local: what is %select{written|lowered|used}1 here is not "
       "that of the thread on which it was %select{read|raised|found}1")
      << Place << How << Role::Use;
  diag(H.Before.getBegin(), "'%0' of one thread is %select{read|raised|found}1 here",
       DiagnosticIDs::Note)
      << Place << How << Role::Access;
  diag(H.Moves.getBegin(),
       "suspended here, to go on on %select{another thread|any thread of the pool}0",
       DiagnosticIDs::Note)
      << (H.Level == Confidence::Possible) << Role::Suspension;
  diag(H.Primary.getBegin(),
       "keep the value in the coroutine, or be done with '%0' before the thread "
       "changes",
       DiagnosticIDs::Note)
      << Place << Role::Remedy;
}

void ThreadMixingCheck::report(const MixingHazard &H) {
  if (H.Carried != MixingHazard::Carry::None)
    return reportCarried(H);
  std::string Place = H.Subjects.front()->spelling();
  const SitedAccess &Blamed = H.BlamesAway ? H.Away : H.Other;
  const SitedAccess &Other = H.BlamesAway ? H.Other : H.Away;
  diag(H.Primary.getBegin(),
       "'%0' is %select{read|changed}1 here, %2, without a lock in common with "
       "another thread that %select{changes|uses}1 it")
      << Place << Blamed.What.writes() << threadOf(Blamed.Where) << Role::Access;
  if (Blamed.What.At->range().getBegin() != H.Primary.getBegin())
    diag(Blamed.What.At->range().getBegin(), "reached from here",
         DiagnosticIDs::Note);
  if (H.Itself && H.Away.What.At->range() != H.Primary && H.IsFanOut)
    diag(H.Away.What.At->range().getBegin(),
         "several tasks run this at once, on several threads",
         DiagnosticIDs::Note)
        << Role::Remote;
  else if (H.Itself)
    diag(H.Primary.getBegin(),
         "%0 starts the coroutine again while it runs, and several threads run "
         "it",
         DiagnosticIDs::Note)
        << H.OtherBy << Role::Remote;
  else if (Other.What.Where == H.Primary)
    diag(H.Primary.getBegin(), "another task runs the same code, %0",
         DiagnosticIDs::Note)
        << threadOf(Other.Where) << Role::Remote;
  else
    diag(Other.What.Where.getBegin(), "meanwhile '%0' is %select{read|changed}1 "
                                      "here, %2",
         DiagnosticIDs::Note)
        << Place << Other.What.writes() << threadOf(Other.Where) << Role::Remote;
  diag(H.Primary.getBegin(),
       "touch '%0' on one thread only, or guard it with a mutex that is not held "
       "across a suspension",
       DiagnosticIDs::Note)
      << Place << Role::Remedy;
}

} // namespace async
