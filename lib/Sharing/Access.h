/// \file
/// What a fact reads or changes, through the helpers it calls.

#ifndef ASYNC_TIDY_SHARING_ACCESS_H
#define ASYNC_TIDY_SHARING_ACCESS_H

#include "Facts/FactStore.h"
#include "Facts/Operation.h"

namespace async {

struct Access {
  const Path *Place;
  /// Replaces for assignments, Examine for loads.
  Operation Op;
  /// The value assigned, where it is known.
  Constant Value;
  /// Of an assignment: how the new value depends on the old one.
  WriteFact::Form How = WriteFact::Form::Assign;
  /// In the function asked about; for what a helper does, the call of it.
  const Fact *At;
  /// Where the access itself is written.
  clang::SourceRange Where;
  /// The library's function that does it, `std::vector::push_back`; null for
  /// loads and assignments.
  const clang::FunctionDecl *Callee = nullptr;

  bool writes() const { return isWrite(Op); }
};

/// Summaries of functions: what calling one does to the object it is called on,
/// to what its reference and pointer parameters reach, to globals and, for a
/// closure, to what it captured by reference. Each function is summarised once,
/// recursion and unseen bodies add nothing.
class Accesses {
public:
  explicit Accesses(FactStore &Store) : Store(Store) {}

  /// What \p F reads or changes itself, and what a plain function that it calls
  /// does. A coroutine's own accesses are its own.
  void of(const Fact &F, llvm::SmallVectorImpl<Access> &Into);

  /// Of all facts of a function, with paths as it names them.
  llvm::ArrayRef<Access> of(const clang::FunctionDecl &Function);

  FactStore &store() { return Store; }

  /// A path of \p Callee's facts as the caller \p Call names it; null for what
  /// only the callee reaches: its locals and its copies.
  const Path *translate(const Path &Inner, const clang::FunctionDecl &Callee,
                        const CallFact &Call);

private:
  void ofCall(const CallFact &Call, llvm::SmallVectorImpl<Access> &Into);
  void ofCallee(const clang::FunctionDecl &Definition, const CallFact &Call,
                llvm::SmallVectorImpl<Access> &Into);
  void ofLibraryCall(const CallFact &Call, llvm::SmallVectorImpl<Access> &Into);

  FactStore &Store;
  /// Through how many helpers an access is followed.
  static constexpr unsigned MaxDepth = 6;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<Access>> Summaries;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_ACCESS_H
