/// \file
/// Facts as text, one a line, stable enough for FileCheck.

#ifndef ASYNC_TIDY_FACTS_DUMP_H
#define ASYNC_TIDY_FACTS_DUMP_H

#include "Facts/FunctionFacts.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace async {

/// `12:5 Acquire l locks m_`: line and column of the fact, its kind, its parts.
void dumpFact(const Fact &F, const clang::SourceManager &SM,
              llvm::raw_ostream &OS);

/// All facts of a function, blocks in the order of execution, with their
/// successors. \p Extra prints what is to follow a fact on its line.
void dumpFacts(const FunctionFacts &Facts, const clang::SourceManager &SM,
               llvm::raw_ostream &OS,
               llvm::function_ref<void(const Fact &)> Extra = nullptr);

} // namespace async

#endif // ASYNC_TIDY_FACTS_DUMP_H
