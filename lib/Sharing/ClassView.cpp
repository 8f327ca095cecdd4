#include "Sharing/ClassView.h"

#include "Sharing/Annotations.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {

ClassView::ClassView(const CXXRecordDecl &Class, Starters &Started)
    : Class(Class), Started(Started), Summaries(Started.tasks().summaries()),
      Functions(membersOf(Class, Summaries.store())),
      Callers(Functions.size()), Roots(Functions.size()) {
  for (const MemberFunction &M : Functions) {
    Position.try_emplace(M.Function, indexOf(M));
    Started.scan(*M.Function);
  }
  findCallers();
  findStarters();
  findRoots();
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
  auto It = Position.find(Function.getDefinition());
  return It == Position.end() ? nullptr : &Functions[It->second];
}

const MemberFunction *ClassView::runner(const FunctionDecl &Function) const {
  const FunctionDecl *F = &Function;
  while (F) {
    if (const MemberFunction *M = find(*F))
      return M;
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    if (!Method || !Method->getParent()->isLambda())
      return nullptr;
    F = dyn_cast_or_null<FunctionDecl>(
        Method->getParent()->getDeclContext()->getNonClosureAncestor());
  }
  return nullptr;
}

/// A plain function can't wait for a coroutine: it starts it, unless it hands
/// the task on to its own caller.
static bool canOnlyStart(const MemberFunction &Caller,
                         const MemberFunction &Callee) {
  return !Caller.IsCoroutine && Callee.IsCoroutine &&
         Caller.Function->getReturnType().getCanonicalType() !=
             Callee.Function->getReturnType().getCanonicalType();
}

void ClassView::findCallers() {
  for (MemberFunction &M : Functions) {
    const FunctionFacts *Facts = Summaries.store().get(*M.Function);
    if (!Facts)
      continue;
    llvm::DenseSet<const Fact *> Starts;
    for (const TaskStart &T : Started.tasks().of(*M.Function))
      if (T.runsBesideCaller())
        Starts.insert(T.Start);
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee || !Call->Object)
          continue;
        auto *Callee = const_cast<MemberFunction *>(find(*Call->Callee));
        // Of a lambda or friend the object is another one's path.
        if (!Callee || (Call->Object->step() != Path::Step::This &&
                        Callee->What == MemberFunction::Kind::Method))
          continue;
        if (Starts.contains(Call))
          continue;
        if (!canOnlyStart(M, *Callee)) {
          Callers[indexOf(*Callee)].push_back(&M);
          continue;
        }
        // What becomes of the task is not known, but it is not waited for.
        Callee->IsStarted = true;
        if (isa<CXXConstructorDecl>(M.Function))
          continue;
        if (M.Function->param_empty())
          M.IsStarter = true;
        else
          Callee->IsRepeated = true;
      }
  }
}

void ClassView::findStarters() {
  for (MemberFunction &M : Functions) {
    if (!M.IsCoroutine)
      continue;
    M.IsStarted |= Started.isStarted(*M.Function);
    M.IsRepeated |= Started.isRepeated(*M.Function);
    for (const Starter &S : Started.of(*M.Function)) {
      auto *By = const_cast<MemberFunction *>(find(S.In->function()));
      if (S.Start->runsBesideCaller() && By && !By->IsSpecial &&
          !By->IsCoroutine && By->Function->param_empty())
        By->IsStarter = true;
    }
    // Nobody else can, and a second start() is not to be expected.
    M.RunsOnce = M.IsStarted && !M.IsRepeated && !M.IsEntry &&
                 Callers[indexOf(M)].empty();
  }
}

void ClassView::findRoots() {
  for (const MemberFunction &M : Functions) {
    llvm::SmallVector<const MemberFunction *, 8> Worklist{&M};
    llvm::SmallPtrSet<const MemberFunction *, 8> Seen{&M};
    auto &Found = Roots[indexOf(M)];
    while (!Worklist.empty()) {
      const MemberFunction *Next = Worklist.pop_back_val();
      const auto &Up = Callers[indexOf(*Next)];
      if (Up.empty() || Next->IsEntry || Next->IsStarted)
        Found.push_back(Next);
      for (const MemberFunction *Caller : Up)
        if (Seen.insert(Caller).second)
          Worklist.push_back(Caller);
    }
  }
}

Witness ClassView::strengthOfRoots(const MemberFunction &M,
                                   const MemberFunction &Waiting) {
  if (M.IsSpecial)
    return Witness::None;
  if (&M == &Waiting) {
    if (M.RunsOnce || isSingleActivation(*M.Function))
      return Witness::None;
    return M.IsRepeated || Started.areConcurrent(*M.Function, *M.Function)
               ? Witness::Strong
               : Witness::Weak;
  }
  if (!M.IsCoroutine) {
    // Something of the class calls it as well: it need not be an event.
    if (!Callers[indexOf(M)].empty())
      return Witness::Weak;
    return M.IsEntry && !M.IsStarter ? Witness::Strong : Witness::Weak;
  }
  return M.IsStarted || Waiting.IsStarted ||
                 Started.areConcurrent(*M.Function, *Waiting.Function)
             ? Witness::Strong
             : Witness::Weak;
}

Witness ClassView::strengthOf(const MemberFunction &M,
                              const MemberFunction *Waiting) {
  auto [It, New] = Strengths.try_emplace({&M, Waiting});
  if (New)
    It->second = findStrength(M, Waiting);
  return It->second;
}

Witness ClassView::findStrength(const MemberFunction &M,
                                const MemberFunction *Waiting) {
  // Whoever runs it, it does not run while it is suspended.
  if (&M == Waiting && isSingleActivation(*M.Function))
    return Witness::None;
  // Helpers belong to their callers, which are looked at themselves.
  if (!M.IsCoroutine && !M.IsEntry && !Callers[indexOf(M)].empty())
    return Witness::None;
  Witness Best = Witness::None;
  for (const MemberFunction *Theirs : Roots[indexOf(M)]) {
    if (!Waiting)
      return Theirs->IsCoroutine ? Witness::Weak : Witness::Strong;
    for (const MemberFunction *Ours : Roots[indexOf(*Waiting)])
      Best = std::max(Best, strengthOfRoots(*Theirs, *Ours));
  }
  return Best;
}

std::vector<RemoteAccess> ClassView::writes(const Path &Place,
                                            const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  const Path *Member = asMember(Place, Class, Summaries.store().unit().Paths,
                                /*AnyObject=*/false);
  if (!Member || isConfined(*Member))
    return Found;
  const MemberFunction *Runner = runner(Waiting);
  for (const Entry &E : accesses(*Member)) {
    if (!E.What.writes() || !E.What.Place->contains(*Member))
      continue;
    Witness Strength = strengthOf(*E.By, Runner);
    if (Strength != Witness::None)
      Found.push_back({E.What, E.By, Strength});
  }
  llvm::stable_sort(Found);
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
  auto View = std::make_unique<ClassView>(*Key, Started);
  return *(Known[Key] = std::move(View));
}

} // namespace async
