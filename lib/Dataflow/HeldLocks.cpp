#include "Dataflow/HeldLocks.h"

#include "Dataflow/Engine.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

namespace async {
namespace {

/// Sorted by the acquisition's id; nearly always none, one or two.
using State = llvm::SmallVector<HeldLock, 2>;

bool before(const HeldLock &A, const HeldLock &B) {
  return std::make_tuple(A.Acquired->id(), A.Depth, A.Owner) <
         std::make_tuple(B.Acquired->id(), B.Depth, B.Owner);
}

void insert(State &Held, HeldLock Lock) {
  auto It = llvm::lower_bound(Held, Lock, before);
  if (It == Held.end() || !(*It == Lock))
    Held.insert(It, Lock);
}

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  bool join(State &Into, const State &From) {
    size_t Before = Into.size();
    for (const HeldLock &Lock : From)
      insert(Into, Lock);
    return Into.size() != Before;
  }

  void transfer(State &Held, const AcquireFact &A) {
    if (A.Adopts && adopt(Held, A))
      return;
    if (A.Recursive) {
      insert(Held, {&A, &A.Owner, std::min(depth(Held, A.Owner), MaxDepth)});
      return;
    }
    // Held again by the same owner: from here on, this is the acquisition.
    release(Held, A.Owner);
    insert(Held, {&A, &A.Owner});
  }

  void transfer(State &Held, const ReleaseFact &R) {
    unsigned Depth = depth(Held, R.Owner);
    if (Depth < 2) {
      release(Held, R.Owner);
      return;
    }
    llvm::erase_if(Held, [&](const HeldLock &Lock) {
      return Lock.Owner == &R.Owner && Lock.Depth == Depth - 1;
    });
  }

  void transfer(State &Held, const EndFact &E) {
    // A mutex that dies has no owner left, a guard gives its lock back.
    release(Held, E.Place);
  }

  void transfer(State &Held, const TransferFact &T) {
    State Moved;
    llvm::erase_if(Held, [&](const HeldLock &Lock) {
      if (!T.From.contains(*Lock.Owner))
        return false;
      Moved.push_back({Lock.Acquired, &T.To});
      return true;
    });
    for (const HeldLock &Lock : Moved)
      insert(Held, Lock);
  }

  void transferEdge(State &Held, const BranchFact &B, bool Taken) {
    if (!B.Lock || Taken != B.Lock.Negated)
      return;
    // On this edge the lock was not got.
    if (B.Lock.Tried)
      llvm::erase_if(Held, [&](const HeldLock &Lock) {
        return Lock.Acquired == B.Lock.Tried;
      });
    else
      release(Held, *B.Lock.Owner);
  }

private:
  /// A loop that only locks must not climb for ever.
  static constexpr unsigned MaxDepth = 3;

  /// How often \p Owner holds its recursive mutex, at most.
  static unsigned depth(const State &Held, const Path &Owner) {
    unsigned Depth = 0;
    for (const HeldLock &Lock : Held)
      if (Lock.Owner == &Owner)
        Depth = std::max(Depth, Lock.Depth + 1);
    return Depth;
  }

  static void release(State &Held, const Path &Owner) {
    llvm::erase_if(Held, [&](const HeldLock &Lock) {
      return Lock.Owner->overlaps(Owner);
    });
  }

  /// std::adopt_lock: what was locked by hand gets an owner.
  static bool adopt(State &Held, const AcquireFact &A) {
    bool Found = false;
    State Adopted;
    llvm::erase_if(Held, [&](const HeldLock &Lock) {
      if (!llvm::is_contained(A.Locks, Lock.Owner))
        return false;
      Adopted.push_back({Lock.Acquired, &A.Owner});
      return Found = true;
    });
    for (const HeldLock &Lock : Adopted)
      insert(Held, Lock);
    return Found;
  }
};

} // namespace

struct HeldLocks::Impl {
  llvm::DenseMap<const Fact *, State> Before;
  llvm::DenseMap<const AcquireFact *, llvm::SmallVector<const Fact *, 2>>
      Releases;
};

HeldLocks::HeldLocks(const FunctionFacts &Facts)
    : P(std::make_unique<Impl>()) {
  Analysis Flow;
  Flow.run(Facts);
  Flow.forEach(Facts, [&](const Fact &F, const State &Held) {
    if (Held.empty())
      return;
    P->Before[&F] = Held;
    const Path *Freed = nullptr;
    if (const auto *R = llvm::dyn_cast<ReleaseFact>(&F))
      Freed = &R->Owner;
    else if (const auto *E = llvm::dyn_cast<EndFact>(&F))
      Freed = &E->Place;
    if (!Freed)
      return;
    for (const HeldLock &Lock : Held)
      if (Lock.Owner->overlaps(*Freed))
        P->Releases[Lock.Acquired].push_back(&F);
  });
  for (auto &[Acquired, Where] : P->Releases)
    llvm::sort(Where, [](const Fact *A, const Fact *B) {
      return A->range().getBegin() < B->range().getBegin();
    });
}

HeldLocks::~HeldLocks() = default;

llvm::ArrayRef<HeldLock> HeldLocks::before(const Fact &At) const {
  auto It = P->Before.find(&At);
  if (It == P->Before.end())
    return {};
  return It->second;
}

llvm::ArrayRef<const Fact *>
HeldLocks::releases(const AcquireFact &Acquired) const {
  auto It = P->Releases.find(&Acquired);
  if (It == P->Releases.end())
    return {};
  return It->second;
}

} // namespace async
