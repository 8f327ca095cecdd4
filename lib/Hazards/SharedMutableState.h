/// \file
/// Members that several coroutines of a class change across suspension points.

#ifndef ASYNC_TIDY_HAZARDS_SHAREDMUTABLESTATE_H
#define ASYNC_TIDY_HAZARDS_SHAREDMUTABLESTATE_H

#include "Hazards/StaleState.h"

namespace async {

/// A coroutine that changes the member after a suspension, relying on what it was
/// before.
struct Mutator {
  const clang::FunctionDecl *Coroutine;
  clang::SourceRange Where;
};

struct SharedMember {
  const clang::FieldDecl *Member;
  Confidence Level;
  /// At least two, in the order of the text.
  llvm::SmallVector<Mutator, 2> By;
};

/// The members of \p Class whose design is in question: at least two coroutines
/// have a hazard with each. In the order of their declarations. \p HazardsOf
/// gives the stale state of a coroutine.
std::vector<SharedMember> findSharedMutableState(
    const clang::CXXRecordDecl &Class, ClassView &View,
    llvm::function_ref<const std::vector<StaleHazard> &(
        const clang::FunctionDecl &)>
        HazardsOf);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_SHAREDMUTABLESTATE_H
