#include "Checks/UnitAnalysis.h"

#include "clang/AST/DeclCXX.h"
#include <map>
#include <mutex>

using namespace clang;

namespace async {

FunctionAnalysis *UnitAnalysis::analyze(const FunctionDecl &Function) {
  const FunctionFacts *Facts = Store.get(Function);
  if (!Facts)
    return nullptr;
  auto &Slot = Functions[&Facts->function()];
  if (!Slot)
    Slot = std::make_unique<FunctionAnalysis>(*Facts);
  return Slot.get();
}

const std::vector<StaleHazard> &
UnitAnalysis::staleState(const FunctionDecl &Coroutine) {
  const FunctionDecl *Key = Coroutine.getDefinition();
  if (auto It = Stale.find(Key); It != Stale.end())
    return *It->second;
  std::vector<StaleHazard> Found;
  // A lock or guard is used by one owner at a time: that is what it is for.
  const auto *Method = dyn_cast<CXXMethodDecl>(Key);
  FunctionAnalysis *Analysis = analyze(*Key);
  if (Analysis && (!Method || TheUnit.Locks.classify(Method->getParent()) ==
                                  LockKind::None)) {
    auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
      return analyze(Function)->locks();
    };
    StaleStateContext Context{Rest, Summaries, LocksOf};
    Found = findStaleState(Analysis->facts(), Context);
  }
  return *(Stale[Key] =
               std::make_unique<std::vector<StaleHazard>>(std::move(Found)));
}

std::shared_ptr<UnitAnalysis>
UnitAnalysis::get(ASTContext &AST, std::shared_ptr<const Models> Library,
                  llvm::ArrayRef<std::string> ExtraLockTypes) {
  // Checks don't know each other; what they share is found by what they share
  // it for. The table only remembers, the checks own.
  struct Table {
    std::mutex Guard;
    std::map<std::pair<ASTContext *, std::string>, std::weak_ptr<UnitAnalysis>>
        Entries;
  };
  static Table Known;

  std::string Key = Library->digest().str();
  for (const std::string &Name : ExtraLockTypes)
    Key += ";" + Name;
  std::lock_guard<std::mutex> Lock(Known.Guard);
  std::erase_if(Known.Entries,
                [](const auto &Entry) { return Entry.second.expired(); });
  std::weak_ptr<UnitAnalysis> &Slot = Known.Entries[{&AST, std::move(Key)}];
  std::shared_ptr<UnitAnalysis> Analysis = Slot.lock();
  if (!Analysis) {
    Analysis = std::make_shared<UnitAnalysis>(AST, std::move(Library),
                                              ExtraLockTypes);
    Slot = Analysis;
  }
  return Analysis;
}

} // namespace async
