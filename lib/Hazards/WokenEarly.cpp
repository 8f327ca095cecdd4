/// \file
/// A notification, a suspension, and only then what the waiters look at.

#include "Hazards/MissedTransition.h"

#include "Facts/Unit.h"
#include "Sharing/PlaceIndex.h"
#include "Sharing/Signals.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
namespace {

class Finder {
public:
  Finder(const FunctionFacts &Facts, MissedContext &Context)
      : Facts(Facts), Context(Context),
        Library(*Context.Summaries.store().unit().Library) {}

  void run(std::vector<MissedHazard> &Into) {
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *Point = dyn_cast<SuspendFact>(F))
          Suspensions.push_back(Point);
        const auto *Call = dyn_cast<CallFact>(F);
        if (Call && signalRole(*Call, Library) == SignalRole::Notify) {
          Wakes.push_back(Call);
          continue;
        }
        llvm::SmallVector<Access, 4> Done;
        Context.Summaries.of(*F, Done);
        for (const Access &A : Done)
          if (A.writes() && isShared(*A.Place)) {
            if (ByPlace.at(*A.Place).empty())
              Places.push_back(A.Place);
            ByPlace.add(*A.Place, Changes.size());
            Changes.push_back(A);
          }
      }
    InText = Suspensions;
    llvm::sort(InText, [](const SuspendFact *A, const SuspendFact *B) {
      return A->range().getBegin() < B->range().getBegin();
    });
    for (const CallFact *Wake : Wakes)
      judge(*Wake, Into);
  }

private:
  static bool isShared(const Path &Place) {
    return (Place.base().step() == Path::Step::This &&
            &Place != &Place.base()) ||
           Place.base().step() == Path::Step::Global;
  }

  /// A coroutine of the class that waits for \p Signal and then looks at
  /// \p Place, in the wait's own test or behind it.
  bool isLookedAt(const Path &Signal, const Path &Place, MissedHazard &H) {
    if (!isShared(Signal) || Signal.base().step() != Path::Step::This)
      return false;
    auto Reads = [&](const FunctionFacts &In, const SuspendFact *After) {
      for (const CFGBlock *Block : In.graph())
        for (const Fact *F : In.in(*Block)) {
          if (After && !(After->range().getBegin() < F->range().getBegin()))
            continue;
          llvm::SmallVector<Access, 4> Seen;
          Context.Summaries.of(*F, Seen);
          for (const Access &A : Seen)
            if (!A.writes() && A.Place->overlaps(Place))
              return true;
        }
      return false;
    };
    for (const auto &[M, At] : waitersOf(Signal)) {
      const FunctionFacts &Other = *Context.Summaries.store().get(*M->Function);
      bool Looks = Reads(Other, At);
      for (const FunctionDecl *Closure : At->Closures)
        if (const FunctionFacts *Test = Context.Summaries.store().get(*Closure))
          Looks |= Reads(*Test, nullptr);
      // while (!done_) co_await changed_.wait();
      if (!Looks && At->Closures.empty() && !remembers(*waitIn(*At)))
        Looks = Reads(Other, nullptr);
      if (!Looks)
        continue;
      H.By = M->Function;
      H.Second = At->range();
      return true;
    }
    return false;
  }

  /// Other coroutines of the class that wait for \p Signal, and where.
  using Waiter = std::pair<const MemberFunction *, const SuspendFact *>;
  llvm::ArrayRef<Waiter> waitersOf(const Path &Signal) {
    auto [It, New] = Waiters.try_emplace(&Signal);
    if (!New)
      return It->second;
    for (const MemberFunction &M :
         Context.Classes.get(*Signal.base().thisClass()).functions()) {
      const FunctionFacts *Other = Context.Summaries.store().get(*M.Function);
      if (!Other || !M.IsCoroutine ||
          M.Function == Facts.function().getDefinition())
        continue;
      for (const CFGBlock *Block : Other->graph())
        for (const Fact *F : Other->in(*Block))
          if (const auto *At = dyn_cast<SuspendFact>(F);
              At && llvm::any_of(At->From, [&](const Fact *From) {
                const auto *Call = dyn_cast<CallFact>(From);
                return Call && Call->Object == &Signal &&
                       signalRole(*Call, Library) == SignalRole::Wait;
              }))
            It->second.push_back({&M, At});
    }
    return It->second;
  }

  static const CallFact *waitIn(const SuspendFact &At) {
    for (const Fact *From : At.From)
      if (const auto *Call = dyn_cast<CallFact>(From))
        return Call;
    return nullptr;
  }

  /// The event belongs to an object, and what is stored afterwards came from
  /// the same object: who is told will look for it.
  static bool belongsTo(const CallFact &Wake, const Access &Change) {
    const Path &Owner = Wake.Object->base();
    if (Owner.step() != Path::Step::Variable ||
        &Owner == &Change.Place->base() ||
        Wake.Object->step() != Path::Step::Field)
      return false;
    llvm::SmallVector<const Fact *, 8> From;
    if (const auto *Write = dyn_cast<WriteFact>(Change.At))
      From.append(Write->From.begin(), Write->From.end());
    else if (const auto *Call = dyn_cast<CallFact>(Change.At))
      From.append(Call->From.begin(), Call->From.end());
    for (size_t I = 0; I != From.size() && I < 32; ++I) {
      const Path *Place = nullptr;
      if (const auto *Read = dyn_cast<ReadFact>(From[I])) {
        Place = &Read->Place;
      } else if (const auto *Call = dyn_cast<CallFact>(From[I])) {
        Place = Call->Object;
        From.append(Call->From.begin(), Call->From.end());
      }
      if (Place && &Place->base() == &Owner)
        return true;
    }
    return false;
  }

  /// The changes of what was not changed before \p Wake as well: that would have
  /// been told, and this is the next state.
  std::vector<size_t> setOnlyAfter(const CallFact &Wake) const {
    std::vector<size_t> Found;
    for (const Path *Place : Places)
      // The graph begins with the end of the function.
      if (llvm::none_of(llvm::reverse(ByPlace.overlapping(*Place)),
                        [&](size_t I) {
                          return Facts.follows(*Changes[I].At, Wake);
                        }))
        llvm::append_range(Found, ByPlace.at(*Place));
    llvm::sort(Found);
    return Found;
  }

  /// The first one in the order of the graph or, if that is enough, any.
  const SuspendFact *suspendedBetween(const CallFact &Wake,
                                      const Fact &Where, bool Any) const {
    auto It = llvm::partition_point(InText, [&](const SuspendFact *S) {
      return !(Wake.range().getBegin() < S->range().getBegin());
    });
    const SuspendFact *First = nullptr;
    for (; It != InText.end() &&
           // An assigned value may be awaited.
           (*It)->range().getBegin() < Where.range().getEnd();
         ++It)
      if ((!First || (*It)->block().getBlockID() < First->block().getBlockID()) &&
          Facts.follows(Wake, **It) && Facts.follows(**It, Where)) {
        First = *It;
        if (Any)
          break;
      }
    return First;
  }

  void judge(const CallFact &Wake, std::vector<MissedHazard> &Into) {
    if (Facts.follows(Wake, Wake))
      return; // The next round wakes them again.
    for (size_t I : setOnlyAfter(Wake)) {
      const Access &What = Changes[I];
      const Fact &Where = *What.At;
      if (!(Wake.range().getBegin() < Where.range().getBegin()) ||
          !Facts.follows(Wake, Where))
        continue;
      // Told again afterwards.
      if (llvm::any_of(Wakes, [&](const CallFact *Other) {
            return Other != &Wake && Other->Object == Wake.Object &&
                   Facts.follows(Where, *Other);
          }))
        continue;
      if (!suspendedBetween(Wake, Where, /*Any=*/true))
        continue;
      MissedHazard H;
      if (!isLookedAt(*Wake.Object, *What.Place, H) && !belongsTo(Wake, What))
        continue;
      H.Kind = HazardKind::MissedTransition;
      H.What = MissedHazard::Form::WokenEarly;
      H.Level = Confidence::Likely;
      H.Primary = Wake.range();
      H.Signal = Wake.Object;
      H.Subjects.push_back(What.Place);
      H.First = Where.range();
      H.Steps.push_back(
          {StepKind::Suspension,
           suspendedBetween(Wake, Where, /*Any=*/false)->range()});
      Into.push_back(std::move(H));
      return;
    }
  }

  const FunctionFacts &Facts;
  MissedContext &Context;
  const Models &Library;
  /// In the order of the graph, and in that of the text.
  std::vector<const SuspendFact *> Suspensions, InText;
  std::vector<const CallFact *> Wakes;
  std::vector<Access> Changes;
  /// What is changed, each once, and the changes by it.
  std::vector<const Path *> Places;
  PlaceIndex ByPlace;
  llvm::DenseMap<const Path *, std::vector<Waiter>> Waiters;
};

} // namespace

void findWokenEarly(const FunctionFacts &Facts, MissedContext &Context,
                    std::vector<MissedHazard> &Into) {
  Finder(Facts, Context).run(Into);
}

std::vector<MissedHazard> findMissedTransitions(const FunctionFacts &Facts,
                                                MissedContext &Context) {
  std::vector<MissedHazard> Found;
  if (Facts.suspensions() == 0)
    return Found;
  findLostWakeups(Facts, Context, Found);
  findPassedThrough(Facts, Context, Found);
  findWokenEarly(Facts, Context, Found);
  llvm::stable_sort(Found, [](const MissedHazard &A, const MissedHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Found;
}

} // namespace async
