/// \file
/// The facts of a translation unit's functions, made when first asked for.

#ifndef ASYNC_TIDY_FACTS_FACTSTORE_H
#define ASYNC_TIDY_FACTS_FACTSTORE_H

#include "Facts/Generator.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace async {

class FactStore {
public:
  explicit FactStore(Unit &TheUnit) : TheUnit(TheUnit) {
    TheUnit.Store = this;
  }

  /// The facts of \p Function's definition; null if it has none here or is
  /// skipped. They live as long as the store.
  const FunctionFacts *get(const clang::FunctionDecl &Function);

  /// Why get() gave nothing for \p Function, which it was asked about; None if it
  /// gave facts, or if there is no definition here.
  SkipReason skipped(const clang::FunctionDecl &Function) const;

  /// What was asked about so far.
  struct Counts {
    /// Functions that have facts.
    unsigned Analysed = 0;
    /// Functions that have none, by SkipReason.
    unsigned Skipped[NumSkipReasons] = {};
    unsigned Suspensions = 0;
    unsigned Facts = 0;
  };
  Counts counts() const;

  Unit &unit() { return TheUnit; }

private:
  struct Entry {
    std::unique_ptr<FunctionFacts> Facts;
    SkipReason Reason = SkipReason::None;
  };
  Unit &TheUnit;
  llvm::DenseMap<const clang::FunctionDecl *, Entry> Known;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FACTSTORE_H
