#include "Hazards/UnawaitedLock.h"

#include "Facts/FunctionFacts.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace async {

/// Something a lock could protect: a call, or a place that others can reach.
static bool mayNeedLock(const Fact &F) {
  if (isa<CallFact, SuspendFact>(F))
    return true;
  const Path *Place = nullptr;
  if (const auto *Read = dyn_cast<ReadFact>(&F))
    Place = &Read->Place;
  else if (const auto *Write = dyn_cast<WriteFact>(&F))
    Place = &Write->Place;
  return Place && Place->base().step() != Path::Step::Variable &&
         Place->base().step() != Path::Step::Temporary;
}

static bool somethingFollows(const FunctionFacts &Facts, const CFGBlock &Start,
                             const Fact &After) {
  llvm::DenseSet<const CFGBlock *> Seen;
  llvm::SmallVector<const CFGBlock *, 8> Worklist;
  auto Enqueue = [&](const CFGBlock &Block) {
    for (const CFGBlock::AdjacentBlock &Next : Block.succs())
      if (const CFGBlock *To = Next.getReachableBlock();
          To && Seen.insert(To).second)
        Worklist.push_back(To);
  };
  auto Needs = [&](const Fact *F) {
    return mayNeedLock(*F) &&
           // What belongs to the statement itself.
           !(After.range().getBegin() <= F->range().getBegin() &&
             F->range().getEnd() <= After.range().getEnd());
  };
  auto Rest = Facts.in(Start).drop_while([&](const Fact *F) { return F != &After; });
  if (llvm::any_of(Rest, Needs))
    return true;
  Enqueue(Start);
  while (!Worklist.empty()) {
    const CFGBlock &Block = *Worklist.pop_back_val();
    if (llvm::any_of(Facts.in(Block), Needs))
      return true;
    Enqueue(Block);
  }
  return false;
}

/// Who stops or drains may take a lock only to see that nobody has it.
static bool soundsLikeWaiting(const FunctionDecl &Function) {
  if (!Function.getDeclName().isIdentifier())
    return false;
  for (StringRef Word : {"stop", "close", "drain", "shutdown", "wait",
                         "quiesce", "barrier", "join"})
    if (Function.getName().contains_insensitive(Word))
      return true;
  return false;
}

static bool isTakenLater(const FunctionFacts &Facts, const RequestFact &R) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Taken = dyn_cast<AcquireFact>(F);
      const auto *Waits = dyn_cast<SuspendFact>(F);
      if (((Taken && is_contained(Taken->Locks, R.Lock) &&
            // Not what the request itself takes.
            !(R.range().getBegin() <= Taken->range().getBegin() &&
              Taken->range().getEnd() <= R.range().getEnd())) ||
           (Waits && R.Lock && Waits->Lock == R.Lock)) &&
          Facts.follows(R, *F))
        return true;
    }
  return false;
}

static Confidence levelOf(const FunctionFacts &Facts, const RequestFact &R) {
  switch (R.What) {
  case RequestFact::Fate::NeverAwaited:
    return Confidence::Definite;
  case RequestFact::Fate::Dropped:
    // (void)s.wait(1): takes units without waiting for them, on purpose.
    return R.Dropped.isValid() && !R.GivesGuard ? Confidence::Possible
                                                : Confidence::Definite;
  case RequestFact::Fate::TryDropped:
    // Who takes the lock afterwards only wanted to know whether it was free.
    if (isTakenLater(Facts, R))
      return Confidence::Possible;
    [[fallthrough]];
  case RequestFact::Fate::GuardDropped:
  case RequestFact::Fate::EmptyScope:
    return soundsLikeWaiting(Facts.function()) ? Confidence::Possible
                                               : Confidence::Likely;
  }
  return Confidence::Possible;
}

std::vector<UnawaitedHazard> findUnawaitedLocks(const FunctionFacts &Facts) {
  std::vector<UnawaitedHazard> Hazards;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Asked = dyn_cast<RequestFact>(F);
      if (!Asked || !somethingFollows(Facts, *Block, *Asked))
        continue;
      UnawaitedHazard H;
      H.Kind = HazardKind::UnawaitedLock;
      H.Level = levelOf(Facts, *Asked);
      H.Primary = Asked->range();
      if (Asked->Lock)
        H.Subjects.push_back(Asked->Lock);
      H.Asked = Asked;
      Hazards.push_back(std::move(H));
    }
  llvm::sort(Hazards, [](const UnawaitedHazard &A, const UnawaitedHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Hazards;
}

} // namespace async
