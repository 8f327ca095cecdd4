#include "Hazards/RedundantChannel.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace async {
namespace {

/// What is done with one channel.
struct Uses {
  bool Escapes = false;
  llvm::SmallVector<Step, 4> Steps;
};

/// The facts of a function that are about a variable, or give it to a callee, in the
/// order of the graph.
using Mentions =
    llvm::DenseMap<const Path *, llvm::SmallVector<const Fact *, 2>>;

class Collector {
public:
  explicit Collector(FactStore &Store) : Store(Store) {}

  /// Adds what \p Facts' function, and those it lends the channel to, do with
  /// what it knows as \p Channel.
  void collect(const FunctionFacts &Facts, const Path &Channel, unsigned Depth,
               Uses &Into) {
    // The recursion may add to the table.
    for (const Fact *F : llvm::SmallVector<const Fact *, 2>(
             mentions(Facts).lookup(&Channel))) {
      if (const auto *Use = dyn_cast<ChannelFact>(F)) {
        Into.Escapes |= Use->How == ChannelFact::Use::Escape;
        Into.Steps.push_back({Use->How == ChannelFact::Use::Push
                                  ? StepKind::Push
                                  : StepKind::Pop,
                              Use->range()});
        continue;
      }
      const auto &Call = *cast<CallFact>(F);
      for (size_t I = 0; I != Call.Arguments.size(); ++I) {
        if (given(Call.Arguments[I]) != &Channel &&
            Call.Arguments[I] != &Channel)
          continue;
        const FunctionDecl *Callee = Call.Callee->getDefinition();
        if (!Callee || I >= Callee->getNumParams() || Depth == MaxDepth) {
          Into.Escapes = true;
          continue;
        }
        const FunctionFacts *Inner = Store.get(*Callee);
        if (!Inner)
          Into.Escapes = true;
        else
          collect(*Inner,
                  *Store.unit().Paths.getVariable(Callee->getParamDecl(I)),
                  Depth + 1, Into);
      }
    }
  }

private:
  /// Through how many functions a channel is followed.
  static constexpr unsigned MaxDepth = 4;

  /// A parameter that refers to the channel is known by its referent.
  static const Path *given(const Path *Argument) {
    return Argument && Argument->isReferent() ? Argument->parent() : Argument;
  }

  const Mentions &mentions(const FunctionFacts &Facts) {
    auto [It, New] = Known.try_emplace(&Facts);
    if (!New)
      return *It->second;
    It->second = std::make_unique<Mentions>();
    Mentions &Found = *It->second;
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *Use = dyn_cast<ChannelFact>(F))
          Found[&Use->Place].push_back(F);
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee)
          continue;
        llvm::SmallPtrSet<const Path *, 4> Seen;
        for (const Path *Argument : Call->Arguments)
          for (const Path *Place : {Argument, given(Argument)})
            if (Place && Seen.insert(Place).second)
              Found[Place].push_back(F);
      }
    return Found;
  }

  FactStore &Store;
  llvm::DenseMap<const FunctionFacts *, std::unique_ptr<Mentions>> Known;
};

} // namespace

std::vector<Hazard> findRedundantChannels(const FunctionFacts &Coroutine,
                                          FactStore &Store) {
  llvm::MapVector<const VarDecl *, const Path *> Channels;
  for (const CFGBlock *Block : Coroutine.graph())
    for (const Fact *F : Coroutine.in(*Block)) {
      auto Add = [&](const Path *Place) {
        const auto *Variable =
            Place && Place->step() == Path::Step::Variable
                ? dyn_cast<VarDecl>(Place->decl())
                : nullptr;
        if (Variable && !isa<ParmVarDecl>(Variable))
          Channels[Variable] = Place;
      };
      if (const auto *Use = dyn_cast<ChannelFact>(F))
        Add(&Use->Place);
      else if (const auto *Call = dyn_cast<CallFact>(F))
        // Filled and drained by helpers only.
        for (const Path *Argument : Call->Arguments)
          Add(Argument);
    }
  std::vector<Hazard> Hazards;
  Collector Channel(Store);
  for (auto [Variable, Place] : Channels) {
    Uses Found;
    Channel.collect(Coroutine, *Place, 0, Found);
    auto Has = [&](StepKind Kind) {
      return llvm::any_of(Found.Steps,
                          [&](const Step &S) { return S.Kind == Kind; });
    };
    if (Found.Escapes || !Has(StepKind::Push) || !Has(StepKind::Pop))
      continue;
    Hazard H;
    H.Kind = HazardKind::RedundantChannel;
    H.Level = Confidence::Likely;
    H.Primary = Variable->getLocation();
    H.Subjects.push_back(Place);
    llvm::stable_sort(Found.Steps, [](const Step &A, const Step &B) {
      return A.Where.getBegin() < B.Where.getBegin();
    });
    H.Steps = std::move(Found.Steps);
    Hazards.push_back(std::move(H));
  }
  llvm::sort(Hazards, [](const Hazard &A, const Hazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Hazards;
}

} // namespace async
