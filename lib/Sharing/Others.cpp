#include "Sharing/Others.h"

#include "Sharing/Annotations.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

/// The step of \p Place that follows its base; null for the base itself.
static const Path *secondStep(const Path &Place) {
  const Path *P = &Place;
  if (P->depth() == 0)
    return nullptr;
  while (P->depth() > 1)
    P = P->parent();
  return P;
}

/// A handle that others may have a copy of.
static bool isSharedHandle(QualType Type) {
  if (Type->isLValueReferenceType() || Type->isPointerType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->getDeclName().isIdentifier() &&
         // [util.smartptr.shared], boost::intrusive_ptr, seastar::lw_shared_ptr
         (Class->getName() == "shared_ptr" || Class->getName() == "weak_ptr" ||
          Class->getName() == "intrusive_ptr" ||
          Class->getName() == "lw_shared_ptr");
}

bool Others::isShared(const Path &Place, const FunctionDecl &Waiting) {
  if (isConfined(Place))
    return false;
  const Path &Base = Place.base();
  switch (Base.step()) {
  case Path::Step::This:
    return Place.step() != Path::Step::This;
  case Path::Step::Global:
    return !Base.decl()->getType().isConstQualified();
  case Path::Step::Variable: {
    const auto *Parameter = dyn_cast<ParmVarDecl>(Base.decl());
    const Path *Second = secondStep(Place);
    bool IsReferent =
        Parameter && Parameter->getDeclContext() == &Waiting && Second &&
           Second->step() == Path::Step::Pointee &&
           isSharedHandle(Parameter->getType());
    if (IsReferent)
      return true;
    // A local of another function: captured by reference.
    return Base.decl()->getDeclContext() != &Waiting &&
           llvm::any_of(Started.of(Waiting), [&](const Starter &S) {
             return S.Start->runsBesideCaller() &&
                    Started.tasks().outside(Place, *S.Start);
           });
  }
  default:
    return false;
  }
}

std::optional<Others::Membership> Others::membership(const Path &Place) {
  if (const CXXRecordDecl *Class = Place.base().thisClass())
    return Membership{Class, &Place};
  // From what a parameter refers to downwards: `*p` is an object of the class
  // that has the first member.
  if (Place.base().step() != Path::Step::Variable)
    return std::nullopt;
  const Path *Outermost = nullptr;
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Field)
      Outermost = P;
  if (!Outermost)
    return std::nullopt;
  const auto *Class =
      dyn_cast<CXXRecordDecl>(cast<FieldDecl>(Outermost->decl())->getParent());
  if (!Class || !Class->hasDefinition())
    return std::nullopt;
  const Path *Member = asMember(Place, *Class, Summaries.store().unit().Paths,
                                /*AnyObject=*/true);
  return Member ? std::optional(Membership{Class, Member}) : std::nullopt;
}

const MemberFunction &Others::describe(const FunctionDecl &Function) {
  if (const MemberFunction *M = Described.lookup(&Function))
    return *M;
  MemberFunction M{&Function};
  M.What = MemberFunction::Kind::Friend;
  M.IsCoroutine = getCoroutineBody(Function) != nullptr;
  M.IsSpecial = isa<CXXConstructorDecl, CXXDestructorDecl>(Function);
  M.IsEntry = true;
  Free.push_back(M);
  Described[&Function] = &Free.back();
  return Free.back();
}

static bool mentions(const FunctionDecl &Function, const CXXRecordDecl &Class) {
  return llvm::any_of(Function.parameters(), [&](const ParmVarDecl *P) {
    QualType Type = P->getType();
    if (isSharedHandle(Type)) {
      if (const CXXRecordDecl *Direct = Type->getPointeeCXXRecordDecl())
        return Direct->getCanonicalDecl() == Class.getCanonicalDecl() ||
               isSharedHandle(Type->getPointeeType());
      return true;
    }
    return false;
  });
}

/// True if the object of which \p Place names the member \p Member, as the function
/// that has the access does, is reached through what may point to any object of
/// its class: `peers_[id]->open`, not `copy.open`.
static bool isReachedThroughHandle(const Path &Place, const Path &Member) {
  const Path *Object = &Place;
  // Member has one base, Place has the way to the object.
  for (unsigned Steps = Member.depth(); Steps && Object; --Steps)
    Object = Object->parent();
  for (; Object; Object = Object->parent())
    if (Object->step() == Path::Step::Pointee)
      return true;
  return false;
}

void Others::writesByFreeFunctions(const Membership &Member,
                                   const FunctionDecl &Waiting,
                                   std::vector<RemoteAccess> &Into) {
  PathFactory &Paths = Summaries.store().unit().Paths;
  for (const FunctionDecl *Function : Started.functionsOfFile()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Function);
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function) ||
        (Method && Method->getParent()->getCanonicalDecl() ==
                       Member.Class->getCanonicalDecl()))
      continue;
    bool Mentions = mentions(*Function, *Member.Class);
    for (const Access &A : Summaries.of(*Function)) {
      const Path *Place =
          A.writes() ? asMember(*A.Place, *Member.Class, Paths, true) : nullptr;
      if (!Place || !Place->contains(*Member.Place) ||
          !(Mentions || isReachedThroughHandle(*A.Place, *Place)))
        continue;
      const MemberFunction &M = describe(*Function);
      RemoteAccess R{A, &M,
                     M.IsCoroutine || M.Function == Waiting.getDefinition()
                         ? Witness::Weak
                         : Witness::Strong};
      R.What.Place = Place;
      Into.push_back(R);
    }
  }
}

bool Others::runsBeside(const MemberFunction &M, const FunctionDecl &Waiting) {
  if (Started.areConcurrent(*M.Function, Waiting))
    return true;
  return Started.isReachedRepeatedly(*M.Function) ||
         (M.Function != Waiting.getDefinition() &&
          (Started.isStarted(*M.Function) || Started.isStarted(Waiting)));
}

llvm::ArrayRef<Others::GlobalWrite>
Others::writesOfGlobals(const Path &Base) {
  if (!ByGlobal) {
    ByGlobal.emplace();
    for (const FunctionDecl *Function : Started.functionsOfFile())
      if (!Function->isMain())
        for (const Access &A : Summaries.of(*Function))
          if (A.writes() && A.Place->base().step() == Path::Step::Global)
            (*ByGlobal)[&A.Place->base()].push_back({Function, &A});
  }
  auto It = ByGlobal->find(&Base);
  if (It == ByGlobal->end())
    return {};
  return It->second;
}

void Others::writesOfGlobal(const Path &Place, const FunctionDecl &Waiting,
                            std::vector<RemoteAccess> &Into) {
  for (const GlobalWrite &W : writesOfGlobals(Place.base())) {
    if (!W.What->Place->contains(Place))
      continue;
    const MemberFunction &M = describe(*W.By);
    bool Weak = M.IsSpecial || (M.IsCoroutine && !runsBeside(M, Waiting));
    Into.push_back({*W.What, &M, Weak ? Witness::Weak : Witness::Strong});
  }
}

const Others::TaskWrites &Others::writesOfTasks(const FunctionDecl &Starter) {
  std::unique_ptr<TaskWrites> &Found = ByTasks[&Starter];
  if (Found)
    return *Found;
  Found = std::make_unique<TaskWrites>();
  Tasks &All = Started.tasks();
  for (const TaskStart &T : All.of(Starter))
    if (T.Body)
      for (const Access &A : Summaries.of(*T.Body))
        if (const Path *Place = A.writes() ? All.outside(*A.Place, T) : nullptr)
          (*Found)[&Place->base()].push_back({&T, Place, &A});
  return *Found;
}

/// What other tasks of a function that starts \p Waiting do to what it was given
/// or captured.
void Others::writesOfSiblings(const Path &Place, const FunctionDecl &Waiting,
                              std::vector<RemoteAccess> &Into) {
  Tasks &All = Started.tasks();
  // Started in several places, it is one remote access all the same.
  llvm::SmallPtrSet<const Access *, 8> Seen;
  for (const Starter &Ours : Started.of(Waiting)) {
    const Path *Outside = All.outside(Place, *Ours.Start);
    if (!Outside)
      continue;
    const TaskWrites &Theirs = writesOfTasks(Ours.In->function());
    auto It = Theirs.find(&Outside->base());
    if (It == Theirs.end())
      continue;
    for (const TaskWrite &W : It->second)
      if (!Seen.contains(W.What) && W.Place->contains(*Outside) &&
          All.areConcurrent(*Ours.In, *Ours.Start, *W.Task) &&
          !(W.Task == Ours.Start &&
            All.isOwnEachRound(*Ours.In, *Outside, *W.Task))) {
        Seen.insert(W.What);
        Into.push_back({*W.What, &describe(*W.Task->Body), Witness::Strong});
      }
  }
}

const std::vector<RemoteAccess> &Others::writes(const Path &Place,
                                                const FunctionDecl &Waiting) {
  std::pair Key(&Place, Waiting.getDefinition());
  if (auto It = Known.find(Key); It != Known.end())
    return *It->second;
  auto Found = std::make_unique<std::vector<RemoteAccess>>(
      findWrites(Place, Waiting));
  return *(Known[Key] = std::move(Found));
}

std::vector<RemoteAccess> Others::findWrites(const Path &Place,
                                             const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  if (isConfined(Place))
    return Found;
  if (Place.base().step() == Path::Step::Global) {
    writesOfGlobal(Place, Waiting, Found);
  } else if (std::optional<Membership> Member = membership(Place)) {
    Found = Classes.get(*Member->Class).writes(*Member->Place, Waiting);
    if (!Place.base().thisClass())
      writesByFreeFunctions(*Member, Waiting, Found);
  }
  writesOfSiblings(Place, Waiting, Found);
  if (isSingleActivation(Waiting))
    llvm::erase_if(Found, [&](const RemoteAccess &R) {
      return R.By->Function == Waiting.getDefinition();
    });
  llvm::stable_sort(Found);
  return Found;
}

std::vector<Access> Others::changesOf(const Path &Place,
                                      const MemberFunction &By) {
  std::vector<Access> Found;
  std::optional<Membership> Member = membership(Place);
  bool AnyObject = !Place.base().thisClass() ||
                   By.What == MemberFunction::Kind::Friend;
  for (const Access &A : Summaries.of(*By.Function)) {
    const Path *Same =
        Member ? asMember(*A.Place, *Member->Class,
                          Summaries.store().unit().Paths, AnyObject)
               : A.Place;
    if (A.writes() && Same &&
        Same->overlaps(Member ? *Member->Place : Place))
      Found.push_back(A);
  }
  return Found;
}

} // namespace async
