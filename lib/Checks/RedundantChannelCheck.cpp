#include "Checks/RedundantChannelCheck.h"

#include "Hazards/RedundantChannel.h"

namespace async {

/// Enough to see the pattern.
static constexpr size_t MaxNotes = 3;

void RedundantChannelCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                           UnitAnalysis &TheUnit) {
  for (const Hazard &H : findRedundantChannels(Coroutine.facts(),
                                               TheUnit.summaries().store()))
    if (reports(H.Level))
      report(H);
}

void RedundantChannelCheck::report(const Hazard &H) {
  std::string Name = H.Subjects.front()->spelling();
  diag(H.Primary.getBegin(), "'%0' is filled and drained by the same sequence "
                             "of steps: nothing runs beside it")
      << Name << Role::Access;
  size_t Pushes = 0, Pops = 0;
  llvm::SmallVector<clang::SourceLocation, 4> Told;
  for (const Step &S : H.Steps) {
    bool Push = S.Kind == StepKind::Push;
    // A loop's body may be in several blocks.
    if (llvm::is_contained(Told, S.Where.getBegin()) ||
        (Push ? Pushes : Pops)++ >= MaxNotes)
      continue;
    Told.push_back(S.Where.getBegin());
    diag(S.Where.getBegin(), Push ? "filled here" : "drained here",
         clang::DiagnosticIDs::Note)
        << (Push ? Role::Access : Role::Use);
  }
  diag(H.Primary.getBegin(),
       "a plain container does, a std::vector or std::deque; or start the "
       "producer beside the consumer",
       clang::DiagnosticIDs::Note)
      << Role::Remedy;
}

} // namespace async
