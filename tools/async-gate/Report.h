/// \file
/// What the gate says of a run, besides the verdict's exit code.

#ifndef ASYNC_TIDY_TOOLS_ASYNCGATE_REPORT_H
#define ASYNC_TIDY_TOOLS_ASYNCGATE_REPORT_H

#include "Options.h"

#include "Findings/Reports.h"
#include "Project/Run.h"
#include "llvm/Support/Error.h"

namespace async {

/// Looks at the NOLINT comments of the files that \p Result is about, tells of those
/// that silence nothing, and makes findings of those that the options object to.
/// To be called before the findings are merged. Only what \p IsJudged says was judged
/// in full can be known to silence nothing.
std::vector<Nolint> auditComments(const GateOptions &O,
                                  llvm::ArrayRef<Rule> Rules,
                                  llvm::function_ref<bool(llvm::StringRef)> IsJudged,
                                  RunResult &Result, Sources &Files);

/// Writes all reports that were asked for, and the verdict.
llvm::Error writeReports(const GateOptions &O, const ReportInput &Input);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCGATE_REPORT_H
