/// \file
/// Questions of several operands, `a && b`, that are asked again as a whole.

#include "Hazards/StaleFinder.h"

using namespace clang;

namespace async {

/// The operands of the condition that \p Last ends, the last one first: each
/// branch before it decides whether the next operand is looked at, and leads where
/// the whole leads if it is not.
StaleFinder::Operands StaleFinder::operandsOf(const BranchFact &Last) const {
  Operands Found{&Last};
  llvm::SmallPtrSet<const CFGBlock *, 4> Arms, Chain{&Last.block()};
  for (const CFGBlock::AdjacentBlock &Next : Last.block().succs())
    Arms.insert(Next.getReachableBlock());
  for (const CFGBlock *Block = &Last.block(); Block->pred_size() == 1;) {
    const CFGBlock *Before = Block->pred_begin()->getReachableBlock();
    if (!Before || !Chain.insert(Before).second)
      break;
    // A call that may throw ends a block, and decides nothing.
    if (!Before->getTerminatorStmt()) {
      Block = Before;
      continue;
    }
    if (Before->succ_size() != 2 || Facts.in(*Before).empty())
      break;
    const auto *Branch = dyn_cast<BranchFact>(Facts.in(*Before).back());
    const CFGBlock *Other = nullptr;
    for (const CFGBlock::AdjacentBlock &Next : Before->succs())
      if (const CFGBlock *Arm = Next.getReachableBlock(); Arm != Block)
        Other = Arm;
    if (!Branch || !Other || !Arms.contains(Other))
      break;
    Found.push_back(Branch);
    Block = Before;
  }
  return Found;
}

/// True if both are computed in the same way from the same places, as far as
/// arguments are places.
static bool isComputedAlike(const Fact *A, const Fact *B) {
  if (const auto *Read = dyn_cast<ReadFact>(A)) {
    const auto *Other = dyn_cast<ReadFact>(B);
    return Other && &Read->Place == &Other->Place;
  }
  const auto *Call = dyn_cast<CallFact>(A);
  const auto *Other = dyn_cast<CallFact>(B);
  return Call && Other && Call->Callee && Call->Callee == Other->Callee &&
         Call->Object == Other->Object &&
         ArrayRef<const Path *>(Call->Arguments) ==
             ArrayRef<const Path *>(Other->Arguments);
}

static bool areAlike(const BranchFact &A, const BranchFact &B) {
  return A.State == B.State && A.Flag.Flag == B.Flag.Flag &&
         A.Flag.Negated == B.Flag.Negated && A.From.size() == B.From.size() &&
         (A.From.size() != 0 || A.Flag.Flag) &&
         std::equal(A.From.begin(), A.From.end(), B.From.begin(),
                    isComputedAlike);
}

/// The blocks that \p From leads to, or comes from, on ways that are none
/// through \p But.
static llvm::SmallPtrSet<const CFGBlock *, 16>
reachedFrom(const CFGBlock &From, const CFGBlock &But, bool Backwards) {
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&From};
  auto Visit = [&](const CFGBlock *Next) {
    if (Next && Next != &But && Seen.insert(Next).second)
      Worklist.push_back(Next);
  };
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    if (Backwards)
      for (const CFGBlock::AdjacentBlock &Next : Block->preds())
        Visit(Next.getReachableBlock());
    else
      for (const CFGBlock::AdjacentBlock &Next : Block->succs())
        Visit(Next.getReachableBlock());
  }
  return Seen;
}

/// The places that an operand was computed from.
static void addPlaces(const BranchFact &Operand,
                      llvm::SmallVectorImpl<const Path *> &Into) {
  for (const Fact *From : Operand.From) {
    if (const auto *Read = dyn_cast<ReadFact>(From))
      Into.push_back(&Read->Place);
    const auto *Call = dyn_cast<CallFact>(From);
    if (!Call)
      continue;
    Into.push_back(Call->Object);
    Into.append(Call->Arguments.begin(), Call->Arguments.end());
  }
  llvm::erase(Into, nullptr);
}

/// `if (fresh && !has(k)) co_return;` before the suspension and behind it: the
/// whole is asked again, on every way from the last suspension to the act, and the
/// coroutine changed none of its operands. Then the act is reached for the same
/// reasons as without a suspension.
bool StaleFinder::isAskedAgain(const Check &C, const Act &A) {
  std::optional<bool> Before = decides(C, A);
  Operands Ours = operandsOf(*C.Branch);
  if (!Before || Ours.size() == 1)
    return false;
  const Path *Place = Observed[C.Observed].Place;
  llvm::SmallVector<const Path *, 8> Places;
  for (const BranchFact *Operand : Ours)
    addPlaces(*Operand, Places);
  auto Changes = [&](const CFGBlock *Block) {
    return llvm::any_of(Facts.in(*Block), [&](const Fact *F) {
      llvm::SmallVector<Access, 4> Found;
      Context.Summaries.of(*F, Found);
      return llvm::any_of(Found, [&](const Access &Change) {
        // What is shared is asked for, and found to be so again.
        return Change.writes() && !isShared(*Change.Place) &&
               llvm::any_of(Places, [&](const Path *Of) {
                 return Of->overlaps(*Change.Place);
               });
      });
    });
  };
  return llvm::any_of(now(A).Past, [&](const Passed &Again) {
    if (Again.Needed != *Before)
      return false;
    Operands Theirs = operandsOf(*Again.Which->Branch);
    if (Theirs.size() != Ours.size() ||
        !std::equal(Ours.begin(), Ours.end(), Theirs.begin(),
                    [](const BranchFact *L, const BranchFact *R) {
                      return areAlike(*L, *R);
                    }))
      return false;
    const BranchFact &First = *Theirs.back();
    auto Begins = ObservationOf.find({&First, Place});
    if (Begins == ObservationOf.end() ||
        !Flow->before(*A.At, Begins->second).Current)
      return false;
    const CFGBlock &Asked = Ours.back()->block();
    auto Behind = reachedFrom(Asked, Asked, /*Backwards=*/false);
    auto Ahead = reachedFrom(First.block(), Asked, /*Backwards=*/true);
    if (&First.block() != &Asked)
      Ahead.insert(&First.block());
    return llvm::none_of(Behind, [&](const CFGBlock *Block) {
      return Ahead.contains(Block) && Changes(Block);
    });
  });
}

} // namespace async
