#include "Facts/FunctionFacts.h"

#include "Facts/Guards.h"
#include "Facts/Reachability.h"

using namespace clang;

namespace async {

FunctionFacts::FunctionFacts(const FunctionDecl &Function,
                             std::unique_ptr<CFG> Graph)
    : Function(Function), Graph(std::move(Graph)),
      Blocks(this->Graph->getNumBlockIDs()) {}

FunctionFacts::~FunctionFacts() = default;

const Guards &FunctionFacts::guards() const {
  if (!Deciders)
    Deciders = std::make_unique<Guards>(*this);
  return *Deciders;
}

const Reachability &FunctionFacts::reachability() const {
  if (!Ways)
    Ways = std::make_unique<Reachability>(*Graph);
  return *Ways;
}

bool FunctionFacts::follows(const Fact &From, const Fact &To) const {
  return (From.Block == To.Block && From.ID < To.ID) ||
         reachability().leads(*From.Block, *To.Block);
}

} // namespace async
