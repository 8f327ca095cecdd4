#include "Sharing/ClassView.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {

ClassView::ClassView(const CXXRecordDecl &Class, Accesses &Summaries)
    : Class(Class), Summaries(Summaries),
      Functions(membersOf(Class, Summaries.store())) {
  findCallers();
  index();
}

/// The member that a path of the class's own methods starts with; null for the
/// whole object.
static const ValueDecl *memberOf(const Path &Place) {
  const Path *P = &Place;
  while (P->depth() > 1)
    P = P->parent();
  return P->step() == Path::Step::Field ? P->decl() : nullptr;
}

void ClassView::index() {
  std::vector<Entry> Whole;
  for (const MemberFunction &M : Functions) {
    if (M.IsSpecial)
      continue;
    bool AnyObject = M.What == MemberFunction::Kind::Friend;
    for (const Access &A : Summaries.of(*M.Function)) {
      const Path *Place = asMember(*A.Place, Class,
                                   Summaries.store().unit().Paths, AnyObject);
      if (!Place)
        continue;
      Entry E{&M, A};
      E.What.Place = Place;
      if (const ValueDecl *Member = memberOf(*Place))
        ByMember[Member].push_back(E);
      else
        Whole.push_back(E);
    }
  }
  for (auto &[Member, Entries] : ByMember)
    llvm::append_range(Entries, Whole);
}

llvm::ArrayRef<ClassView::Entry> ClassView::accesses(const Path &Place) const {
  auto It = ByMember.find(memberOf(Place));
  if (It == ByMember.end())
    return {};
  return It->second;
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

Witness ClassView::strengthOf(const MemberFunction &M,
                              const FunctionDecl &Waiting) const {
  const FunctionDecl *Self = Waiting.getDefinition();
  if (M.Function == Self && M.RunsOnce)
    return Witness::None;
  if (M.IsCoroutine)
    // Started again and again, it runs beside what it started before.
    return M.StartedByEvent && M.Function == Self ? Witness::Strong
                                                  : Witness::Weak;
  // Its callers are looked at themselves.
  if (M.CalledByCoroutine)
    return Witness::None;
  return M.IsEntry && !M.IsStarter ? Witness::Strong : Witness::Weak;
}

std::vector<RemoteAccess> ClassView::writes(const Path &Place,
                                            const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  const Path *Member = asMember(Place, Class, Summaries.store().unit().Paths,
                                /*AnyObject=*/false);
  if (!Member)
    return Found;
  for (const Entry &E : accesses(*Member)) {
    if (!E.What.writes() || !E.What.Place->contains(*Member))
      continue;
    Witness Strength = strengthOf(*E.By, Waiting);
    if (Strength != Witness::None)
      Found.push_back({E.What, E.By, Strength});
  }
  llvm::sort(Found);
  return Found;
}

const Access *ClassView::read(const Path &Place, const FunctionDecl &Waiting,
                              const MemberFunction *&By) {
  for (const Entry &E : accesses(Place))
    if (E.By->Function != Waiting.getDefinition() && E.By->IsEntry &&
        !E.What.writes() && Place.contains(*E.What.Place)) {
      By = E.By;
      return &E.What;
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
