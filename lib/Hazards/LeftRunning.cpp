/// \file
/// Background tasks of a class that the one who stops them does not wait for.

#include "Hazards/UnjoinedFinder.h"
#include "Sharing/PlaceType.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
namespace {

using Places = llvm::SmallVector<const Path *, 16>;

bool overlapsAny(const Path &Place, llvm::ArrayRef<const Path *> Others) {
  return any_of(Others, [&](const Path *Other) { return Other->overlaps(Place); });
}

bool isMember(const Path *Place) {
  return Place && Place->base().step() == Path::Step::This &&
         Place->step() != Path::Step::This;
}

/// The members that \p Facts' function names.
void membersNamed(const FunctionFacts &Facts, Places &Into) {
  auto Add = [&](const Path *Place) {
    if (isMember(Place))
      Into.push_back(Place);
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Read = dyn_cast<ReadFact>(F))
        Add(&Read->Place);
      else if (const auto *Write = dyn_cast<WriteFact>(F))
        Add(&Write->Place);
      else if (const auto *Call = dyn_cast<CallFact>(F)) {
        Add(Call->Object);
        for (const Path *Argument : Call->Arguments)
          Add(Argument);
      }
    }
}

/// Takes away what there is: reset(), clear(), `= nullptr`, std::move.
bool takesAway(const Access &A) {
  return A.Op == Operation::Shrinks || A.How == WriteFact::Form::Taken ||
         (A.Op == Operation::Replaces && A.Value.isKnown() &&
          A.Value.K == Constant::Kind::Null);
}

/// Needs what is in \p Owner, and not only whether there is something.
bool needs(const Access &A, const Path &Owner) {
  if (A.Op == Operation::Iterate || A.Op == Operation::Find)
    return false;
  return (Owner.contains(*A.Place) && A.Place != &Owner) ||
         (A.Place == &Owner && (A.Op == Operation::Dereference ||
                                A.Op == Operation::NeedsElement));
}

/// True if \p To can come after \p From without a branch that \p Asks.
bool reachesUnasked(const FunctionFacts &Facts, const CFGBlock &Start,
                    const Fact &From, const Fact &To,
                    llvm::function_ref<bool(const BranchFact &)> Asks) {
  llvm::SmallVector<const CFGBlock *, 8> Worklist{&Start};
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  bool Behind = true;
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    bool On = !Behind, Asked = false;
    Behind = false;
    for (const Fact *F : Facts.in(*Block)) {
      if (On && F == &To)
        return true;
      const auto *Branch = dyn_cast<BranchFact>(F);
      Asked |= On && Branch && Asks(*Branch);
      On |= F == &From;
    }
    if (Asked)
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Successor = Next.getReachableBlock();
          Successor && Seen.insert(Successor).second)
        Worklist.push_back(Successor);
  }
  return false;
}

/// The members that \p Wait waits with; \p All is cleared where it may be others.
Places waitsWith(const SuspendFact &Wait, Accesses &Summaries, bool &All) {
  Places With;
  auto Add = [&](const Path *Place) {
    if (isMember(Place))
      With.push_back(Place);
  };
  Add(Wait.Awaited);
  for (const Fact *From : Wait.From) {
    if (const auto *Read = dyn_cast<ReadFact>(From))
      Add(&Read->Place);
    const auto *Call = dyn_cast<CallFact>(From);
    if (!Call)
      continue;
    Add(Call->Object);
    for (const Path *Argument : Call->Arguments) {
      Add(Argument);
      All &= !Argument || Argument->step() != Path::Step::This;
    }
    if (!Call->Object || Call->Object->step() != Path::Step::This)
      continue;
    // A helper: whatever it names.
    const FunctionFacts *Inner =
        Call->Callee ? Summaries.store().get(*Call->Callee) : nullptr;
    if (Inner)
      membersNamed(*Inner, With);
    else
      All = false;
  }
  return With;
}

} // namespace

/// start() starts two member coroutines; stop() waits for one of them, and takes
/// away what the other one uses.
void UnjoinedFinder::leftRunning(const TaskStart &T) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Facts.function());
  if (!Method || Method->getParent()->isLambda() || T.How != Fate::Detached ||
      !T.Body || !T.Start->Object ||
      T.Start->Object->step() != Path::Step::This)
    return;
  Accesses &Summaries = Context.Started.summaries();
  const FunctionFacts *Runs = Summaries.store().get(*T.Body);
  if (!Runs || Runs->suspensions() == 0)
    return;
  auto Has = [&](const TaskStart &Task) {
    Places Named;
    if (const FunctionFacts *Inner =
            Task.Body ? Summaries.store().get(*Task.Body) : nullptr)
      membersNamed(*Inner, Named);
    for (const TaskAccess &A : Context.Reach.of(Task))
      if (isMember(A.What.Place))
        Named.push_back(A.What.Place);
    if (isMember(Task.Kept))
      Named.push_back(Task.Kept);
    for (const CallFact *Call : {Task.Start, Task.By})
      for (const Fact *From : Call ? Call->From : Sources())
        if (const auto *Source = dyn_cast<CallFact>(From);
            Source && isMember(Source->Object))
          Named.push_back(Source->Object);
    return Named;
  };
  Places Mine = Has(T), Theirs;
  for (const TaskStart &Other : Context.Started.of(Facts.function()))
    if (&Other != &T && Other.Body != T.Body && Other.runsBesideCaller())
      Theirs.append(Has(Other));

  for (const MemberFunction &M :
       Context.Classes.get(*Method->getParent()).functions()) {
    const FunctionFacts *Stops =
        M.IsCoroutine && M.What == MemberFunction::Kind::Method &&
                M.Function != T.Body
            ? Summaries.store().get(*M.Function)
            : nullptr;
    if (!Stops)
      continue;
    Places Set;
    const Fact *Wait = nullptr;
    bool OnlyTheirs = true;
    for (const CFGBlock *Block : Stops->graph())
      for (const Fact *F : Stops->in(*Block)) {
        if (const auto *Write = dyn_cast<WriteFact>(F);
            Write && isMember(&Write->Place))
          Set.push_back(&Write->Place);
        const auto *Suspend = dyn_cast<SuspendFact>(F);
        if (!Suspend)
          continue;
        bool All = true;
        for (const Path *With : waitsWith(*Suspend, Summaries, All)) {
          OnlyTheirs &= !overlapsAny(*With, Mine);
          if (!Wait && overlapsAny(*With, Theirs))
            Wait = F;
        }
        OnlyTheirs &= All;
      }
    if (!Wait || !OnlyTheirs)
      continue;
    llvm::SmallVector<Access, 8> Taken;
    for (const CFGBlock *Block : Stops->graph())
      for (const Fact *F : Stops->in(*Block)) {
        llvm::SmallVector<Access, 4> Found;
        Summaries.of(*F, Found);
        for (const Access &A : Found)
          if (isMember(A.Place) && takesAway(A) &&
              Stops->follows(*Wait, *F))
            Taken.push_back(A);
      }
    if (Taken.empty())
      continue;
    for (const Access &Gone : Taken)
      for (const CFGBlock *Block : Runs->graph())
        for (const Fact *F : Runs->in(*Block)) {
          if (!isa<SuspendFact>(F))
            continue;
          auto Asks = [&](const BranchFact &Branch) {
            return any_of(Branch.From, [&](const Fact *From) {
                     const auto *Read = dyn_cast<ReadFact>(From);
                     return Read && is_contained(Set, &Read->Place);
                   }) ||
                   Branch.State.Subject == Gone.Place;
          };
          if (const Fact *Use = usedBehind(*Runs, *Block, *F, *Gone.Place, Asks)) {
            const CallFact &At = T.By ? *T.By : *T.Start;
            report(Form::LeftRunning, &T, At.range(), Gone.Place, Gone.Where,
                   M.Function);
            Hazards.back().Use = Use->range();
            Hazards.back().Wait = Wait->range();
            return;
          }
        }
  }
}

/// What needs \p Owner after \p Suspension, and was not asked for after it.
const Fact *UnjoinedFinder::usedBehind(
    const FunctionFacts &Runs, const CFGBlock &Block, const Fact &Suspension,
    const Path &Owner,
    llvm::function_ref<bool(const BranchFact &)> Asks) const {
  for (const CFGBlock *Next : Runs.graph())
    for (const Fact *F : Runs.in(*Next)) {
      llvm::SmallVector<Access, 4> Found;
      Context.Started.summaries().of(*F, Found);
      if (any_of(Found, [&](const Access &A) { return needs(A, Owner); }) &&
          reachesUnasked(Runs, Block, Suspension, *F, Asks))
        return F;
    }
  return nullptr;
}

} // namespace async
