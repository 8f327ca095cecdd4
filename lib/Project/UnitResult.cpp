#include "Project/UnitResult.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <set>

using namespace llvm;

namespace async {

RunResult sumUp(ArrayRef<UnitResult> Units) {
  RunResult Result;
  std::set<std::string> Checks;
  unsigned Promising = 0;
  for (const UnitResult &Unit : Units) {
    Result.Run.Cached += Unit.Cached;
    Promising += Unit.What == Relevance::Coroutines;
    if (!Unit.Cause.empty()) {
      Result.Run.Failures.push_back({Unit.Name, Unit.Cause, Unit.Detail});
      continue;
    }
    ++(Unit.Skipped ? Result.Run.Skipped : Result.Run.Analyzed);
    Result.Judged.insert(Unit.Name);
    const UnitReport &Report = Unit.Report;
    llvm::append_range(Result.Findings, Report.Findings);
    Checks.insert(Report.Checks.begin(), Report.Checks.end());
    Result.Run.Coroutines += Report.Coroutines;
    Result.Run.Suspensions += Report.Suspensions;
    llvm::append_range(Result.SilencedFindings, Report.SilencedFindings);
    for (const std::string &File : Report.Files)
      Result.Files.insert(File);
  }
  for (const Failure &F : Result.Run.Failures)
    Result.Judged.erase(F.Unit);
  Result.Run.Checks.assign(Checks.begin(), Checks.end());
  if (Promising && !Result.Run.Coroutines)
    Result.Run.Doubt =
        formatv("{0} unit{1} co_await, co_yield or co_return, but no coroutine "
                "was found; do the commands say -std=c++20 or later, and is "
                "the code switched on?",
                Promising, Promising == 1 ? " uses" : "s use");
  return Result;
}

} // namespace async
