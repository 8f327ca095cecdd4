/// \file
/// async-blocking-call.

#ifndef ASYNC_TIDY_CHECKS_BLOCKINGCALLCHECK_H
#define ASYNC_TIDY_CHECKS_BLOCKINGCALLCHECK_H

#include "Checks/AsyncCheck.h"

namespace async {
class BlockingCalls;
struct BlockHazard;

/// Finds calls that block the thread which runs a coroutine, also those that
/// the coroutine reaches through helpers.
///
/// For the user-facing documentation see docs/checks/blocking-call.md.
class BlockingCallCheck : public AsyncCheck {
public:
  BlockingCallCheck(llvm::StringRef Name,
                    clang::tidy::ClangTidyContext *Context);
  ~BlockingCallCheck() override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void onEndOfTranslationUnit() override;

protected:
  void checkCoroutine(FunctionAnalysis &Coroutine,
                      UnitAnalysis &TheUnit) override;

private:
  void report(const BlockHazard &H, const FunctionFacts &Facts,
              UnitAnalysis &TheUnit);

  const std::vector<std::string> AllowedCallees;
  const std::vector<std::string> BlockingTasks;
  std::unique_ptr<BlockingCalls> Calls;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_BLOCKINGCALLCHECK_H
