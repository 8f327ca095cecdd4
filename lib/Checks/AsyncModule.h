/// \file
/// The `async-*` module as clang-tidy sees it.

#ifndef ASYNC_TIDY_CHECKS_ASYNCMODULE_H
#define ASYNC_TIDY_CHECKS_ASYNCMODULE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Config/llvm-config.h"

// The registry's own header is deprecated in LLVM 22 and gone in 24; before 22 it is
// the only place that has the registry.
#if LLVM_VERSION_MAJOR >= 22
#include "clang-tidy/ClangTidyModule.h"
#else
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace async {

/// A row of Checks.def.
struct CheckInfo {
  /// The full name, `async-` included.
  llvm::StringRef Name;
  /// One line: lower case, no full stop.
  llvm::StringRef Summary;
};

/// All rows of Checks.def, in its order.
llvm::ArrayRef<CheckInfo> allChecks();

/// Registers each row of Checks.def.
class AsyncModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(
      clang::tidy::ClangTidyCheckFactories &Factories) override;
};

} // namespace async

#endif // ASYNC_TIDY_CHECKS_ASYNCMODULE_H
