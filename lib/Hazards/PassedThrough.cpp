/// \file
/// A wait for one value of a place, which its writers set and leave again.

#include "Hazards/MissedTransition.h"

#include "Facts/Guards.h"
#include "Facts/Reachability.h"
#include "Facts/Unit.h"
#include "Sharing/Signals.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include <map>

using namespace clang;

namespace async {
namespace {

bool isOwnMember(const Path *Place) {
  return Place && Place->base().step() == Path::Step::This &&
         Place != &Place->base();
}

/// The value a call assigns to a place that its body sets to its parameter:
/// `enter(state next) { state_ = next; }`.
Constant valueOf(const Access &A, const Path &Place) {
  if (A.Value.isKnown())
    return A.Value;
  const auto *Call = dyn_cast<CallFact>(A.At);
  if (!Call || !Call->Callee || Call->Callee->getNumParams() == 0 ||
      !Place.decl() || A.How != WriteFact::Form::Assign)
    return {};
  QualType Given = Call->Callee->getParamDecl(0)->getType();
  return Given.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
                 Place.decl()->getType().getCanonicalType().getUnqualifiedType()
             ? Call->First
             : Constant();
}

/// True if control gets from behind \p Set to \p Left without a suspension.
bool inOneStep(const FunctionFacts &Facts, const Fact &Set, const Fact &Left) {
  llvm::BitVector Seen(Facts.graph().getNumBlockIDs());
  llvm::SmallVector<const CFGBlock *, 16> Worklist{&Set.block()};
  bool Behind = false;
  while (!Worklist.empty()) {
    const CFGBlock *Block = Worklist.pop_back_val();
    bool Suspended = false;
    for (const Fact *F : Facts.in(*Block)) {
      if (F == &Set) {
        Behind = true;
        continue;
      }
      if (!Behind)
        continue;
      if (F == &Left)
        return true;
      if (isa<SuspendFact>(F)) {
        Suspended = true;
        break;
      }
    }
    Behind = true;
    if (Suspended)
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *B = Next.getReachableBlock();
          B && !Seen.test(B->getBlockID())) {
        Seen.set(B->getBlockID());
        Worklist.push_back(B);
      }
  }
  return false;
}

const ReturnFact *onlyReturn(const FunctionFacts &Facts) {
  const ReturnFact *Found = nullptr;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Returned = dyn_cast<ReturnFact>(F)) {
        if (Found)
          return nullptr;
        Found = Returned;
      }
  return Found;
}

struct Wanted {
  const SuspendFact *At;
  const Path *Place;
  Constant Value;
  const Path *Signal;
  bool Timed;
  bool Sleeps;
};

void collect(const FunctionFacts &Facts, MissedContext &Context,
             std::vector<Wanted> &Into) {
  const Models &Library = *Context.Summaries.store().unit().Library;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *At = dyn_cast<SuspendFact>(F);
      if (!At)
        continue;
      for (const Fact *From : At->From) {
        const auto *Call = dyn_cast<CallFact>(From);
        if (!Call)
          continue;
        SignalRole Role = signalRole(*Call, Library);
        bool Sleeps = isSleep(*Call);
        if (Role != SignalRole::Wait && Role != SignalRole::TimedWait &&
            !Sleeps)
          continue;
        Wanted W{At, nullptr, {}, Sleeps ? nullptr : Call->Object,
                 Role == SignalRole::TimedWait, Sleeps};
        for (const FunctionDecl *Closure : At->Closures)
          if (const FunctionFacts *Test =
                  Context.Summaries.store().get(*Closure);
              const ReturnFact *Returned = Test ? onlyReturn(*Test) : nullptr) {
            const Predicate &P = Returned->State;
            if (P.K == Predicate::Kind::Equals && !P.Negated &&
                P.Value.K == Constant::Kind::Integer && isOwnMember(P.Subject)) {
              W.Place = P.Subject;
              W.Value = P.Value;
              Into.push_back(W);
            }
          }
        if (!At->Closures.empty())
          continue;
        // while (state_ != x) co_await changed_.wait();
        for (const Guards::Decider &D : Facts.guards().of(*Block)) {
          const auto *Branch = cast<BranchFact>(Facts.in(*D.Branch).back());
          if (Branch->Known != BranchFact::Reach::Both ||
              !Facts.follows(*At, *Branch))
            continue;
          const Predicate &P = Branch->State;
          bool WaitsWhileOther = P.Negated == D.Taken;
          if (P.K == Predicate::Kind::Equals && WaitsWhileOther &&
              P.Value.K == Constant::Kind::Integer && isOwnMember(P.Subject)) {
            W.Place = P.Subject;
            W.Value = P.Value;
            Into.push_back(W);
          }
        }
      }
    }
}

/// A function that sets the value that is waited for, and leaves it again.
struct Passage {
  const FunctionDecl *By;
  SourceRange Set, Left;
  /// The value comes again: in a loop, or because it is counted.
  bool Again;
};

/// True if \p F, or a plain function that it calls, wakes who waits for \p Signal.
bool wakes(const Fact &F, const Path &Signal, MissedContext &Context,
           bool Inside = false) {
  const auto *Call = dyn_cast<CallFact>(&F);
  if (!Call || !Call->Callee)
    return false;
  if (Call->Object == &Signal &&
      signalRole(*Call, *Context.Summaries.store().unit().Library) ==
          SignalRole::Notify)
    return true;
  const FunctionFacts *Body =
      Inside || !Call->Object || Call->Object->step() != Path::Step::This ||
              getCoroutineBody(*Call->Callee)
          ? nullptr
          : Context.Summaries.store().get(*Call->Callee);
  if (!Body)
    return false;
  for (const CFGBlock *Block : Body->graph())
    for (const Fact *Inner : Body->in(*Block))
      if (wakes(*Inner, Signal, Context, /*Inside=*/true))
        return true;
  return false;
}

/// Of a number that is counted: a function that takes it down to zero, wakes who
/// waits for that, and counts up again, all in one step.
std::optional<Passage> findCounted(const Wanted &W, const FunctionFacts &Other,
                                   MissedContext &Context) {
  if (W.Value.Value != 0 || !W.Signal || W.Sleeps)
    return std::nullopt;
  llvm::SmallVector<Access, 4> Down, Up;
  for (const Access &A : Context.Summaries.of(Other.function()))
    if (A.Op == Operation::Replaces && A.Place == W.Place) {
      if (A.How == WriteFact::Form::Decrease)
        Down.push_back(A);
      else if (A.How == WriteFact::Form::Increase)
        Up.push_back(A);
    }
  for (const Access &Set : Down)
    for (const Access &Left : Up) {
      if (Set.At == Left.At || !Other.follows(*Set.At, *Left.At) ||
          Other.follows(*Left.At, *Set.At) ||
          !inOneStep(Other, *Set.At, *Left.At))
        continue;
      bool Woken = wakes(*Set.At, *W.Signal, Context);
      for (const CFGBlock *Block : Other.graph())
        for (const Fact *F : Other.in(*Block))
          Woken |= Other.follows(*Set.At, *F) && Other.follows(*F, *Left.At) &&
                   wakes(*F, *W.Signal, Context);
      if (Woken)
        return Passage{&Other.function(), Set.At->range(), Left.At->range(),
                       /*Again=*/true};
    }
  return std::nullopt;
}

std::optional<Passage> findPassage(const Wanted &W, const FunctionDecl &Waiting,
                                   MissedContext &Context) {
  for (const MemberFunction &M :
       Context.Classes.get(*W.Place->base().thisClass()).functions()) {
    if (M.IsSpecial || M.Function == Waiting.getDefinition())
      continue;
    const FunctionFacts *Other = Context.Summaries.store().get(*M.Function);
    if (!Other)
      continue;
    if (std::optional<Passage> Counted = findCounted(W, *Other, Context))
      return Counted;
    llvm::SmallVector<std::pair<const Fact *, Constant>, 8> Steps;
    for (const Access &A : Context.Summaries.of(*M.Function))
      if (A.Op == Operation::Replaces && A.Place == W.Place)
        Steps.push_back({A.At, valueOf(A, *W.Place)});
    for (auto &[Set, Value] : Steps) {
      if (Value != W.Value)
        continue;
      for (auto &[Left, Next] : Steps) {
        if (!Next.isKnown() || Next == W.Value ||
            !(Set->range().getBegin() < Left->range().getBegin()))
          continue;
        if (&Set->block() != &Left->block() && !Other->follows(*Set, *Left))
          continue;
        // While the writer is suspended the woken waiter gets its turn. A
        // loop that sleeps may sleep longer.
        if (!W.Sleeps && !inOneStep(*Other, *Set, *Left))
          continue;
        return Passage{M.Function, Set->range(), Left->range(),
                       Other->reachability().leads(Left->block(), Set->block())};
      }
    }
  }
  return std::nullopt;
}

} // namespace

void findPassedThrough(const FunctionFacts &Facts, MissedContext &Context,
                       std::vector<MissedHazard> &Into) {
  std::vector<Wanted> All;
  collect(Facts, Context, All);
  std::map<std::tuple<const Path *, int64_t, bool>, std::optional<Passage>> Known;
  for (const Wanted &W : All) {
    auto [It, New] = Known.try_emplace({W.Place, W.Value.Value, W.Sleeps});
    if (New)
      It->second = findPassage(W, Facts.function(), Context);
    if (!It->second)
      continue;
    const Passage &P = *It->second;
    QualType Type = W.Place->decl() ? W.Place->decl()->getType() : QualType();
    MissedHazard H;
    H.Kind = HazardKind::MissedTransition;
    H.What = MissedHazard::Form::PassedThrough;
    H.Level = W.Timed || P.Again || Type.isNull() || Type->isBooleanType()
                  ? Confidence::Possible
                  : Confidence::Likely;
    H.Primary = W.At->range();
    H.Signal = W.Signal;
    H.Subjects.push_back(W.Place);
    H.First = P.Set;
    H.Second = P.Left;
    H.By = P.By;
    Into.push_back(std::move(H));
  }
}

} // namespace async
