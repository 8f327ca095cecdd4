#include "Sharing/Others.h"

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
  const Path &Base = Place.base();
  switch (Base.step()) {
  case Path::Step::This:
    return Place.step() != Path::Step::This;
  case Path::Step::Global:
    return !Base.decl()->getType().isConstQualified();
  case Path::Step::Variable: {
    const auto *Parameter = dyn_cast<ParmVarDecl>(Base.decl());
    const Path *Second = secondStep(Place);
    return Parameter && Parameter->getDeclContext() == &Waiting && Second &&
           Second->step() == Path::Step::Pointee && Second != &Place &&
           isSharedHandle(Parameter->getType());
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

llvm::ArrayRef<MemberFunction> Others::functionsOfFile() {
  if (OfFile)
    return *OfFile;
  OfFile.emplace();
  ASTContext &AST = Summaries.store().unit().AST;
  const SourceManager &SM = AST.getSourceManager();
  auto Add = [&](const FunctionDecl *Function) {
    if (!Function->doesThisDeclarationHaveABody() ||
        Function->isDependentContext() || Function->isImplicit() ||
        Function->isMain())
      return;
    MemberFunction M{Function};
    M.What = MemberFunction::Kind::Friend;
    M.IsCoroutine = getCoroutineBody(*Function) != nullptr;
    M.IsSpecial = isa<CXXConstructorDecl, CXXDestructorDecl>(Function);
    M.IsEntry = true;
    OfFile->push_back(M);
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
  return *OfFile;
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

void Others::writesByFreeFunctions(const Membership &Member,
                                   const FunctionDecl &Waiting,
                                   std::vector<RemoteAccess> &Into) {
  PathFactory &Paths = Summaries.store().unit().Paths;
  for (const MemberFunction &M : functionsOfFile()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(M.Function);
    if (M.IsSpecial || !mentions(*M.Function, *Member.Class) ||
        (Method && Method->getParent()->getCanonicalDecl() ==
                       Member.Class->getCanonicalDecl()))
      continue;
    for (const Access &A : Summaries.of(*M.Function)) {
      const Path *Place =
          A.writes() ? asMember(*A.Place, *Member.Class, Paths, true) : nullptr;
      if (!Place || !Place->contains(*Member.Place))
        continue;
      RemoteAccess R{A, &M,
                     M.IsCoroutine || M.Function == Waiting.getDefinition()
                         ? Witness::Weak
                         : Witness::Strong};
      R.What.Place = Place;
      Into.push_back(R);
    }
  }
}

void Others::writesOfGlobal(const Path &Place, const FunctionDecl &Waiting,
                            std::vector<RemoteAccess> &Into) {
  for (const MemberFunction &M : functionsOfFile())
    for (const Access &A : Summaries.of(*M.Function))
      if (A.writes() && A.Place->contains(Place))
        Into.push_back({A, &M,
                        M.IsCoroutine || M.IsSpecial ? Witness::Weak
                                                     : Witness::Strong});
}

std::vector<RemoteAccess> Others::writes(const Path &Place,
                                         const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  if (Place.base().step() == Path::Step::Global) {
    writesOfGlobal(Place, Waiting, Found);
  } else if (std::optional<Membership> Member = membership(Place)) {
    Found = Classes.get(*Member->Class).writes(*Member->Place, Waiting);
    if (!Place.base().thisClass())
      writesByFreeFunctions(*Member, Waiting, Found);
  }
  llvm::sort(Found);
  return Found;
}

const Access *Others::read(const Path &Place, const FunctionDecl &Waiting,
                           const MemberFunction *&By) {
  std::optional<Membership> Member = membership(Place);
  return Member ? Classes.get(*Member->Class).read(*Member->Place, Waiting, By)
                : nullptr;
}

} // namespace async
