/// \file
/// What all facts have.

#ifndef ASYNC_TIDY_FACTS_FACTBASE_H
#define ASYNC_TIDY_FACTS_FACTBASE_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"

namespace clang {
class CFGBlock;
} // namespace clang

namespace async {

class Fact {
public:
  enum class Kind : uint8_t {
#define ASYNC_FACT(KIND) KIND,
#include "Facts/FactKinds.def"
  };

  Kind kind() const { return K; }
  /// Counts the facts of a function from zero, in the order they were made.
  unsigned id() const { return ID; }
  /// Where it stands; the facts of a block are in the order of their ids.
  const clang::CFGBlock &block() const { return *Block; }
  /// What to show a user; for implicit events the place that causes them.
  clang::SourceRange range() const { return Range; }

protected:
  explicit Fact(Kind K, clang::SourceRange Range) : K(K), Range(Range) {}

private:
  friend class FunctionFacts;
  Kind K;
  unsigned ID = 0;
  const clang::CFGBlock *Block = nullptr;
  clang::SourceRange Range;
};

/// Gives each fact class its kind and LLVM-style casting.
template <Fact::Kind TheKind> class FactOf : public Fact {
public:
  static bool classof(const Fact *F) { return F->kind() == TheKind; }

protected:
  explicit FactOf(clang::SourceRange Range) : Fact(TheKind, Range) {}
};

/// The facts a value was computed from: reads, and calls that gave it.
using Sources = llvm::ArrayRef<const Fact *>;

} // namespace async

#endif // ASYNC_TIDY_FACTS_FACTBASE_H
