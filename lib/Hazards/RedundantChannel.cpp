#include "Hazards/RedundantChannel.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace async {
namespace {

/// What is done with one channel.
struct Uses {
  bool Escapes = false;
  llvm::SmallVector<Step, 4> Steps;
};

/// Through how many functions a channel is followed.
constexpr unsigned MaxDepth = 4;

/// Adds what \p Facts' function, and those it lends the channel to, do with
/// what it knows as \p Channel.
void collect(const FunctionFacts &Facts, const Path &Channel, FactStore &Store,
             unsigned Depth, Uses &Into) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Use = dyn_cast<ChannelFact>(F)) {
        if (&Use->Place != &Channel)
          continue;
        Into.Escapes |= Use->How == ChannelFact::Use::Escape;
        Into.Steps.push_back({Use->How == ChannelFact::Use::Push
                                  ? StepKind::Push
                                  : StepKind::Pop,
                              Use->range()});
        continue;
      }
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call || !Call->Callee)
        continue;
      for (size_t I = 0; I != Call->Arguments.size(); ++I) {
        const Path *Given = Call->Arguments[I];
        // A parameter that refers to the channel is known by its referent.
        if (!Given || (Given != &Channel && !(Given->isReferent() &&
                                              Given->parent() == &Channel)))
          continue;
        const FunctionDecl *Callee = Call->Callee->getDefinition();
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
                  Store, Depth + 1, Into);
      }
    }
}

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
  for (auto [Variable, Place] : Channels) {
    Uses Found;
    collect(Coroutine, *Place, Store, 0, Found);
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
