#include "Hazards/InvalidatedReference.h"

#include "Dataflow/HeldLocks.h"
#include "Facts/HolderTypes.h"
#include "Hazards/HolderFinder.h"
#include "Sharing/Annotations.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

/// Of `self->sessions_` also what is done to `sessions_` of any object of that
/// class.
std::vector<OtherWrite> HolderFinder::writesOf(const Dependency &D) const {
  std::vector<OtherWrite> Found;
  if (isConfined(*D.Of))
    return Found;
  PathFactory &Paths = Context.Summaries.store().unit().Paths;
  bool Direct = D.Of->base().step() != Path::Step::Variable;
  if (Direct)
    for (const RemoteAccess &R : Context.Rest.writes(*D.Of, Facts.function()))
      Found.push_back({R, D.Of});
  llvm::SmallVector<const Path *, 2> Members;
  for (const Path *P = D.Of; P->parent(); P = P->parent())
    if (P->step() == Path::Step::Field &&
        P->parent()->step() == Path::Step::Pointee)
      Members.push_back(P);
  // What a parameter refers to, of no class: another call may be given it, too.
  if (!Direct && Members.empty() && !isSingleActivation(Facts.function()))
    for (const Access &A : Context.Summaries.of(Facts.function()))
      if (A.writes() && A.Place->contains(*D.Of))
        Found.push_back({{A, &Mine, Witness::Weak}, D.Of});
  for (const Path *P : Members) {
    const auto *Class = dyn_cast<CXXRecordDecl>(P->decl()->getDeclContext());
    if (!Class || Class->isLambda())
      continue;
    const Path *Place =
        Paths.rebase(D.Of, P->parent(), Paths.getThis(Class));
    // The outermost member is what free functions know the object by.
    bool Outermost = P == Members.back() && !Direct;
    for (const RemoteAccess &R :
         Outermost ? Context.Rest.writes(*D.Of, Facts.function())
                   : Context.Classes.get(*Class).writes(*Place,
                                                        Facts.function()))
      Found.push_back({R, Place});
  }
  return Found;
}

llvm::ArrayRef<OtherWrite> HolderFinder::dangersOf(const Dependency &D) {
  auto [It, New] = Dangers.try_emplace({D.Of, D.Kind, D.Type});
  if (New)
    for (OtherWrite &W : writesOf(D)) {
      Dependency Theirs = D;
      Theirs.Of = W.Place;
      W.How = dangerTo(Theirs, W.Write.What);
      if (W.How != Danger::None)
        It->second.push_back(std::move(W));
    }
  return It->second;
}

/// A container of elements, as opposed to the owner of one object.
static bool holdsMany(const TypeModel *Type) {
  return !Type || Type->Role == TypeRole::Container ||
         Type->Invalidates.contains("clear");
}

/// True if \p Caller calls \p Callee; with \p After, behind that fact.
static bool calls(const FunctionFacts *Caller, const FunctionDecl &Callee,
                  const Fact *After) {
  if (!Caller)
    return false;
  for (const CFGBlock *Block : Caller->graph())
    for (const Fact *F : Caller->in(*Block))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Call->Callee &&
          Call->Callee->getDefinition() == Callee.getDefinition() &&
          (!After ||
           After->range().getBegin() < Call->range().getBegin()))
        return true;
  return false;
}

/// What is done before there are others: in a function that a constructor calls,
/// or, to an owner, in the function that then starts this coroutine.
bool HolderFinder::setsUp(const RemoteAccess &R, const Dependency &D) {
  FactStore &Store = Context.Summaries.store();
  const FunctionDecl &Self = Facts.function();
  if (!holdsMany(D.Type) && calls(Store.get(*R.By->Function), Self, R.What.At))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(R.By->Function);
  if (!Method || R.By->IsCoroutine)
    return false;
  return llvm::any_of(Method->getParent()->ctors(),
                      [&](const CXXConstructorDecl *Constructor) {
                        return Constructor->isUserProvided() &&
                               calls(Store.get(*Constructor), *Method, nullptr);
                      });
}

Witness HolderFinder::strengthOf(const RemoteAccess &R, const StaleUse &Use,
                                 const Dependency &D) {
  const FunctionDecl *Self = Facts.function().getDefinition();
  // What the function that makes this lambda does first.
  const auto *Closure = dyn_cast<CXXMethodDecl>(&Facts.function());
  if (Closure && Closure->getParent()->isLambda() && !holdsMany(D.Type) &&
      Closure->getParent()->getDeclContext()->getNonClosureAncestor() ==
          R.By->Function &&
      R.What.Where.getBegin() < Closure->getBeginLoc())
    return Witness::None;
  // Another overload of that function is another way to begin.
  if (Closure && Closure->getParent()->isLambda() && !holdsMany(D.Type)) {
    const auto *Maker = dyn_cast_or_null<CXXMethodDecl>(
        Closure->getParent()->getDeclContext()->getNonClosureAncestor());
    if (Maker && Maker->getDeclName() == R.By->Function->getDeclName() &&
        Maker->getDeclContext() == R.By->Function->getDeclContext())
      return std::min(R.Strength, Witness::Weak);
  }
  if (setsUp(R, D))
    return std::min(R.Strength, Witness::Weak);
  if (R.By->Function == Self || !R.By->IsCoroutine)
    return R.Strength;
  // Who takes a lock for it expects to be one of several.
  for (const HeldLock &Their :
       Context.LocksOf(*R.By->Function).before(*R.What.At))
    if (Their.Acquired->World == LockWorld::Async)
      return Witness::Strong;
  // An entry of its own, that anybody can call while this one waits.
  bool OfMany = holdsMany(D.Type) || R.What.Op == Operation::Shrinks;
  if (R.By->Function->getAccess() == AS_public && OfMany)
    return Witness::Strong;
  return R.Strength;
}

/// How sure it can be at best that the holder is needed while it may be invalid.
Confidence HolderFinder::formLimit(const StaleUse &Use, const Dependency &D) {
  const BindFact &Bind = *Use.Bind;
  switch (Bind.How) {
  case BindFact::Form::Lent: {
    if (!Bind.Callee)
      return Confidence::Possible;
    const FunctionDecl *Body = Bind.Callee->getDefinition();
    // A view that is handed to an operation is what it works on.
    if (Body && getCoroutineBody(*Body))
      return Confidence::Likely;
    return D.Kind == HolderKind::View ? Confidence::Likely
                                      : Confidence::Possible;
  }
  case BindFact::Form::Awaited: {
    // An operation that a library starts may do without the object: asio's
    // are cancelled when it is destroyed.
    const FunctionDecl *Body =
        Bind.Callee ? Bind.Callee->getDefinition() : nullptr;
    const SourceManager &SM =
        Context.Summaries.store().unit().AST.getSourceManager();
    if (Bind.Callee && ((Body && !getCoroutineBody(*Body)) ||
                        SM.isInSystemHeader(Bind.Callee->getLocation())))
      return Confidence::Possible;
    // Who can own itself does so while it works.
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Bind.Callee);
    const CXXRecordDecl *Class =
        Method && Method->getParent()->hasDefinition()
            ? Method->getParent()->getDefinition()
            : nullptr;
    if (Class)
      for (const CXXBaseSpecifier &Base : Class->bases())
        if (const CXXRecordDecl *Parent = Base.getType()->getAsCXXRecordDecl();
            Parent && Parent->getDeclName().isIdentifier() &&
            Parent->getName().contains("shared_from_this"))
          return Confidence::Possible;
    return Confidence::Likely;
  }
  default:
    return Confidence::Likely;
  }
}

std::optional<InvalidatedHazard>
HolderFinder::byOthers(const StaleUse &Use, const Dependency &D) {
  std::optional<InvalidatedHazard> Best;
  for (const auto &[R, Place, How] : dangersOf(D)) {
    Dependency Theirs = D;
    Theirs.Of = Place;
    // It can't be surer than this.
    if (Best && Best->Level >= Confidence::Likely && How <= Best->How)
      continue;
    if (isProtected(Use, R, How, Theirs))
      continue;
    Witness Strength = strengthOf(R, Use, D);
    if (Strength == Witness::None)
      continue;
    Confidence Level = Strength == Witness::Strong && How != Danger::Unknown
                           ? Confidence::Likely
                           : Confidence::Possible;
    if (Best &&
        (Level < Best->Level || (Level == Best->Level && How <= Best->How)))
      continue;
    InvalidatedHazard &H = Best.emplace();
    H.Level = Level;
    H.Meanwhile = R.What.Where;
    H.By = R.By->Function;
    H.BySelf = H.By == Facts.function().getDefinition();
    H.ByOperation = operationName(R.What);
    H.How = How;
  }
  return Best;
}

/// What a coroutine that is awaited between does itself.
static void accessesOf(const FunctionDecl &Callee, Accesses &Summaries,
                       llvm::SmallVectorImpl<Access> &Into, unsigned Depth) {
  const FunctionDecl *Body = Callee.getDefinition();
  if (!Body || Depth == 4)
    return;
  llvm::ArrayRef<Access> Own = Summaries.of(*Body);
  Into.append(Own.begin(), Own.end());
  const FunctionFacts *Facts = Summaries.store().get(*Body);
  if (!Facts)
    return;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      if (Call && Call->Callee && Call->Callee->getDefinition() &&
          Call->Callee->getDefinition() != Body && Call->Object &&
          Call->Object->step() == Path::Step::This &&
          getCoroutineBody(*Call->Callee->getDefinition()))
        accessesOf(*Call->Callee, Summaries, Into, Depth + 1);
    }
}

std::optional<InvalidatedHazard>
HolderFinder::byAwaited(const StaleUse &Use, const Dependency &D) {
  if (D.Of->base().step() != Path::Step::This)
    return std::nullopt;
  std::optional<InvalidatedHazard> Best;
  for (const SuspendFact *Point : Flow->between(*Use.Bind, *Use.At)) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(
        Point->E.getOperand()->IgnoreUnlessSpelledInSource());
    const CXXMethodDecl *Callee = Call ? Call->getMethodDecl() : nullptr;
    if (!Callee || !isa<CXXThisExpr>(Call->getImplicitObjectArgument()
                                         ->IgnoreParenImpCasts()) ||
        !Callee->getDefinition() || !getCoroutineBody(*Callee->getDefinition()))
      continue;
    llvm::SmallVector<Access, 16> Found;
    accessesOf(*Callee, Context.Summaries, Found, 0);
    for (const Access &A : Found) {
      Danger How = dangerTo(D, A);
      if (How == Danger::None || How == Danger::Unknown ||
          (Best && How <= Best->How))
        continue;
      InvalidatedHazard &H = Best.emplace();
      H.Level = Confidence::Likely;
      H.Meanwhile = A.Where;
      H.By = Callee;
      H.ByAwaited = true;
      H.ByOperation = operationName(A);
      H.How = How;
    }
  }
  return Best;
}

void HolderFinder::judge(const StaleUse &Use, const Dependency &D,
                         const BindFact *GivenBy) {
  auto Key = std::make_pair(&Use.Bind->Root, D.Of);
  auto Known = Hazards.find(Key);
  if (Known != Hazards.end() && Known->second.Level >= Confidence::Likely)
    return;
  std::optional<InvalidatedHazard> H = byAwaited(Use, D);
  if (!H)
    H = byOthers(Use, D);
  if (!H)
    return;
  const BindFact &Bind = *Use.Bind;
  bool Lends = Bind.How == BindFact::Form::Lent ||
               Bind.How == BindFact::Form::Awaited;
  if (Lends && Bind.Callee && !usesAfterSuspension(*Bind.Callee, Bind.Argument))
    return;
  // Which capture it is the root tells, unless that was got from another holder.
  if (Bind.How == BindFact::Form::Captured && Bind.Callee &&
      Bind.Argument < 0 && Bind.Root.step() == Path::Step::Variable &&
      !usesAfterSuspension(*Bind.Callee, -1, &Bind.Root))
    return;
  H->Level = std::min(H->Level, formLimit(Use, D));
  if (Known != Hazards.end() && H->Level <= Known->second.Level)
    return;
  H->Kind = HazardKind::InvalidatedReference;
  H->Primary = Use.At->range();
  H->Bound = Use.Bind;
  if (GivenBy)
    H->Given = GivenBy->range();
  H->What = D;
  H->Subjects.push_back(D.Of);
  for (const SuspendFact *Point : Flow->between(Bind, *Use.At))
    H->Steps.push_back({StepKind::Suspension, Point->range()});
  Hazards[Key] = std::move(*H);
}

std::vector<InvalidatedHazard> HolderFinder::run() {
  if (Facts.suspensions() == 0)
    return {};
  Flow = &Context.HoldersOf(Facts.function());
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Use = dyn_cast<UseFact>(F);
      if (!Use)
        continue;
      for (const Reaching &R : Flow->at(*Use))
        if (R.Stale && (!R.Bind->Into.empty() ||
                        R.Bind->How == BindFact::Form::Parameter))
          Uses.push_back({Block, Use, R.Bind});
    }
  // Of several uses of a holder the first one is told; rather what this coroutine
  // does itself than the next round of a loop, and rather that than what an
  // awaited call may do.
  auto Rank = [](const StaleUse &Use) {
    switch (Use.Bind->How) {
    case BindFact::Form::Loop:
      return 1;
    case BindFact::Form::Captured:
    case BindFact::Form::Awaited:
      return 2;
    case BindFact::Form::Lent:
      return 3;
    default:
      return 0;
    }
  };
  llvm::sort(Uses, [&](const StaleUse &A, const StaleUse &B) {
    return std::make_tuple(Rank(A), A.At->range().getBegin(), A.At->id(),
                           A.Bind->id()) <
           std::make_tuple(Rank(B), B.At->range().getBegin(), B.At->id(),
                           B.Bind->id());
  });
  for (const StaleUse &Use : Uses) {
    for (const Dependency &D : Use.Bind->Into)
      judge(Use, D);
    if (Use.Bind->How == BindFact::Form::Parameter)
      for (const BindFact *Given : givenTo(Use))
        for (const Dependency &D : Given->Into)
          judge(Use, D, Given);
  }
  // What is said of a holder once is enough, whatever else it depends on.
  std::vector<InvalidatedHazard> Found;
  for (auto &[Key, H] : Hazards) {
    auto Same = llvm::find_if(Found, [&](const InvalidatedHazard &Other) {
      return &Other.Bound->Root == &H.Bound->Root ||
             Other.Primary == H.Primary;
    });
    if (Same == Found.end())
      Found.push_back(std::move(H));
    else if (H.Level > Same->Level)
      *Same = std::move(H);
  }
  llvm::sort(Found, [](const InvalidatedHazard &A, const InvalidatedHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Found;
}

std::vector<InvalidatedHazard>
findInvalidatedReferences(const FunctionFacts &Facts,
                          InvalidatedReferenceContext &Context) {
  return HolderFinder(Facts, Context).run();
}

} // namespace async
