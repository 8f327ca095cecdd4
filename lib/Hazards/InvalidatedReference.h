/// \file
/// Holders that are used after a suspension in which other code may have
/// invalidated them.

#ifndef ASYNC_TIDY_HAZARDS_INVALIDATEDREFERENCE_H
#define ASYNC_TIDY_HAZARDS_INVALIDATEDREFERENCE_H

#include "Hazards/Hazard.h"
#include "Hazards/Invalidation.h"
#include "Sharing/Others.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace async {
class HeldLocks;
class Holders;

struct InvalidatedHazard : Hazard {
  /// How the holder came to refer to what it refers to.
  const BindFact *Bound = nullptr;
  /// Of a parameter: where a caller binds it.
  clang::SourceRange Given;
  /// Of what it refers into, the part that somebody changes.
  Dependency What;
  /// Who changes it, where, and how.
  clang::SourceRange Meanwhile;
  const clang::FunctionDecl *By = nullptr;
  std::string ByOperation;
  Danger How = Danger::None;
  /// The coroutine itself, run twice.
  bool BySelf = false;
  /// This coroutine awaits it.
  bool ByAwaited = false;
};

/// What the analysis needs to know of other functions.
struct InvalidatedReferenceContext {
  ClassViews &Classes;
  Others &Rest;
  Accesses &Summaries;
  llvm::function_ref<const HeldLocks &(const clang::FunctionDecl &)> LocksOf;
  llvm::function_ref<const Holders &(const clang::FunctionDecl &)> HoldersOf;
};

/// The hazards of a coroutine, in source order; one for what was got from the same
/// holder and refers into the same container.
std::vector<InvalidatedHazard>
findInvalidatedReferences(const FunctionFacts &Facts,
                          InvalidatedReferenceContext &Context);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_INVALIDATEDREFERENCE_H
