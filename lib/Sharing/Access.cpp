#include "Sharing/Access.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

void Accesses::ofCall(const CallFact &Call,
                      llvm::SmallVectorImpl<Access> &Into) {
  if (!Call.Callee || !Call.Object)
    return;
  const FunctionDecl &Callee = *Call.Callee;
  const SourceManager &SM = Store.unit().AST.getSourceManager();
  bool Library = SM.isInSystemHeader(Callee.getLocation());
  const FunctionDecl *Definition = Callee.getDefinition();
  if (!Library && Definition && isa<CXXMethodDecl>(Callee)) {
    // The body tells more than the name. Of a coroutine nothing is done before
    // it runs, and when that is, is not known.
    if (getCoroutineBody(*Definition))
      return;
    const Path *Self =
        Store.unit().Paths.getThis(cast<CXXMethodDecl>(Callee).getParent());
    for (const Access &Inner : of(*Definition)) {
      if (!Self->contains(*Inner.Place))
        continue;
      Access Seen = Inner;
      Seen.Place = Store.unit().Paths.rebase(Inner.Place, Self, Call.Object);
      Seen.At = &Call;
      Into.push_back(Seen);
    }
    return;
  }
  Operation Op = classify(Callee);
  if (Op == Operation::Unknown)
    return;
  Into.push_back({Call.Object, Op, Call.First, WriteFact::Form::Assign, &Call,
                  Call.range()});
}

void Accesses::of(const Fact &F, llvm::SmallVectorImpl<Access> &Into) {
  if (const auto *Read = dyn_cast<ReadFact>(&F))
    Into.push_back({&Read->Place, Operation::Examine, Constant(),
                    WriteFact::Form::Assign, &F, F.range()});
  else if (const auto *Write = dyn_cast<WriteFact>(&F))
    Into.push_back({&Write->Place, Operation::Replaces, Write->Value,
                    Write->How, &F, F.range()});
  else if (const auto *Call = dyn_cast<CallFact>(&F))
    ofCall(*Call, Into);
}

llvm::ArrayRef<Access> Accesses::of(const FunctionDecl &Function) {
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return {};
  // A function that is being summarised adds nothing to itself.
  if (auto It = Summaries.find(Definition); It != Summaries.end())
    return It->second;
  // Too deep from here; asked directly, it is summarised all the same.
  if (Depth == MaxDepth)
    return {};
  Summaries.try_emplace(Definition);
  const FunctionFacts *Facts = Store.get(*Definition);
  if (!Facts)
    return {};
  ++Depth;
  llvm::SmallVector<Access, 16> Found;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block))
      of(*F, Found);
  --Depth;
  std::vector<Access> &Summary = Summaries[Definition];
  Summary.assign(Found.begin(), Found.end());
  return Summary;
}

} // namespace async
