#include "Sharing/Starters.h"

#include "Facts/Initializers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

llvm::ArrayRef<const FunctionDecl *> Starters::functionsOfFile() {
  if (ListedFile)
    return OfFile;
  ListedFile = true;
  ASTContext &AST = Started.summaries().store().unit().AST;
  const SourceManager &SM = AST.getSourceManager();
  auto Add = [&](const FunctionDecl *Function) {
    if (Function->doesThisDeclarationHaveABody() &&
        !Function->isDependentContext() &&
        (!Function->isImplicit() || onlyRunsInitializers(*Function)))
      OfFile.push_back(Function);
  };
  // clangd limits the scope to the main file; its preamble must stay unread.
  llvm::SmallVector<const Decl *, 32> Worklist;
  for (const Decl *D : AST.getTraversalScope())
    Worklist.push_back(D);
  while (!Worklist.empty()) {
    const Decl *D = Worklist.pop_back_val();
    if (!isa<TranslationUnitDecl>(D) &&
        !SM.isInMainFile(SM.getExpansionLoc(D->getLocation())))
      continue;
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      Add(Function);
    else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *Instance : Template->specializations())
        Add(Instance);
    else if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl,
                 CXXRecordDecl>(D))
      for (const Decl *Child : cast<DeclContext>(D)->decls())
        Worklist.push_back(Child);
  }
  return OfFile;
}

void Starters::scan(const FunctionDecl &Function) {
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition || !Scanned.insert(Definition).second)
    return;
  const FunctionFacts *Facts = Started.summaries().store().get(*Definition);
  if (!Facts)
    return;
  for (const TaskStart &Start : Started.of(*Definition))
    if (Start.Body)
      ByBody[Start.Body->getDefinition()].push_back({Facts, &Start});
  // What lambdas start is started by the program as well.
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block))
      if (const auto *Made = dyn_cast<ClosureFact>(F);
          Made && Made->Function && Made->Place)
        scan(*Made->Function);
}

llvm::ArrayRef<Starter> Starters::of(const FunctionDecl &Body) {
  if (!ScannedFile) {
    ScannedFile = true;
    for (const FunctionDecl *Function : functionsOfFile())
      scan(*Function);
  }
  auto It = ByBody.find(Body.getDefinition());
  if (It == ByBody.end())
    return {};
  return It->second;
}

bool Starters::isStarted(const FunctionDecl &Body) {
  return llvm::any_of(of(Body), [](const Starter &S) {
    return S.Start->runsBesideCaller();
  });
}

bool Starters::isRepeated(const FunctionDecl &Body) {
  unsigned Places = 0;
  for (const Starter &S : of(Body)) {
    if (!S.Start->runsBesideCaller())
      continue;
    const FunctionDecl &By = S.In->function();
    bool IsEvent = !By.isMain() && !By.param_empty() &&
                   !isa<CXXConstructorDecl, CXXDestructorDecl>(By) &&
                   !getCoroutineBody(By);
    if (S.Start->runsBesideItself() || IsEvent || ++Places > 1)
      return true;
  }
  return false;
}

bool Starters::isReachedRepeatedly(const FunctionDecl &Body) {
  llvm::SmallVector<const FunctionDecl *, 8> Worklist{Body.getDefinition()};
  llvm::SmallPtrSet<const FunctionDecl *, 8> Seen{Body.getDefinition()};
  while (!Worklist.empty()) {
    const FunctionDecl *Next = Worklist.pop_back_val();
    if (isRepeated(*Next))
      return true;
    for (const Starter &S : of(*Next))
      if (S.Start->How == TaskStart::Fate::Awaited &&
          Seen.insert(&S.In->function()).second)
        Worklist.push_back(&S.In->function());
  }
  return false;
}

bool Starters::areConcurrent(const FunctionDecl &A, const FunctionDecl &B) {
  for (const Starter &OfA : of(A))
    for (const Starter &OfB : of(B))
      if (OfA.In == OfB.In &&
          Started.areConcurrent(*OfA.In, *OfA.Start, *OfB.Start))
        return true;
  return false;
}

} // namespace async
