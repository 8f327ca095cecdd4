#include "Dataflow/LockNeeds.h"

#include "Facts/Guards.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include <set>

using namespace clang;

namespace async {

/// What takes a task and does not wait for it.
static bool handsOn(const FunctionDecl *Callee) {
  if (!Callee || !Callee->getDeclName().isIdentifier())
    return false;
  StringRef Name = Callee->getName();
  for (StringRef Word : {"spawn", "push", "send", "post", "enqueue", "detach",
                         "put", "dispatch", "start", "launch", "schedule"})
    if (Name.contains_insensitive(Word))
      return !Name.contains_insensitive("push_back");
  return false;
}

void LockNeeds::addCalls(Sources From,
                         llvm::SmallVectorImpl<const CallFact *> &Into) {
  for (const Fact *F : From) {
    const auto *Call = dyn_cast<CallFact>(F);
    if (!Call || llvm::is_contained(Into, Call))
      continue;
    Into.push_back(Call);
    if (!handsOn(Call->Callee))
      addCalls(Call->From, Into);
  }
}

llvm::SmallVector<const CallFact *, 4>
LockNeeds::awaitedAt(const SuspendFact &At) {
  llvm::SmallVector<const CallFact *, 4> Calls;
  addCalls(At.From, Calls);
  return Calls;
}

std::vector<LockNeed> LockNeeds::ofCall(const CallFact &Call) {
  std::vector<LockNeed> Found;
  const FunctionDecl *Definition =
      Call.Callee ? Call.Callee->getDefinition() : nullptr;
  if (!Definition ||
      Summaries.store().unit().AST.getSourceManager().isInSystemHeader(
          Definition->getLocation()))
    return Found;
  for (const LockNeed &Inner : of(*Definition)) {
    const Path *Lock = Summaries.translate(*Inner.Lock, *Definition, Call);
    // Who is given the lock itself knows of it: the wait of a condition gives it
    // back, and takes it again.
    if (!Lock || llvm::is_contained(Call.Arguments, Lock))
      continue;
    LockNeed Need = Inner;
    Need.Lock = Lock;
    Need.At = nullptr;
    Need.Through.insert(Need.Through.begin(), Definition);
    Found.push_back(std::move(Need));
  }
  return Found;
}

/// True if a parameter, which only the caller knows, decides whether \p Block
/// runs.
static bool isConditional(const FunctionFacts &Facts, const CFGBlock &Block) {
  for (const Guards::Decider &D : Facts.guards().of(Block)) {
    const auto *Branch = cast<BranchFact>(Facts.in(*D.Branch).back());
    const ValueDecl *Asked = Branch->Flag.Flag;
    if (!Asked && Branch->State.Subject)
      Asked = Branch->State.Subject->base().step() == Path::Step::Variable
                  ? Branch->State.Subject->base().decl()
                  : nullptr;
    if (isa_and_nonnull<ParmVarDecl>(Asked))
      return true;
  }
  return false;
}

std::vector<LockNeed> LockNeeds::compute(const FunctionFacts &Facts) {
  std::vector<LockNeed> Found;
  std::set<std::tuple<const Path *, const SuspendFact *, bool>> Told;
  auto Add = [&](LockNeed Need) {
    // The first way to a lock explains as much as the second.
    if (Told.insert({Need.Lock, Need.At, Need.Conditional}).second)
      Found.push_back(std::move(Need));
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *At = dyn_cast<SuspendFact>(F);
      if (!At)
        continue;
      bool Conditional = isConditional(Facts, *Block);
      if (At->Lock) {
        Add({At->Lock, At->Shared, Conditional, At, At->range(), {}});
        continue;
      }
      for (const CallFact *Call : awaitedAt(*At))
        for (LockNeed &Need : ofCall(*Call)) {
          Need.At = At;
          Need.Conditional |= Conditional;
          Add(std::move(Need));
        }
      for (const FunctionDecl *Closure : At->Closures)
        for (LockNeed Need : of(*Closure)) {
          const Path &Base = Need.Lock->base();
          if (Base.step() == Path::Step::Variable &&
              Base.decl()->getDeclContext() == Closure)
            continue;
          Need.At = At;
          Add(std::move(Need));
        }
    }
  // A plain function waits for nothing; who awaits what it returns does.
  if (!getCoroutineBody(Facts.function()))
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        const auto *Returned = dyn_cast<ReturnFact>(F);
        if (!Returned)
          continue;
        llvm::SmallVector<const CallFact *, 4> Calls;
        addCalls(Returned->From, Calls);
        for (const CallFact *Call : Calls)
          for (LockNeed &Need : ofCall(*Call))
            Add(std::move(Need));
      }
  return Found;
}

llvm::ArrayRef<LockNeed> LockNeeds::of(const FunctionDecl &Function) {
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return {};
  if (auto It = Known.find(Definition); It != Known.end())
    return It->second;
  if (Depth == MaxDepth)
    return {};
  Known.try_emplace(Definition);
  const FunctionFacts *Facts = Summaries.store().get(*Definition);
  if (!Facts)
    return {};
  ++Depth;
  std::vector<LockNeed> Found = compute(*Facts);
  // Once more, for a function that awaits itself.
  if (!Found.empty()) {
    Known[Definition] = std::move(Found);
    Found = compute(*Facts);
  }
  --Depth;
  return Known[Definition] = std::move(Found);
}

} // namespace async
