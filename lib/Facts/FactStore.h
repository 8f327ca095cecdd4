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

  Unit &unit() { return TheUnit; }

private:
  Unit &TheUnit;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionFacts>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_FACTSTORE_H
