#include "Sharing/ClassView.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {

ClassView::ClassView(const CXXRecordDecl &Class, Accesses &Summaries)
    : Summaries(Summaries) {
  auto Add = [&](const FunctionDecl *Function) {
    const FunctionDecl *Definition = Function->getDefinition();
    if (!Definition || Definition->isImplicit() || Definition->isDefaulted())
      return;
    MemberFunction M{Definition};
    M.IsCoroutine = getCoroutineBody(*Definition) != nullptr;
    const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
    M.IsSpecial = isa<CXXConstructorDecl, CXXDestructorDecl>(Definition) ||
                  (Method && (Method->isCopyAssignmentOperator() ||
                              Method->isMoveAssignmentOperator()));
    Functions.push_back(M);
  };
  for (const Decl *D : Class.decls()) {
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D)) {
      if (!Method->isStatic())
        Add(Method);
    } else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *Instance : Template->specializations())
        Add(Instance);
    }
  }
  findCallers();
}

const MemberFunction *ClassView::find(const FunctionDecl &Function) const {
  auto It = llvm::find_if(Functions, [&](const MemberFunction &M) {
    return M.Function == Function.getDefinition();
  });
  return It == Functions.end() ? nullptr : &*It;
}

void ClassView::findCallers() {
  // Who calls whom among the members.
  std::vector<llvm::SmallVector<MemberFunction *, 4>> Calls(Functions.size());
  llvm::SmallVector<bool, 16> CalledElsewhere(Functions.size(), false);
  llvm::SmallVector<bool, 16> CalledByConstructor(Functions.size(), false);
  for (size_t I = 0; I != Functions.size(); ++I) {
    const FunctionFacts *Facts = Summaries.store().get(*Functions[I].Function);
    if (!Facts)
      continue;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee || !Call->Object ||
            Call->Object->step() != Path::Step::This)
          continue;
        auto *Callee = const_cast<MemberFunction *>(find(*Call->Callee));
        if (!Callee)
          continue;
        Calls[I].push_back(Callee);
        size_t Index = Callee - Functions.data();
        bool Constructs = isa<CXXConstructorDecl>(Functions[I].Function);
        (Constructs ? CalledByConstructor : CalledElsewhere)[Index] = true;
        // A plain function can't wait for a coroutine: it starts it, unless it
        // hands the task on to its own caller.
        if (Callee->IsCoroutine && !Functions[I].IsCoroutine && !Constructs &&
            Functions[I].Function->getReturnType().getCanonicalType() !=
                Callee->Function->getReturnType().getCanonicalType())
          (Functions[I].Function->param_empty() ? Functions[I].IsStarter
                                                : Callee->StartedByEvent) =
              true;
      }
  }
  llvm::SmallVector<MemberFunction *, 16> Worklist;
  for (size_t I = 0; I != Functions.size(); ++I) {
    Functions[I].RunsOnce = Functions[I].IsCoroutine &&
                            CalledByConstructor[I] && !CalledElsewhere[I] &&
                            Functions[I].Function->getAccess() != AS_public;
    if (Functions[I].IsCoroutine)
      Worklist.push_back(&Functions[I]);
  }
  while (!Worklist.empty()) {
    MemberFunction *M = Worklist.pop_back_val();
    for (MemberFunction *Callee : Calls[M - Functions.data()])
      if (!Callee->CalledByCoroutine) {
        Callee->CalledByCoroutine = true;
        Worklist.push_back(Callee);
      }
  }
}

std::vector<RemoteAccess> ClassView::writes(const Path &Place,
                                            const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  const FunctionDecl *Self = Waiting.getDefinition();
  for (const MemberFunction &M : Functions) {
    if (M.IsSpecial || (M.Function == Self && M.RunsOnce))
      continue;
    Witness Strength = Witness::Weak;
    if (M.IsCoroutine)
      // Started again and again, it runs beside what it started before.
      Strength = M.StartedByEvent && M.Function == Self ? Witness::Strong
                                                        : Witness::Weak;
    else if (!M.CalledByCoroutine)
      Strength = M.Function->getAccess() == AS_public && !M.IsStarter
                     ? Witness::Strong
                     : Witness::Weak;
    else
      // Its callers are looked at themselves.
      continue;
    for (const Access &A : Summaries.of(*M.Function))
      if (A.writes() && A.Place->contains(Place))
        Found.push_back({A, &M, Strength});
  }
  llvm::stable_sort(Found, [](const RemoteAccess &A, const RemoteAccess &B) {
    return A.Strength > B.Strength;
  });
  return Found;
}

const Access *ClassView::read(const Path &Place, const FunctionDecl &Waiting,
                              const MemberFunction *&By) {
  for (const MemberFunction &M : Functions) {
    if (M.IsSpecial || M.Function == Waiting.getDefinition() ||
        M.Function->getAccess() != AS_public)
      continue;
    for (const Access &A : Summaries.of(*M.Function))
      if (!A.writes() && Place.contains(*A.Place)) {
        By = &M;
        return &A;
      }
  }
  return nullptr;
}

ClassView &ClassViews::get(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Definition = Class.getDefinition();
  const CXXRecordDecl *Key = Definition ? Definition : &Class;
  auto &Slot = Known[Key];
  if (Slot)
    return *Slot;
  auto View = std::make_unique<ClassView>(*Key, Summaries);
  return *(Known[Key] = std::move(View));
}

} // namespace async
