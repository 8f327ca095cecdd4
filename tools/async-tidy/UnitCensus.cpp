#include "UnitCensus.h"

#include "Coroutine/Suspension.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace async {
namespace {

/// The awaits and yields of one body, without those of the lambdas in it.
class Suspensions : public RecursiveASTVisitor<Suspensions> {
public:
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool TraverseDecl(Decl *D) {
    // Local classes have methods of their own.
    return isa_and_nonnull<TagDecl>(D)
               ? true
               : RecursiveASTVisitor<Suspensions>::TraverseDecl(D);
  }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *) {
    ++Count;
    return true;
  }
  unsigned Count = 0;
};

class Counter : public RecursiveASTVisitor<Counter> {
public:
  Counter(ASTContext &AST, UnitCensus &Census)
      : SM(AST.getSourceManager()), Census(Census) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *Function) {
    look(*Function);
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    CXXMethodDecl *Call = Lambda->getCallOperator();
    if (FunctionTemplateDecl *Generic = Call->getDescribedFunctionTemplate()) {
      for (FunctionDecl *Instance : Generic->specializations())
        look(*Instance);
      return true;
    }
    look(*Call);
    return true;
  }

private:
  void look(FunctionDecl &Function) {
    if (!Function.isThisDeclarationADefinition() || Function.isImplicit() ||
        !Seen.insert(&Function).second)
      return;
    extent(Function);
    // As AsyncCheck chooses them.
    if (Function.isInvalidDecl() || Function.isDependentContext() ||
        !getCoroutineBody(Function))
      return;
    ++Census.Coroutines;
    Suspensions Points;
    Points.TraverseStmt(const_cast<Stmt *>(getUserBody(Function)));
    Census.Suspensions += Points.Count;
  }

  void extent(const FunctionDecl &Function) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
    if (Method && Method->getParent()->isLambda())
      return;
    SourceRange Range = Function.getSourceRange();
    SourceLocation Begin = SM.getFileLoc(Range.getBegin());
    SourceLocation End = SM.getFileLoc(Range.getEnd());
    OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(Begin));
    if (!File || SM.getFileID(Begin) != SM.getFileID(End))
      return;
    Census.Functions[File->getName().str()].push_back(
        {SM.getFileOffset(Begin), SM.getFileOffset(End),
         Function.getQualifiedNameAsString()});
  }

  const SourceManager &SM;
  UnitCensus &Census;
  llvm::DenseSet<const FunctionDecl *> Seen;
};

} // namespace

std::string UnitCensus::functionAt(llvm::StringRef File,
                                   unsigned Offset) const {
  const Extent *Best = nullptr;
  if (auto It = Functions.find(File); It != Functions.end())
    for (const Extent &E : It->second)
      if (E.Begin <= Offset && Offset <= E.End &&
          (!Best || E.End - E.Begin < Best->End - Best->Begin))
        Best = &E;
  return Best ? Best->Name : "";
}

void takeCensus(ASTContext &AST, UnitCensus &Census) {
  const SourceManager &SM = AST.getSourceManager();
  Counter TheCounter(AST, Census);
  for (Decl *D : AST.getTranslationUnitDecl()->decls())
    if (!SM.isInSystemHeader(D->getLocation()))
      TheCounter.TraverseDecl(D);

  for (unsigned I = 0; I != SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile())
      continue;
    OptionalFileEntryRef File = Entry.getFile().getContentCache().OrigEntry;
    if (!File)
      continue;
    Census.Inputs.push_back(File->getName().str());
    if (Entry.getFile().getFileCharacteristic() == SrcMgr::C_User)
      Census.Files.push_back(File->getName().str());
  }
  for (std::vector<std::string> *Names : {&Census.Files, &Census.Inputs}) {
    llvm::sort(*Names);
    Names->erase(llvm::unique(*Names), Names->end());
  }
}

} // namespace async
