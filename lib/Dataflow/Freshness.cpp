#include "Dataflow/Freshness.h"

#include "Dataflow/Engine.h"
#include "Sharing/Access.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace async {
namespace {

/// A set of observations. Most blocks change nothing in it, so states share it
/// until one of them does.
class SharedBits {
public:
  /// Empty, of no size, until the first is set.
  const llvm::BitVector &get() const {
    static const llvm::BitVector None;
    return Bits ? *Bits : None;
  }
  bool test(size_t I) const { return Bits && Bits->test(I); }
  bool isSame(const SharedBits &Other) const { return Bits == Other.Bits; }

  llvm::BitVector &change(size_t Size) {
    if (!Bits)
      Bits = std::make_shared<llvm::BitVector>(Size);
    else if (Bits.use_count() != 1)
      Bits = std::make_shared<llvm::BitVector>(*Bits);
    return *Bits;
  }
  void clear() { Bits = nullptr; }
  void reset(size_t I) {
    if (test(I))
      change(0).reset(I);
  }

  /// \returns true if a bit was added.
  bool unite(const SharedBits &Other) {
    if (isSame(Other) || !Other.Bits)
      return false;
    if (!Bits) {
      Bits = Other.Bits;
      return Bits->any();
    }
    // BitVector::test(RHS): a bit of this that RHS lacks.
    if (!Other.Bits->test(*Bits))
      return false;
    change(0) |= *Other.Bits;
    return true;
  }
  /// \returns true if a bit was removed.
  bool intersect(const SharedBits &Other) {
    if (isSame(Other) || !Bits || Bits->none())
      return false;
    if (Other.Bits && !Bits->test(*Other.Bits))
      return false;
    if (Other.Bits)
      change(0) &= *Other.Bits;
    else
      clear();
    return true;
  }

private:
  std::shared_ptr<llvm::BitVector> Bits;
};

/// One bit an observation in each.
struct State {
  SharedBits Fresh, Stale, Claimed;
  /// The one that must hold: joined by intersection.
  SharedBits Current;
};

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  Analysis(const FunctionFacts &Facts, llvm::ArrayRef<Observation> Observed,
           Accesses &Summaries)
      : Observed(Observed) {
    for (size_t I = 0; I != Observed.size(); ++I) {
      MadeAt[Observed[I].At].push_back(I);
      OfPlace[Observed[I].Place].push_back(I);
    }
    llvm::SmallVector<Access, 4> Changes;
    for (const clang::CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        Changes.clear();
        Summaries.of(*F, Changes);
        for (const Access &A : Changes)
          // operator[] may only look up; what is assigned to its result counts.
          if (A.writes() && A.Op != Operation::Index)
            ChangedAt[F].push_back(
                {A.Place, A.Op == Operation::Replaces &&
                              A.How == WriteFact::Form::Assign});
      }
  }

  bool join(State &Into, const State &From) {
    bool Changed = Into.Fresh.unite(From.Fresh);
    Changed |= Into.Stale.unite(From.Stale);
    Changed |= Into.Claimed.unite(From.Claimed);
    Changed |= Into.Current.intersect(From.Current);
    return Changed;
  }

  void transfer(State &S, const ReadFact &F) { observe(S, F); }
  void transfer(State &S, const BranchFact &F) { observe(S, F); }
  void transfer(State &S, const WriteFact &F) {
    change(S, F);
    observe(S, F);
  }
  void transfer(State &S, const CallFact &F) {
    change(S, F);
    observe(S, F);
  }

  void transfer(State &S, const SuspendFact &F) {
    S.Stale.unite(S.Fresh);
    S.Fresh.clear();
    S.Current.clear();
    // What was waited for.
    observe(S, F);
  }

private:
  /// A change of a place that a fact makes.
  struct Change {
    const Path *Place;
    /// What is there is known from now on.
    bool Assigns;
  };

  void observe(State &S, const Fact &F) {
    auto It = MadeAt.find(&F);
    if (It == MadeAt.end())
      return;
    for (size_t I : It->second) {
      S.Fresh.change(Observed.size()).set(I);
      S.Current.change(Observed.size()).set(I);
      S.Stale.reset(I);
      S.Claimed.reset(I);
    }
  }

  /// Our own change, while what was seen is current, is a claim.
  void change(State &S, const Fact &F) {
    if (S.Fresh.get().none() && S.Stale.get().none())
      return;
    auto Changes = ChangedAt.find(&F);
    if (Changes == ChangedAt.end())
      return;
    for (const Change &C : Changes->second) {
      llvm::SmallVector<size_t, 4> Overwritten;
      for (size_t I : S.Fresh.get().set_bits())
        if (Observed[I].At != &F && C.Place->overlaps(*Observed[I].Place)) {
          S.Claimed.change(Observed.size()).set(I);
          // What was assigned is no longer what it was assigned.
          if (llvm::isa<WriteFact>(Observed[I].At))
            Overwritten.push_back(I);
        }
      for (size_t I : Overwritten)
        S.Fresh.reset(I);
      if (!C.Assigns)
        continue;
      // Known anew.
      if (auto It = OfPlace.find(C.Place); It != OfPlace.end())
        for (size_t I : It->second)
          S.Stale.reset(I);
    }
  }

  llvm::ArrayRef<Observation> Observed;
  llvm::DenseMap<const Fact *, llvm::SmallVector<size_t, 1>> MadeAt;
  llvm::DenseMap<const Path *, llvm::SmallVector<size_t, 1>> OfPlace;
  llvm::DenseMap<const Fact *, llvm::SmallVector<Change, 1>> ChangedAt;
};

} // namespace

struct Freshness::Impl {
  llvm::DenseMap<const Fact *, State> At;
};

Freshness::Freshness(const FunctionFacts &Facts,
                     llvm::ArrayRef<Observation> Observed,
                     Accesses &Summaries,
                     llvm::ArrayRef<const Fact *> AskedAt)
    : P(std::make_unique<Impl>()) {
  Analysis Flow(Facts, Observed, Summaries);
  Flow.run(Facts);
  llvm::DenseSet<const Fact *> Asked(AskedAt.begin(), AskedAt.end());
  Flow.forEach(Facts, [&](const Fact &F, const State &S) {
    if (Asked.contains(&F))
      P->At[&F] = S;
  });
}

Freshness::~Freshness() = default;

Standing Freshness::before(const Fact &At, size_t Index) const {
  auto It = P->At.find(&At);
  if (It == P->At.end())
    return {};
  const State &S = It->second;
  auto Has = [&](const SharedBits &Bits) {
    return Index < Bits.get().size() && Bits.test(Index);
  };
  return {Has(S.Fresh), Has(S.Current), Has(S.Stale), Has(S.Claimed)};
}

llvm::SmallVector<size_t, 8> Freshness::recent(const Fact &At) const {
  llvm::SmallVector<size_t, 8> Found;
  auto It = P->At.find(&At);
  if (It == P->At.end())
    return Found;
  const State &S = It->second;
  for (size_t I : S.Fresh.get().set_bits())
    Found.push_back(I);
  for (size_t I : S.Current.get().set_bits())
    if (!S.Fresh.test(I))
      Found.push_back(I);
  llvm::sort(Found);
  return Found;
}

} // namespace async
