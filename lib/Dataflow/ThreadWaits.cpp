#include "Dataflow/ThreadWaits.h"

#include "Dataflow/Engine.h"
#include "Sharing/PlaceIndex.h"

namespace async {
namespace {

struct WaitState {
  /// On some path the coroutine is still where it began.
  bool MayBeHome = true;
  /// What is there on every path: one bit a place.
  llvm::BitVector Ready;
};

class WaitFlow : public ForwardAnalysis<WaitFlow, WaitState> {
public:
  using ForwardAnalysis::transfer;

  explicit WaitFlow(const FunctionFacts &Facts) {
    auto Add = [&](const Path &Place) {
      if (Numbers.at(Place).empty())
        Numbers.add(Place, Size++);
    };
    for (const clang::CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *Settled = llvm::dyn_cast<SettleFact>(F))
          Add(Settled->Place);
        else if (const auto *Write = llvm::dyn_cast<WriteFact>(F);
                 Write && Write->How == WriteFact::Form::Taken)
          Add(Write->Place);
      }
  }

  bool join(WaitState &Into, const WaitState &From) {
    unsigned Before = Into.Ready.count();
    bool Home = Into.MayBeHome;
    Into.MayBeHome |= From.MayBeHome;
    Into.Ready &= From.Ready;
    return Into.Ready.count() != Before || Into.MayBeHome != Home;
  }
  void transfer(WaitState &State, const MoveFact &F) {
    State.MayBeHome = F.OntoLoop;
  }
  void transfer(WaitState &State, const SettleFact &F) { set(State, F.Place); }
  void transfer(WaitState &State, const WriteFact &F) {
    // What was moved away is somebody else's to wait for; what was assigned is
    // something new.
    if (F.How == WriteFact::Form::Taken) {
      set(State, F.Place);
    } else if (State.Ready.any()) {
      for (size_t I : Numbers.at(F.Place))
        State.Ready.reset(I);
      for (size_t I : Numbers.below(F.Place))
        State.Ready.reset(I);
    }
  }

  bool isReady(const WaitState &State, const Path *Place) const {
    for (const Path *P = State.Ready.any() ? Place : nullptr; P;
         P = P->parent())
      for (size_t I : Numbers.at(*P))
        if (State.Ready.test(I))
          return true;
    return false;
  }

private:
  void set(WaitState &State, const Path &Place) {
    State.Ready.resize(Size);
    for (size_t I : Numbers.at(Place))
      State.Ready.set(I);
  }

  PlaceIndex Numbers;
  unsigned Size = 0;
};

} // namespace

ThreadWaits::ThreadWaits(const FunctionFacts &Facts) {
  WaitFlow Flow(Facts);
  Flow.run(Facts);
  Flow.forEach(Facts, [&](const Fact &F, const WaitState &State) {
    if (!State.MayBeHome)
      return;
    if (const auto *Block = llvm::dyn_cast<BlockFact>(&F)) {
      if (!Flow.isReady(State, Block->Object))
        Blocks.push_back(Block);
    } else if (const auto *Call = llvm::dyn_cast<CallFact>(&F)) {
      if (Call->Callee)
        Calls.push_back(Call);
    } else if (const auto *End = llvm::dyn_cast<EndFact>(&F)) {
      if (End->Place.step() == Path::Step::Variable &&
          !Flow.isReady(State, &End->Place))
        Ends.push_back(End);
    }
  });
  auto Earlier = [](const Fact *A, const Fact *B) { return A->id() < B->id(); };
  llvm::sort(Blocks, Earlier);
  llvm::sort(Calls, Earlier);
  llvm::sort(Ends, Earlier);
}

} // namespace async
