/// \file
/// Registers the rows of Checks.def. Linked whole into every host, because nothing
/// refers to the registry entry by name.

#include "Checks/AsyncModule.h"

#include "Checks/BlockingCallCheck.h"
#include "Checks/ConcurrentMutationCheck.h"
#include "Checks/InvalidatedReferenceCheck.h"
#include "Checks/LockAcrossSuspensionCheck.h"
#include "Checks/LockOrderCheck.h"
#include "Checks/MissedTransitionCheck.h"
#include "Checks/RedundantChannelCheck.h"
#include "Checks/RedundantLockCheck.h"
#include "Checks/SharedMutableStateCheck.h"
#include "Checks/StaleStateCheck.h"
#include "Checks/ThreadMixingCheck.h"
#include "Checks/UnawaitedLockCheck.h"
#include "Checks/UnjoinedTaskCheck.h"

using namespace clang::tidy;

namespace async {

llvm::ArrayRef<CheckInfo> allChecks() {
  static constexpr CheckInfo Table[] = {
#define ASYNC_CHECK(NAME, CLASS, SUMMARY) {"async-" NAME, SUMMARY},
#include "Checks/Checks.def"
  };
  return Table;
}

void AsyncModule::addCheckFactories(ClangTidyCheckFactories &Factories) {
#define ASYNC_CHECK(NAME, CLASS, SUMMARY)                                      \
  Factories.registerCheck<CLASS>("async-" NAME);
#include "Checks/Checks.def"
}

static ClangTidyModuleRegistry::Add<AsyncModule>
    Registration("async-module",
                 "Yield-point state hazards in C++20 coroutines.");

} // namespace async
