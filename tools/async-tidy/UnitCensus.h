/// \file
/// What a unit consists of, besides its hazards: the proof that it was looked at.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITCENSUS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITCENSUS_H

#include "clang/AST/ASTContext.h"

#include <map>
#include <string>
#include <vector>

namespace async {

struct UnitCensus {
  /// Coroutines outside system headers, those of templates once an instance, and the
  /// co_await and co_yield written in them.
  unsigned Coroutines = 0;
  unsigned Suspensions = 0;
  /// The unit's files that are no system headers, as Clang names them.
  std::vector<std::string> Files;
  /// All files that were read, as Clang names them, but for those inside a module or a
  /// precompiled header.
  std::vector<std::string> Inputs;

  /// The qualified name of the innermost function around an offset of a file; empty
  /// if there is none. Lambdas belong to the function around them.
  std::string functionAt(llvm::StringRef File, unsigned Offset) const;

  struct Extent {
    unsigned Begin, End;
    std::string Name;
  };
  std::map<std::string, std::vector<Extent>, std::less<>> Functions;
};

/// Counts in \p AST, which has been parsed to its end.
void takeCensus(clang::ASTContext &AST, UnitCensus &Census);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITCENSUS_H
