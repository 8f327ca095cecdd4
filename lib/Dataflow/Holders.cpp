#include "Dataflow/Holders.h"

#include "Dataflow/Engine.h"
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

/// Where a fact stands.
struct Position {
  const CFGBlock *Block = nullptr;
  size_t Index = 0;
};

} // namespace

struct Holders::Impl {
  explicit Impl(const FunctionFacts &Facts) : Facts(Facts) {}

  const FunctionFacts &Facts;
  llvm::DenseMap<const UseFact *, llvm::SmallVector<Reaching, 1>> At;

  Position find(const Fact &Wanted) const {
    for (const CFGBlock *Block : Facts.graph()) {
      llvm::ArrayRef<const Fact *> In = Facts.in(*Block);
      for (size_t I = 0; I != In.size(); ++I)
        if (In[I] == &Wanted)
          return {Block, I};
    }
    return {};
  }

  /// The blocks that are entered, going forward or backward from \p Start,
  /// without going through \p Stop.
  llvm::BitVector reach(const CFGBlock *Start, const CFGBlock *Stop,
                        bool Forward) const {
    llvm::BitVector Seen(Facts.graph().getNumBlockIDs());
    llvm::SmallVector<const CFGBlock *, 16> Worklist{Start};
    while (!Worklist.empty()) {
      const CFGBlock *Block = Worklist.pop_back_val();
      auto Visit = [&](const CFGBlock *Next) {
        if (!Next || Seen.test(Next->getBlockID()))
          return;
        Seen.set(Next->getBlockID());
        if (Next != Stop)
          Worklist.push_back(Next);
      };
      if (Forward)
        for (const CFGBlock *Next : Block->succs())
          Visit(Next);
      else
        for (const CFGBlock *Next : Block->preds())
          Visit(Next);
    }
    return Seen;
  }
};

Holders::Holders(const FunctionFacts &Facts) : P(std::make_unique<Impl>(Facts)) {
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
  Position From = P->find(Bind), To = P->find(Use);
  std::vector<const SuspendFact *> Found;
  if (!From.Block || !To.Block)
    return Found;
  llvm::BitVector Ahead = P->reach(From.Block, From.Block, /*Forward=*/true);
  llvm::BitVector Behind = P->reach(To.Block, From.Block, /*Forward=*/false);
  bool Straight = From.Block == To.Block && From.Index < To.Index;
  for (const CFGBlock *Block : P->Facts.graph()) {
    llvm::ArrayRef<const Fact *> In = P->Facts.in(*Block);
    for (size_t I = 0; I != In.size(); ++I) {
      const auto *Point = dyn_cast<SuspendFact>(In[I]);
      if (!Point)
        continue;
      if (Straight) {
        if (Block == From.Block && I > From.Index && I < To.Index)
          Found.push_back(Point);
        continue;
      }
      bool After = Block == From.Block ? I > From.Index
                                       : Ahead.test(Block->getBlockID());
      bool Before = (Block == To.Block && I < To.Index) ||
                    Behind.test(Block->getBlockID());
      if (After && Before)
        Found.push_back(Point);
    }
  }
  llvm::sort(Found, [](const SuspendFact *L, const SuspendFact *R) {
    return L->range().getBegin() < R->range().getBegin();
  });
  return Found;
}

} // namespace async
