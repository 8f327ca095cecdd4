#include "Dataflow/HeldLocks.h"

#include "Dataflow/Engine.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

namespace async {
namespace {

/// Which locals that keep their value are known to be true or false.
using Flags = llvm::SmallVector<std::pair<const clang::VarDecl *, bool>, 2>;

/// A held lock, and what was known when it was taken: on a path where that is
/// known to be otherwise it was not.
struct Entry : HeldLock {
  Flags Known;

  bool operator==(const Entry &) const = default;
};

struct State {
  /// Sorted by the acquisition's id; nearly always none, one or two.
  llvm::SmallVector<Entry, 2> Held;
  Flags Known;
};

void intersect(Flags &Into, const Flags &From) {
  llvm::erase_if(Into,
                 [&](const auto &F) { return !llvm::is_contained(From, F); });
}

bool before(const HeldLock &A, const HeldLock &B) {
  return std::make_tuple(A.Acquired->id(), A.Depth, A.Owner) <
         std::make_tuple(B.Acquired->id(), B.Depth, B.Owner);
}

/// \returns true if \p Held changed.
bool insert(llvm::SmallVectorImpl<Entry> &Held, Entry Lock) {
  auto It = llvm::lower_bound(Held, Lock, before);
  if (It == Held.end() || !(HeldLock(*It) == HeldLock(Lock))) {
    Held.insert(It, std::move(Lock));
    return true;
  }
  size_t Known = It->Known.size();
  intersect(It->Known, Lock.Known);
  return It->Known.size() != Known;
}

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  bool join(State &Into, const State &From) {
    size_t Known = Into.Known.size();
    intersect(Into.Known, From.Known);
    bool Changed = Into.Known.size() != Known;
    for (const Entry &Lock : From.Held)
      Changed |= insert(Into.Held, Lock);
    return Changed;
  }

  void transfer(State &S, const AcquireFact &A) {
    if (A.Adopts && adopt(S, A))
      return;
    unsigned Depth = 0;
    // Held again by the same owner: from here on, this is the acquisition.
    if (A.Recursive)
      Depth = std::min(depth(S, A.Owner), MaxDepth);
    else
      release(S, A.Owner);
    insert(S.Held, {{&A, &A.Owner, Depth}, S.Known});
  }

  void transfer(State &S, const ReleaseFact &R) {
    unsigned Depth = depth(S, R.Owner);
    if (Depth < 2) {
      release(S, R.Owner);
      return;
    }
    llvm::erase_if(S.Held, [&](const Entry &Lock) {
      return Lock.Owner == &R.Owner && Lock.Depth == Depth - 1;
    });
  }

  void transfer(State &S, const EndFact &E) {
    // A mutex that dies has no owner left, a guard gives its lock back.
    release(S, E.Place);
  }

  void transfer(State &S, const TransferFact &T) {
    reown(S, T.To,
          [&](const Entry &Lock) { return T.From.contains(*Lock.Owner); });
  }

  void transferEdge(State &S, const BranchFact &B, bool Taken) {
    if (B.Flag.Flag)
      assume(S, {B.Flag.Flag, Taken != B.Flag.Negated});
    if (!B.Lock || Taken != B.Lock.Negated)
      return;
    // On this edge the lock was not got.
    if (B.Lock.Tried)
      llvm::erase_if(S.Held, [&](const Entry &Lock) {
        return Lock.Acquired == B.Lock.Tried;
      });
    else
      release(S, *B.Lock.Owner);
  }

private:
  /// A loop that only locks must not climb for ever.
  static constexpr unsigned MaxDepth = 3;
  /// More conditions than this in one function are not followed.
  static constexpr size_t MaxFlags = 8;

  static void assume(State &S, std::pair<const clang::VarDecl *, bool> Flag) {
    std::pair<const clang::VarDecl *, bool> Opposite{Flag.first, !Flag.second};
    llvm::erase_if(S.Held, [&](const Entry &Lock) {
      return llvm::is_contained(Lock.Known, Opposite);
    });
    if (S.Known.size() < MaxFlags && !llvm::is_contained(S.Known, Flag))
      S.Known.push_back(Flag);
  }

  /// How often \p Owner holds its recursive mutex, at most.
  static unsigned depth(const State &S, const Path &Owner) {
    unsigned Depth = 0;
    for (const Entry &Lock : S.Held)
      if (Lock.Owner == &Owner)
        Depth = std::max(Depth, Lock.Depth + 1);
    return Depth;
  }

  static void release(State &S, const Path &Owner) {
    llvm::erase_if(S.Held, [&](const Entry &Lock) {
      return Lock.Owner->overlaps(Owner);
    });
  }

  /// \returns true if there was a lock to give to \p Owner.
  template <typename PredicateT>
  static bool reown(State &S, const Path &Owner, PredicateT Moves) {
    llvm::SmallVector<Entry, 2> Moved;
    llvm::erase_if(S.Held, [&](const Entry &Lock) {
      if (!Moves(Lock))
        return false;
      Moved.push_back(Lock);
      return true;
    });
    for (Entry &Lock : Moved) {
      Lock.Owner = &Owner;
      insert(S.Held, std::move(Lock));
    }
    return !Moved.empty();
  }

  /// std::adopt_lock: what was locked by hand gets an owner.
  static bool adopt(State &S, const AcquireFact &A) {
    return reown(S, A.Owner, [&](const Entry &Lock) {
      return llvm::is_contained(A.Locks, Lock.Owner);
    });
  }
};

} // namespace

struct HeldLocks::Impl {
  llvm::DenseMap<const Fact *, llvm::SmallVector<HeldLock, 2>> Before;
  llvm::DenseMap<const AcquireFact *, llvm::SmallVector<const Fact *, 2>>
      Releases;
};

HeldLocks::HeldLocks(const FunctionFacts &Facts)
    : P(std::make_unique<Impl>()) {
  Analysis Flow;
  Flow.run(Facts);
  Flow.forEach(Facts, [&](const Fact &F, const State &S) {
    if (S.Held.empty())
      return;
    P->Before[&F].assign(S.Held.begin(), S.Held.end());
    const Path *Freed = nullptr;
    if (const auto *R = llvm::dyn_cast<ReleaseFact>(&F))
      Freed = &R->Owner;
    else if (const auto *E = llvm::dyn_cast<EndFact>(&F))
      Freed = &E->Place;
    if (!Freed)
      return;
    for (const HeldLock &Lock : S.Held)
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
