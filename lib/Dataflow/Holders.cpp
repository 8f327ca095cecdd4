#include "Dataflow/Holders.h"

#include "Dataflow/Engine.h"
#include "Facts/Reachability.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace async {
namespace {

/// One bit a binding in each.
struct State {
  llvm::BitVector Fresh, Stale;
};

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  Analysis(const FunctionFacts &Facts) {
    for (const CFGBlock *Block : Facts.graph()) {
      const UseFact *Last = nullptr;
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *Bind = dyn_cast<BindFact>(F)) {
          Index[Bind] = Binds.size();
          OfHolder[&Bind->Holder].push_back(Binds.size());
          OfBase[&Bind->Holder.base()].push_back(Binds.size());
          Binds.push_back(Bind);
        } else if (const auto *Use = dyn_cast<UseFact>(F)) {
          Last = Use;
        } else if (const auto *Branch = dyn_cast<BranchFact>(F)) {
          // `it == c.end()` ends with the use of `it`.
          if (Last && Branch->State.K == Predicate::Kind::Contains)
            Compared[Branch] = &Last->Holder;
        }
      }
    }
  }

  bool join(State &Into, const State &From) {
    bool Changed = merge(Into.Fresh, From.Fresh);
    Changed |= merge(Into.Stale, From.Stale);
    return Changed;
  }

  void transfer(State &S, const BindFact &F) {
    grow(S);
    kill(S, OfHolder[&F.Holder]);
    S.Fresh.set(Index[&F]);
  }

  void transfer(State &S, const WriteFact &F) {
    if (F.How != WriteFact::Form::Assign || S.Fresh.empty())
      return;
    auto It = OfBase.find(&F.Place.base());
    if (It == OfBase.end())
      return;
    for (size_t I : It->second)
      if (F.Place.contains(Binds[I]->Holder)) {
        S.Fresh.reset(I);
        S.Stale.reset(I);
      }
  }

  void transfer(State &S, const SuspendFact &) {
    grow(S);
    S.Stale |= S.Fresh;
    S.Fresh.reset();
  }

  void transferEdge(State &S, const BranchFact &F, bool Taken) {
    if (S.Fresh.empty() || Taken != F.State.Negated)
      return;
    // The predicate is false here.
    const Path *Holder = nullptr;
    if (F.State.K == Predicate::Kind::HasValue)
      Holder = F.State.Subject;
    else if (auto It = Compared.find(&F); It != Compared.end())
      Holder = It->second;
    if (auto It = OfHolder.find(Holder); Holder && It != OfHolder.end())
      kill(S, It->second);
  }

  std::vector<const BindFact *> Binds;
  llvm::DenseMap<const Path *, llvm::SmallVector<size_t, 2>> OfHolder;

private:
  void grow(State &S) const {
    S.Fresh.resize(Binds.size());
    S.Stale.resize(Binds.size());
  }

  static void kill(State &S, llvm::ArrayRef<size_t> Indices) {
    for (size_t I : Indices) {
      S.Fresh.reset(I);
      S.Stale.reset(I);
    }
  }

  static bool merge(llvm::BitVector &Into, const llvm::BitVector &From) {
    if (From.empty())
      return false;
    Into.resize(From.size());
    bool Changed = From.test(Into);
    Into |= From;
    return Changed;
  }

  llvm::DenseMap<const BindFact *, size_t> Index;
  llvm::DenseMap<const Path *, llvm::SmallVector<size_t, 2>> OfBase;
  llvm::DenseMap<const BranchFact *, const Path *> Compared;
};

} // namespace

struct Holders::Impl {
  explicit Impl(const FunctionFacts &Facts) : Facts(Facts) {}

  const FunctionFacts &Facts;
  llvm::DenseMap<const UseFact *, llvm::SmallVector<Reaching, 1>> At;

  /// In source order.
  std::vector<const SuspendFact *> Suspensions;

  /// The blocks from which \p To can be reached without going through \p Stop.
  llvm::BitVector before(const CFGBlock &To, const CFGBlock &Stop) const {
    llvm::BitVector Seen(Facts.graph().getNumBlockIDs());
    llvm::SmallVector<const CFGBlock *, 16> Worklist{&To};
    while (!Worklist.empty())
      for (const CFGBlock *Previous : Worklist.pop_back_val()->preds()) {
        if (!Previous || Seen.test(Previous->getBlockID()))
          continue;
        Seen.set(Previous->getBlockID());
        if (Previous != &Stop)
          Worklist.push_back(Previous);
      }
    return Seen;
  }
};

Holders::Holders(const FunctionFacts &Facts) : P(std::make_unique<Impl>(Facts)) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Point = dyn_cast<SuspendFact>(F))
        P->Suspensions.push_back(Point);
  llvm::sort(P->Suspensions, [](const SuspendFact *L, const SuspendFact *R) {
    return L->range().getBegin() < R->range().getBegin();
  });
  Analysis Flow(Facts);
  if (Flow.Binds.empty())
    return;
  Flow.run(Facts);
  Flow.forEach(Facts, [&](const Fact &F, const State &S) {
    const auto *Use = dyn_cast<UseFact>(&F);
    if (!Use || S.Fresh.empty())
      return;
    auto It = Flow.OfHolder.find(&Use->Holder);
    if (It == Flow.OfHolder.end())
      return;
    for (size_t I : It->second)
      if (S.Fresh.test(I) || S.Stale.test(I))
        P->At[Use].push_back({Flow.Binds[I], S.Stale.test(I)});
  });
}

Holders::~Holders() = default;

llvm::ArrayRef<Reaching> Holders::at(const UseFact &Use) const {
  auto It = P->At.find(&Use);
  return It == P->At.end() ? llvm::ArrayRef<Reaching>() : It->second;
}

std::vector<const SuspendFact *> Holders::between(const BindFact &Bind,
                                                  const Fact &Use) const {
  const CFGBlock &From = Bind.block(), &To = Use.block();
  std::vector<const SuspendFact *> Found;
  bool Straight = &From == &To && Bind.id() < Use.id();
  llvm::BitVector Before = Straight ? llvm::BitVector() : P->before(To, From);
  for (const SuspendFact *Point : P->Suspensions) {
    const CFGBlock &Block = Point->block();
    bool Lies = false;
    if (Straight)
      Lies = &Block == &From && Bind.id() < Point->id() &&
             Point->id() < Use.id();
    else if ((&Block == &To && Point->id() < Use.id()) ||
             Before.test(Block.getBlockID()))
      Lies = &Block == &From ? Bind.id() < Point->id()
                             : P->Facts.reachability().leads(From, Block);
    if (Lies)
      Found.push_back(Point);
  }
  return Found;
}

} // namespace async
