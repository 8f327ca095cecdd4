#include "Dataflow/ThreadWaits.h"

#include "Dataflow/Engine.h"

namespace async {
namespace {

struct WaitState {
  /// On some path the coroutine is still where it began.
  bool MayBeHome = true;
  /// What is there on every path.
  llvm::SmallVector<const Path *, 4> Ready;

  bool operator==(const WaitState &) const = default;
};

class WaitFlow : public ForwardAnalysis<WaitFlow, WaitState> {
public:
  using ForwardAnalysis::transfer;

  bool join(WaitState &Into, const WaitState &From) {
    size_t Before = Into.Ready.size();
    bool Home = Into.MayBeHome;
    Into.MayBeHome |= From.MayBeHome;
    llvm::erase_if(Into.Ready, [&](const Path *P) {
      return !llvm::is_contained(From.Ready, P);
    });
    return Into.Ready.size() != Before || Into.MayBeHome != Home;
  }
  void transfer(WaitState &State, const MoveFact &F) {
    State.MayBeHome = F.OntoLoop;
  }
  void transfer(WaitState &State, const SettleFact &F) {
    if (!llvm::is_contained(State.Ready, &F.Place))
      State.Ready.push_back(&F.Place);
  }
  void transfer(WaitState &State, const WriteFact &F) {
    // What was moved away is somebody else's to wait for; what was assigned is
    // something new.
    if (F.How == WriteFact::Form::Taken)
      State.Ready.push_back(&F.Place);
    else
      llvm::erase_if(State.Ready,
                     [&](const Path *P) { return F.Place.contains(*P); });
  }
};

} // namespace

ThreadWaits::ThreadWaits(const FunctionFacts &Facts) {
  WaitFlow Flow;
  Flow.run(Facts);
  auto IsReady = [](const WaitState &State, const Path *Place) {
    return Place && llvm::any_of(State.Ready, [&](const Path *P) {
             return P->contains(*Place);
           });
  };
  Flow.forEach(Facts, [&](const Fact &F, const WaitState &State) {
    if (!State.MayBeHome)
      return;
    if (const auto *Block = llvm::dyn_cast<BlockFact>(&F)) {
      if (!IsReady(State, Block->Object))
        Blocks.push_back(Block);
    } else if (const auto *Call = llvm::dyn_cast<CallFact>(&F)) {
      if (Call->Callee)
        Calls.push_back(Call);
    } else if (const auto *End = llvm::dyn_cast<EndFact>(&F)) {
      if (End->Place.step() == Path::Step::Variable &&
          !IsReady(State, &End->Place))
        Ends.push_back(End);
    }
  });
  auto Earlier = [](const Fact *A, const Fact *B) { return A->id() < B->id(); };
  llvm::sort(Blocks, Earlier);
  llvm::sort(Calls, Earlier);
  llvm::sort(Ends, Earlier);
}

} // namespace async
