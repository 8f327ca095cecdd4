/// \file
/// What could be done about a hazard: one function a family.

#ifndef ASYNC_TIDY_REWRITES_REWRITES_H
#define ASYNC_TIDY_REWRITES_REWRITES_H

#include "Hazards/Hazard.h"
#include "llvm/ADT/SmallVector.h"

namespace async {
class FunctionFacts;
struct BlockHazard;
struct ConcurrentHazard;
struct InvalidatedHazard;
struct LockHazard;
struct LockOrderHazard;
struct MissedHazard;
struct RedundantLockHazard;
struct StaleHazard;
struct UnawaitedHazard;
struct UnjoinedHazard;
struct Unit;

/// In the order of preference. Each is right as far as the text and the facts of
/// \p In, the function with the hazard, tell; Offers chooses one and may try it.
using Candidates = llvm::SmallVector<Rewrite, 2>;

Candidates rewritesOf(const BlockHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const ConcurrentHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const InvalidatedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const LockHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const LockOrderHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const MissedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const RedundantLockHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const StaleHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);
Candidates rewritesOf(const UnawaitedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);

Candidates rewritesOf(const UnjoinedHazard &H, const FunctionFacts &In,
                      Unit &TheUnit);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_REWRITES_H
