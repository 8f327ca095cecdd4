#include "Hazards/LockAcrossSuspension.h"

#include "Dataflow/HeldLocks.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace async {
namespace {

/// One acquisition and the suspension points it is held at.
struct Crossing {
  const Path *Owner = nullptr;
  llvm::SmallVector<const SuspendFact *, 4> Points;
};

} // namespace

std::vector<LockHazard> findLocksAcrossSuspension(
    const FunctionFacts &Facts, const HeldLocks &Locks,
    llvm::function_ref<bool(const SuspendFact &)> Allowed) {
  llvm::MapVector<const AcquireFact *, Crossing> Crossings;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Point = llvm::dyn_cast<SuspendFact>(F);
      if (!Point)
        continue;
      for (const HeldLock &Lock : Locks.before(*Point)) {
        if (Lock.Acquired->World != LockWorld::Thread || Allowed(*Point))
          continue;
        Crossing &C = Crossings[Lock.Acquired];
        C.Owner = Lock.Owner;
        if (!llvm::is_contained(C.Points, Point))
          C.Points.push_back(Point);
      }
    }

  std::vector<LockHazard> Hazards;
  for (auto &[Acquired, C] : Crossings) {
    LockHazard H;
    bool ByHand = llvm::is_contained(Acquired->Locks, &Acquired->Owner) &&
                  llvm::is_contained(Acquired->Locks, C.Owner);
    H.Kind = ByHand ? HazardKind::LockAcrossSuspension
                    : HazardKind::GuardAcrossSuspension;
    H.Level = Acquired->Result == AcquireFact::Outcome::Held
                  ? Confidence::Definite
                  : Confidence::Likely;
    H.Primary = Acquired->range();
    H.Owner = C.Owner;
    H.Subjects.assign(Acquired->Locks.begin(), Acquired->Locks.end());
    H.Acquired = Acquired;
    llvm::sort(C.Points, [](const SuspendFact *A, const SuspendFact *B) {
      return A->range().getBegin() < B->range().getBegin();
    });
    for (const SuspendFact *Point : C.Points)
      H.Steps.push_back({StepKind::Suspension, Point->range()});
    // What is given back before the first suspension explains nothing.
    llvm::DenseSet<SourceLocation> Told;
    for (const Fact *Release : Locks.releases(*Acquired))
      if (Release->range().getEnd() >=
              C.Points.front()->range().getBegin() &&
          Told.insert(Release->range().getBegin()).second)
        H.Steps.push_back({llvm::isa<EndFact>(Release) ? StepKind::ScopeEnd
                                                       : StepKind::Release,
                           Release->range()});
    Hazards.push_back(std::move(H));
  }
  llvm::sort(Hazards, [](const LockHazard &A, const LockHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Hazards;
}

} // namespace async
