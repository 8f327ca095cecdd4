#include "Sharing/Closures.h"
#include "Support/ClangCompat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

bool isClosure(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  return Method && Method->getParent()->isLambda();
}

const CXXMethodDecl *closureOf(const Path &Place) {
  QualType Type;
  if (const Expr *E = Place.temporary())
    Type = E->getType();
  else if (const ValueDecl *Variable = Place.step() == Path::Step::Variable
                                           ? Place.decl()
                                           : nullptr)
    Type = Variable->getType().getNonReferenceType();
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr : Type->getAsCXXRecordDecl();
  return Class && Class->isLambda() && !Class->isGenericLambda()
             ? Class->getLambdaCallOperator()
             : nullptr;
}

/// Of what the standard library takes callables for, only these keep them
/// beyond the call ([func.wrap], [thread.thread.class], [futures.async]).
bool keepsCallable(const FunctionDecl &Callee) {
  StringRef Name;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Callee))
    Name = Constructor->getParent()->getName();
  else if (Callee.getDeclName().isIdentifier())
    Name = Callee.getName();
  return StringSwitch<bool>(Name)
      .Cases({"function", "move_only_function", "copyable_function", "thread",
              "jthread", "packaged_task", "async", "bind", "bind_front"},
             true)
      .Default(false);
}

ClosureUse useOf(const ClosureFact &Made, const FunctionFacts &Maker,
                 const Unit &TheUnit) {
  const SourceManager &SM = TheUnit.AST.getSourceManager();
  llvm::SmallVector<const SuspendFact *, 4> Waits;
  llvm::SmallVector<const CallFact *, 2> Calls;
  for (const CFGBlock *Block : Maker.graph())
    for (const Fact *F : Maker.in(*Block)) {
      if (const auto *Wait = dyn_cast<SuspendFact>(F)) {
        Waits.push_back(Wait);
        continue;
      }
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call)
        continue;
      if (Call->More.Called == &Made)
        return ClosureUse::InPlace;
      if (is_contained(Call->More.Callables, &Made))
        Calls.push_back(Call);
    }
  ClosureUse Use = ClosureUse::Registered;
  for (const CallFact *Call : Calls) {
    SourceRange At = Call->range();
    if (llvm::any_of(Waits, [&](const SuspendFact *Wait) {
          return Wait->range().getBegin() <= At.getBegin() &&
                 At.getEnd() <= Wait->range().getEnd();
        }))
      return ClosureUse::InPlace;
    const FunctionDecl *Callee = Call->Callee;
    if (!Callee)
      continue;
    if (Callee->isInStdNamespace()) {
      if (!keepsCallable(*Callee))
        return ClosureUse::InPlace;
    } else if (TheUnit.Library->findCall(*Callee).Role == CallRole::RunLocked) {
      return ClosureUse::InPlace;
    } else if (Callee->isTemplateInstantiation() &&
               !SM.isInSystemHeader(Callee->getLocation())) {
      // for_each_member(f): a template of the user's may as well call it.
      Use = ClosureUse::Handed;
    }
  }
  return Use;
}

} // namespace async
