#include "Sharing/Tasks.h"

#include "Facts/BitFlow.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace async {

bool reaches(const FunctionFacts &Facts, const Fact &From, const Fact &To,
             const Fact *Barrier) {
  if (!Facts.follows(From, To))
    return false;
  // On no way, or only behind the end of all.
  if (!Barrier || !Facts.follows(From, *Barrier) ||
      !Facts.follows(*Barrier, To))
    return true;
  // Facts of the first block count from behind the start, and once more if the
  // block is entered again.
  auto Scan = [&](const CFGBlock &Block, bool Behind) -> std::optional<bool> {
    bool On = !Behind;
    for (const Fact *F : Facts.in(Block)) {
      if (On && F == &To)
        return true;
      if (On && F == Barrier)
        return false;
      On |= F == &From;
    }
    return std::nullopt;
  };
  if (std::optional<bool> First = Scan(From.block(), /*Behind=*/true))
    return *First;
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&From.block()};
  llvm::BitVector Seen(Facts.graph().getNumBlockIDs());
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor || Seen.test(Successor->getBlockID()))
        continue;
      Seen.set(Successor->getBlockID());
      std::optional<bool> Found = Scan(*Successor, /*Behind=*/false);
      if (Found && *Found)
        return true;
      if (!Found)
        Worklist.push_back(Successor);
    }
  }
  return false;
}

CallModel Tasks::roleOf(const CallFact &Call) const {
  if (!Call.Callee)
    return {};
  const Models &Library = *Summaries.store().unit().Library;
  CallModel Model = Library.findCall(*Call.Callee);
  if (Model.Role != CallRole::None)
    return Model;
  if (!Call.Callee->getDeclName().isIdentifier())
    return Model;
  Model.Role = llvm::StringSwitch<CallRole>(Call.Callee->getName())
#define ASYNC_TASK_CALL(NAME, ROLE) .Case(NAME, CallRole::ROLE)
#include "Sharing/TaskNames.def"
                   .Default(CallRole::None);
  // Such words are used for much else.
  if (Model.Role == CallRole::Offload && Call.More.Callables.empty())
    Model.Role = CallRole::None;
  Model.Of.All = true;
  return Model;
}

const Path *Tasks::outside(const Path &Inside, const TaskStart &Task) const {
  const Path *Here = &Inside;
  PathFactory &Paths = Summaries.store().unit().Paths;
  if (Task.Closure)
    for (const Binding &B : Task.Closure->Captures)
      if (B.Inside->contains(Inside))
        return B.Copied ? nullptr
                        : Paths.rebase(&Inside, B.Inside, B.Outside);
  const Path &Base = Inside.base();
  if (Base.step() == Path::Step::Global)
    return Here;
  if (!Task.Body)
    return nullptr;
  if (Task.Closure && Task.Start->More.Called != Task.Closure)
    // Parameters of a callable that is handed over are what it is called with.
    return nullptr;
  return Summaries.translate(Inside, *Task.Body, *Task.Start);
}

bool Tasks::isOwnEachRound(const FunctionFacts &Facts, const Path &Place,
                           const TaskStart &Task) const {
  const Path &Base = Place.base();
  if (!Task.InLoop || Base.step() != Path::Step::Variable)
    return false;
  QualType Type = cast<VarDecl>(Base.decl())->getType();
  if (Type->isReferenceType() && !isa<ParmVarDecl>(Base.decl()))
    return true;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Write = dyn_cast<WriteFact>(F);
      if (Write && &Write->Place == &Base &&
          Facts.follows(*F, *Task.Start) && Facts.follows(*Task.Start, *F))
        return true;
    }
  return false;
}

void Tasks::findRunning(const FunctionFacts &Facts, OfFunction &Tasks) const {
  llvm::ArrayRef<TaskStart> Starts = Tasks.Starts;
  llvm::DenseMap<const Fact *, llvm::SmallVector<unsigned, 1>> StartedAt, JoinedAt;
  for (unsigned I = 0; I != Starts.size(); ++I) {
    StartedAt[Starts[I].Start].push_back(I);
    if (Starts[I].Join)
      JoinedAt[Starts[I].Join].push_back(I);
  }
  auto Step = [&](const Fact *F, llvm::BitVector &Bits) {
    if (auto It = JoinedAt.find(F); It != JoinedAt.end())
      for (unsigned I : It->second)
        Bits.reset(I);
    if (auto It = StartedAt.find(F); It != StartedAt.end())
      for (unsigned I : It->second)
        Bits.set(I);
  };
  std::vector<llvm::BitVector> At = solveForward(
      Facts.graph(), Starts.size(),
      [&](const CFGBlock &Block, llvm::BitVector &Bits) {
        for (const Fact *F : Facts.in(Block))
          Step(F, Bits);
      },
      [](const CFGBlock &, unsigned, llvm::BitVector &) {});
  for (const TaskStart &T : Starts) {
    const CFGBlock &Block = T.Start->block();
    llvm::BitVector Bits = At[Block.getBlockID()];
    for (const Fact *F : Facts.in(Block)) {
      if (F == T.Start)
        break;
      Step(F, Bits);
    }
    Tasks.Running.push_back(std::move(Bits));
  }
}

bool Tasks::areConcurrent(const FunctionFacts &Facts, const TaskStart &A,
                          const TaskStart &B) {
  if (!A.runsBesideCaller() || !B.runsBesideCaller())
    return false;
  if (&A == &B)
    return A.runsBesideItself();
  if (A.By && A.By == B.By)
    return true;
  OfFunction &Tasks = *Known.find(&Facts.function())->second;
  if (Tasks.Running.empty())
    findRunning(Facts, Tasks);
  // Lazy tasks of different joins run when these are awaited.
  auto RunsAt = [&](const TaskStart &Earlier, const TaskStart &Later) {
    bool Runs = Earlier.Eager || Earlier.How != TaskStart::Fate::Joined ||
                Earlier.Kept;
    return Runs && Tasks.Running[&Later - Tasks.Starts.data()].test(
                       &Earlier - Tasks.Starts.data());
  };
  return RunsAt(A, B) || RunsAt(B, A);
}

} // namespace async
