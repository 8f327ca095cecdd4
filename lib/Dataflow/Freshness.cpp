#include "Dataflow/Freshness.h"

#include "Dataflow/Engine.h"
#include "Sharing/Access.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace async {
namespace {

/// One bit an observation in each.
struct State {
  llvm::BitVector Fresh, Stale, Claimed;
  /// The one that must hold: joined by intersection.
  llvm::BitVector Current;
};

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  Analysis(llvm::ArrayRef<Observation> Observed, Accesses &Summaries)
      : Observed(Observed), Summaries(Summaries) {
    for (size_t I = 0; I != Observed.size(); ++I)
      MadeAt[Observed[I].At].push_back(I);
  }

  bool join(State &Into, const State &From) {
    bool Changed = merge(Into.Fresh, From.Fresh);
    Changed |= merge(Into.Stale, From.Stale);
    Changed |= merge(Into.Claimed, From.Claimed);
    llvm::BitVector Current = From.Current;
    Current.resize(Into.Current.size());
    // A bit of ours that the other path lacks.
    Changed |= Into.Current.test(Current);
    Into.Current &= Current;
    return Changed;
  }

  void transfer(State &S, const ReadFact &F) { observe(S, F); }
  void transfer(State &S, const WriteFact &F) {
    change(S, F);
    observe(S, F);
  }
  void transfer(State &S, const CallFact &F) {
    change(S, F);
    observe(S, F);
  }

  void transfer(State &S, const SuspendFact &) {
    grow(S);
    S.Stale |= S.Fresh;
    S.Fresh.reset();
    S.Current.reset();
  }

private:
  void grow(State &S) const {
    S.Fresh.resize(Observed.size());
    S.Stale.resize(Observed.size());
    S.Claimed.resize(Observed.size());
    S.Current.resize(Observed.size());
  }

  static bool merge(llvm::BitVector &Into, const llvm::BitVector &From) {
    if (From.empty())
      return false;
    Into.resize(From.size());
    // BitVector::test(RHS): a bit of this that RHS lacks.
    bool Changed = From.test(Into);
    Into |= From;
    return Changed;
  }

  void observe(State &S, const Fact &F) {
    auto It = MadeAt.find(&F);
    if (It == MadeAt.end())
      return;
    grow(S);
    for (size_t I : It->second) {
      S.Fresh.set(I);
      S.Current.set(I);
      S.Stale.reset(I);
      S.Claimed.reset(I);
    }
  }

  /// Our own change, while what was seen is current, is a claim.
  void change(State &S, const Fact &F) {
    if (S.Fresh.none() && S.Stale.none())
      return;
    llvm::SmallVector<Access, 4> Changes;
    Summaries.of(F, Changes);
    for (const Access &A : Changes) {
      // operator[] may only look up; what is assigned to its result counts.
      if (!A.writes() || A.Op == Operation::Index)
        continue;
      for (size_t I : S.Fresh.set_bits())
        if (Observed[I].At != &F && A.Place->overlaps(*Observed[I].Place)) {
          S.Claimed.set(I);
          // What was assigned is no longer what it was assigned.
          if (llvm::isa<WriteFact>(Observed[I].At))
            S.Fresh.reset(I);
        }
      if (A.Op != Operation::Replaces || A.How != WriteFact::Form::Assign)
        continue;
      // Known anew.
      for (size_t I : S.Stale.set_bits())
        if (A.Place == Observed[I].Place)
          S.Stale.reset(I);
    }
  }

  llvm::ArrayRef<Observation> Observed;
  Accesses &Summaries;
  llvm::DenseMap<const Fact *, llvm::SmallVector<size_t, 1>> MadeAt;
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
  Analysis Flow(Observed, Summaries);
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
  if (It == P->At.end() || Index >= It->second.Fresh.size())
    return {};
  const State &S = It->second;
  return {S.Fresh.test(Index), S.Current.test(Index), S.Stale.test(Index),
          S.Claimed.test(Index)};
}

} // namespace async
