/// \file
/// Where a function waits for the tasks that it started, and how it can be left
/// without having done so.

#include "Hazards/UnjoinedFinder.h"
#include "Sharing/Throws.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

static bool leadsTo(const CFGBlock &From, const CFGBlock &To) {
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&From};
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen{&From};
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    if (Block == &To)
      return true;
    // Not to where an exception leads.
    if (Block->getTerminatorStmt() || Block->succ_size() == 1)
      for (const CFGBlock::AdjacentBlock &Next : Block->succs())
        if (const CFGBlock *Successor = Next.getReachableBlock();
            Successor && Seen.insert(Successor).second)
          Worklist.push_back(Successor);
    if (!Block->getTerminatorStmt() && Block->succ_size() > 1)
      if (const CFGBlock *Successor = Block->succ_begin()->getReachableBlock();
          Successor && Seen.insert(Successor).second)
        Worklist.push_back(Successor);
  }
  return false;
}

/// True if one way from \p Branch leads to a join, and the other one to what comes
/// behind it.
bool UnjoinedFinder::asksInstead(const CFGBlock &Branch,
                                 llvm::ArrayRef<const Fact *> Joins) const {
  if (Branch.succ_size() != 2)
    return false;
  const CFGBlock *Sides[2] = {Branch.succ_begin()->getReachableBlock(),
                              (Branch.succ_begin() + 1)->getReachableBlock()};
  if (!Sides[0] || !Sides[1])
    return false;
  for (const CFGBlock *Block : Facts.graph()) {
    if (!any_of(Facts.in(*Block),
                [&](const Fact *F) { return is_contained(Joins, F); }))
      continue;
    for (int I : {0, 1})
      if (leadsTo(*Sides[I], *Block) && !leadsTo(*Sides[1 - I], *Block) &&
          leadsTo(*Block, *Sides[1 - I]))
        return true;
  }
  return false;
}

/// The awaits of the task's handle, or of something that the task has too: an event
/// that it sets, a latch, a gate that it holds.
llvm::SmallVector<const Fact *, 2>
UnjoinedFinder::joinsOf(const TaskStart &T, llvm::ArrayRef<const Path *> Held) const {
  llvm::SmallVector<const Fact *, 2> Joins;
  if (T.Join)
    Joins.push_back(T.Join);
  llvm::SmallVector<const Path *, 8> Bases;
  llvm::SmallVector<const Fact *, 8> From(T.Start->From);
  if (T.By)
    From.append(T.By->From.begin(), T.By->From.end());
  auto Add = [&](const Path *Place) {
    if (Place && Place->base().step() != Path::Step::Temporary)
      Bases.push_back(&Place->base());
  };
  Add(T.Kept);
  for (const Path *Place : Held)
    Add(Place);
  for (const Path *Argument : T.Start->Arguments)
    Add(Argument);
  if (T.Closure)
    for (const Binding &B : T.Closure->Captures)
      Add(B.Outside);
  for (const Fact *F : From)
    if (const auto *Call = dyn_cast<CallFact>(F)) {
      Add(Call->Object);
      for (const Path *Argument : Call->Arguments)
        Add(Argument);
    }
  // Copies of one handle come from one call.
  for (const Fact *Source : From)
    for (const WriteFact *Write : WritesFrom.lookup(Source))
      Bases.push_back(&Write->Place.base());
  // The handle, or what the task has too, is put into a container.
  for (size_t I = 0, End = Bases.size(); I != End; ++I)
    for (const CallFact *Call : PutInto.lookup(Bases[I]))
      Bases.push_back(&Call->Object->base());
  llvm::SmallVector<const Fact *, 2> Asks;
  llvm::SmallVector<const Fact *, 8> Waits;
  for (const Path *Base : llvm::SmallPtrSet<const Path *, 8>(Bases.begin(), Bases.end())) {
    llvm::SmallVector<const Fact *, 2> Here = WaitsOn.lookup(Base);
    llvm::copy_if(Here, std::back_inserter(Waits), [&](const Fact *F) {
      // It blocks the thread, but it waits: future.get().
      if (isa<CallFact>(F))
        return T.Kept && Base == &T.Kept->base();
      if (Base->step() != Path::Step::Variable || !Facts.follows(*T.Start, *F))
        return false;
      // Who runs it goes on when another one is done.
      if (const auto *Wait = dyn_cast<SuspendFact>(F);
          Wait && T.Overtaken && is_contained(Wait->From, T.By))
        return false;
      if (!isa<BranchFact>(F))
        return true;
      // while (left > 0) co_await ...: asks until the tasks have said so. Of many
      // tasks, whoever asks whether there are any goes on accordingly.
      Asks.push_back(F);
      return T.InLoop || Facts.follows(*F, *F);
    });
  }
  llvm::sort(Waits, [](const Fact *A, const Fact *B) {
    return std::make_pair(A->block().getBlockID(), A->id()) <
           std::make_pair(B->block().getBlockID(), B->id());
  });
  Waits.erase(llvm::unique(Waits), Waits.end());
  Joins.append(Waits);
  // if (!done.is_set()) co_await done.wait(); asks instead of waiting.
  for (const Fact *Ask : Asks)
    if (!is_contained(Joins, Ask) && asksInstead(Ask->block(), Joins))
      Joins.push_back(Ask);
  return Joins;
}

/// A plain function that runs the loop, or blocks, after it has started a task. A
/// coroutine that is never suspended is as good as one, if it is known to block: it
/// joins the threads that run the loop.
bool UnjoinedFinder::isRunBehind(const TaskStart &T) const {
  bool IsCoroutine = getCoroutineBody(Facts.function());
  if (IsCoroutine && Facts.suspensions() != 0)
    return false;
  return llvm::any_of(Calls, [&](const CallFact *Call) {
    return Call != T.Start && Call != T.By && Call->Callee &&
           !isa<CXXConstructorDecl>(Call->Callee) &&
           !isRead(classify(*Call->Callee)) &&
           (!IsCoroutine ||
            Context.Started.roleOf(*Call).Role == CallRole::Block) &&
           Facts.follows(*T.Start, *Call);
  });
}

/// By name: what only waits is not what fails.
static bool onlyWaits(const FunctionDecl &Callee) {
  if (!Callee.getDeclName().isIdentifier())
    return true;
  StringRef Name = Callee.getName();
  for (StringRef Part : {"wait", "sleep", "yield", "delay", "pause", "join",
                         "tick", "lock", "acquire", "close", "stop", "schedule"})
    if (Name.contains_insensitive(Part))
      return true;
  return false;
}

/// By name: the result says what went wrong, so that nothing is thrown.
static bool carriesError(QualType Result) {
  const CXXRecordDecl *Class =
      Result.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->getDeclName().isIdentifier())
    return false;
  for (StringRef Part :
       {"expected", "result", "outcome", "error", "status", "try", "tuple"})
    if (Class->getName().contains_insensitive(Part))
      return true;
  return false;
}

/// An await of a coroutine whose body is not seen and that does not promise to let
/// nothing out: what it throws comes out here.
static bool mayLetOut(const Fact &F, const Unit &TheUnit) {
  const auto *Suspend = dyn_cast<SuspendFact>(&F);
  if (!Suspend || carriesError(Suspend->E.getType()))
    return false;
  return llvm::any_of(Suspend->From, [&](const Fact *From) {
    const auto *Call = dyn_cast<CallFact>(From);
    if (!Call || !Call->Callee || Call->Callee->getDefinition() ||
        !TheUnit.Tasks.isTask(Call->Callee->getReturnType()) ||
        TheUnit.Library->findCall(*Call->Callee).Role != CallRole::None ||
        TheUnit.AST.getSourceManager().isInSystemHeader(
            Call->Callee->getLocation()))
      return false;
    const auto *Type = Call->Callee->getType()->getAs<FunctionProtoType>();
    return Type && !Type->isNothrow() && !onlyWaits(*Call->Callee);
  });
}

/// The first way on which the function can be left from behind \p From, or from
/// the beginning of \p Block if that is null, without passing what \p Stops
/// says. Exceptions that calls may throw are counted where this function catches
/// them, where the throw is seen, and, if there is no other way, where a coroutine
/// that is not seen is awaited.
UnjoinedFinder::WayOut
UnjoinedFinder::wayOut(const CFGBlock &Start, const Fact *From,
                       llvm::function_ref<bool(const Fact &)> Stops) const {
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&Start};
  llvm::DenseSet<const CFGBlock *> Seen;
  WayOut Found;
  auto Settle = [&](const Fact *At) {
    if (Found.At && !Found.Unseen)
      return;
    Found.At = At;
    Found.Unseen = false;
  };
  bool Behind = From != nullptr;
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    bool On = !Behind, Stopped = false;
    const Fact *Thrower = nullptr, *Unseen = nullptr;
    Behind = false;
    for (const Fact *F : Facts.in(*Block)) {
      if (On && Stops(*F)) {
        Stopped = true;
        break;
      }
      if (On && isa<ReturnFact>(F))
        Settle(F);
      if (On && isSeenToThrow(*F, Context.Started.summaries().store()))
        Thrower = F;
      else if (On && mayLetOut(*F, TheUnit))
        Unseen = F;
      On |= F == From;
    }
    if (Stopped)
      continue;
    bool Throws = !Block->getTerminatorStmt() && Block->succ_size() > 1;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      if (Successor == &Facts.graph().getExit() && Throws) {
        if (Thrower)
          Settle(Thrower);
        else if (Unseen && !Found.At) {
          Found.At = Unseen;
          Found.Unseen = true;
        }
      }
      if (Successor == &Facts.graph().getExit())
        Found.FallsOff |= !Throws || Next == *Block->succ_begin();
      else if (Successor && Seen.insert(Successor).second)
        Worklist.push_back(Successor);
    }
  }
  return Found;
}

UnjoinedFinder::WayOut
UnjoinedFinder::wayOut(const TaskStart &T,
                       llvm::ArrayRef<const Fact *> Joins) const {
  const Fact *From = T.By ? T.By : T.Start;
  if (!T.InLoop)
    return wayOut(*T.Block, From,
                  [&](const Fact &F) { return is_contained(Joins, &F); });

  // Started in one loop and joined in another: who gets to the second one waits
  // for all of them, unless it is left half-way.
  const SourceManager &SM = TheUnit.AST.getSourceManager();
  auto IsIn = [&](const Fact &F, const Stmt &Loop) {
    return SM.isPointWithin(SM.getExpansionLoc(F.range().getBegin()),
                            SM.getExpansionLoc(Loop.getBeginLoc()),
                            SM.getExpansionLoc(Loop.getEndLoc()));
  };
  llvm::SmallVector<std::pair<const Stmt *, const Fact *>, 2> Loops;
  for (const CFGBlock *Block : Facts.graph())
    if (const Stmt *Loop = Block->getTerminatorStmt();
        Loop && isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(Loop) &&
        !IsIn(*From, *Loop))
      for (const Fact *Join : Joins)
        if (isa<SuspendFact>(Join) && IsIn(*Join, *Loop))
          Loops.push_back({Loop, Join});
  WayOut Found = wayOut(*T.Block, From, [&](const Fact &F) {
    return is_contained(Joins, &F) ||
           llvm::any_of(Loops,
                        [&](const auto &L) { return IsIn(F, *L.first); });
  });
  if ((Found.At && !Found.Unseen) || Found.FallsOff)
    return Found;
  for (const CFGBlock *Block : Facts.graph())
    for (const auto &[Loop, Join] : Loops) {
      if (!isa<ForStmt, CXXForRangeStmt>(Loop))
        continue;
      for (const Fact *F : Facts.in(*Block))
        if (isa<ReturnFact>(F) && IsIn(*F, *Loop) && Facts.follows(*Join, *F))
          return {F};
    }
  return Found;
}

} // namespace async
