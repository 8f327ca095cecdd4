#include "Hazards/BlockingCall.h"

#include "Dataflow/ThreadWaits.h"
#include "Facts/ExecutorFacts.h"
#include "Facts/Guards.h"
#include "Facts/Reachability.h"
#include "Models/NameIndex.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

BlockingCalls::BlockingCalls(FactStore &Store, ClassViews &Classes,
                             llvm::ArrayRef<std::string> Allowed)
    : Store(Store), Classes(Classes), Allowed(Allowed.begin(), Allowed.end()) {
  auto Add = [&](StringRef Name) {
    if (size_t End = Name.find("::"); End != StringRef::npos)
      LibraryNamespaces.insert(Name.take_front(End));
  };
  for (const TypeModel &Type : Store.unit().Library->types())
    Add(Type.Name);
  for (const FunctionModel &Function : Store.unit().Library->functions())
    Add(Function.Name);
}

/// How sure it is that the wait is long enough to matter.
static Confidence levelOf(const BlockFact &Wait) {
  switch (Wait.Reason) {
  case BlockReason::Moment:
    return Confidence::Possible;
  case BlockReason::File:
    // One look at a file is over soon; who loops reads all of it.
    return Wait.InLoop ? Confidence::Likely : Confidence::Possible;
  default:
    return Confidence::Likely;
  }
}

static StringRef outermostNamespace(const Decl &D) {
  const NamespaceDecl *Outermost = nullptr;
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(C); N && !N->isAnonymousNamespace())
      Outermost = N;
  return Outermost ? Outermost->getName() : StringRef();
}

bool BlockingCalls::isFollowed(const FunctionDecl &Helper,
                               const FunctionDecl &Caller) const {
  const FunctionDecl *Definition = Helper.getDefinition();
  if (!Definition || Definition->isImplicit() || Definition->isDefaulted() ||
      getCoroutineBody(*Definition))
    return false;
  const Unit &U = Store.unit();
  const SourceManager &SM = U.AST.getSourceManager();
  if (SM.isInSystemHeader(Definition->getLocation()))
    return false;
  // Of a library that has been described, nothing but the description counts.
  StringRef Namespace = outermostNamespace(*Definition);
  if (LibraryNamespaces.contains(Namespace) &&
      Namespace != outermostNamespace(Caller) &&
      !SM.isInMainFile(SM.getExpansionLoc(Definition->getLocation())))
    return false;
  bool IsDescribed = U.Library->findCall(*Definition).Role != CallRole::None;
  if (IsDescribed &&
      !Definition->getDeclContext()->getRedeclContext()->isTranslationUnit())
    return false;
  // What is called may be another one.
  const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
  return !Method || !Method->isVirtual() || isa<CXXDestructorDecl>(Method) ||
         Method->hasAttr<FinalAttr>() || Method->getParent()->isEffectivelyFinal();
}

/// True if \p Part stands in \p Name where a word begins: main_loop is not in_loop.
static bool hasWord(StringRef Name, StringRef Part) {
  for (size_t At = Name.find(Part); At != StringRef::npos;
       At = Name.find(Part, At + 1))
    if (At == 0 || Name[At - 1] == '_' || isUppercase(Part.front()))
      return true;
  return false;
}

/// Who asks on which thread it runs behaves differently on an event loop.
bool BlockingCalls::asksForItsThread(const FunctionFacts &Facts) const {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call || !Call->Callee || !Call->Callee->getDeclName().isIdentifier())
        continue;
      StringRef Name = Call->Callee->getName();
      for (StringRef Part :
           {"running_in", "runningIn", "in_loop", "inLoop", "InLoop",
            "EventBaseThread", "is_current", "isCurrent", "on_loop", "onLoop",
            "current_thread", "currentThread", "in_thread", "inThread",
            "get_id"})
        if (hasWord(Name, Part))
          return true;
    }
  return false;
}

/// `if (closed_) while (!published_) pause();`: a helper that is lock-free but for
/// one moment of its life.
static bool isRareSpin(const BlockFact &Wait, const FunctionFacts &Facts) {
  if (Wait.Callee || Wait.Reason != BlockReason::Wait)
    return false;
  const CFGBlock &At = Wait.block();
  return llvm::any_of(Facts.guards().of(At), [&](const Guards::Decider &D) {
    // What is asked in the loop itself is when it ends.
    return !Facts.reachability().leads(At, *D.Branch);
  });
}

const BlockingCalls::Blocked *
BlockingCalls::inHelper(const FunctionDecl &Helper, const FunctionDecl &Caller) {
  if (!isFollowed(Helper, Caller))
    return nullptr;
  const FunctionDecl *Definition = Helper.getDefinition();
  auto [It, New] = Helpers.try_emplace(Definition);
  if (New) {
    if (Depth == MaxDepth) {
      // Too deep from here; asked from elsewhere it is looked at.
      Helpers.erase(Definition);
      return nullptr;
    }
    const FunctionFacts *Facts = Store.get(*Definition);
    if (Facts && !asksForItsThread(*Facts)) {
      ++Depth;
      std::optional<Blocked> Worst;
      for (Blocked &B : inFunction(*Facts))
        // A moment in a helper is nobody's business.
        if (B.Level > Confidence::Possible && !(B.Chain.empty() && isRareSpin(*B.Wait, *Facts)) &&
            (!Worst || B.Level > Worst->Level))
          Worst = std::move(B);
      --Depth;
      Helpers[Definition] = std::move(Worst);
    }
  }
  const std::optional<Blocked> &Known = Helpers.find(Definition)->second;
  return Known ? &*Known : nullptr;
}

const BlockingCalls::Blocked *
BlockingCalls::inDestructor(const CXXRecordDecl *Class,
                            const FunctionDecl &Caller, unsigned Inner,
                            const FunctionDecl *&Of) {
  Class = Class ? Class->getDefinition() : nullptr;
  if (!Class || Inner == 3 || Class->hasTrivialDestructor() ||
      Store.unit().AST.getSourceManager().isInSystemHeader(
          Class->getLocation()))
    return nullptr;
  if (const CXXDestructorDecl *Destructor = Class->getDestructor()) {
    Of = Destructor;
    if (const Blocked *B = inHelper(*Destructor, Caller))
      return B;
  }
  for (const FieldDecl *Field : Class->fields())
    if (const Blocked *B = inDestructor(Field->getType()->getAsCXXRecordDecl(),
                                        Caller, Inner + 1, Of))
      return B;
  return nullptr;
}

std::vector<BlockingCalls::Blocked>
BlockingCalls::inFunction(const FunctionFacts &Facts) {
  std::vector<Blocked> Found;
  const FunctionDecl &Self = Facts.function();
  auto IsAllowed = [&](const FunctionDecl *Function) {
    return Function && llvm::any_of(Allowed, [&](StringRef Name) {
             return isNamed(*Function, Name);
           });
  };
  ThreadWaits Waits(Facts);
  for (const BlockFact *Wait : Waits.blocks())
    if (!IsAllowed(Wait->Callee))
      Found.push_back({Wait, levelOf(*Wait), {}});
  auto Enter = [&](const Blocked *Inner, SourceRange Where,
                   const FunctionDecl &Into, const Path *Ends) {
    if (!Inner || IsAllowed(&Into))
      return;
    Blocked B{Inner->Wait, Inner->Level, {{Where, &Into, Ends}}};
    B.Chain.append(Inner->Chain.begin(), Inner->Chain.end());
    Found.push_back(std::move(B));
  };
  for (const CallFact *Call : Waits.calls())
    Enter(inHelper(*Call->Callee, Self), Call->range(), *Call->Callee,
          nullptr);
  for (const EndFact *End : Waits.ends()) {
    const auto *Variable = dyn_cast_or_null<VarDecl>(End->Place.decl());
    if (!Variable || Variable->getType()->isReferenceType())
      continue;
    const FunctionDecl *Of = nullptr;
    if (const Blocked *B =
            inDestructor(Variable->getType()->getAsCXXRecordDecl(), Self, 0, Of))
      Enter(B, End->range(), *Of, &End->Place);
  }
  return Found;
}

/// A coroutine of the class that notifies what is waited for: it may have to
/// run on the very thread that waits.
void BlockingCalls::findWaker(BlockHazard &H, const FunctionDecl &Coroutine) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine);
  const Path *On = H.Wait->Object;
  if (!Method || !On || On->base().step() != Path::Step::This ||
      !H.Chain.empty() || H.Wait->Reason != BlockReason::Wait)
    return;
  for (const MemberFunction &M :
       Classes.get(*On->base().thisClass()).functions()) {
    const FunctionFacts *Facts =
        M.IsCoroutine && M.Function != Coroutine.getDefinition()
            ? Store.get(*M.Function)
            : nullptr;
    if (!Facts)
      continue;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee || Call->Object != On ||
            Store.unit().Library->findCall(*Call->Callee).Role !=
                CallRole::Notify)
          continue;
        H.Waker = M.Function;
        H.Wakes = Call->range();
        return;
      }
  }
}

/// What belongs to one report: the file that is worked on.
static const void *groupOf(const BlockFact &Wait) {
  bool IsFile = Wait.Reason == BlockReason::File ||
                Wait.Reason == BlockReason::Moment ||
                Wait.Reason == BlockReason::Disk;
  if (!IsFile)
    return &Wait;
  return Wait.Object ? static_cast<const void *>(&Wait.Object->base())
                     : Wait.Callee;
}

std::vector<BlockHazard> BlockingCalls::find(const FunctionFacts &Facts) {
  const FunctionDecl &Coroutine = Facts.function();
  bool Yields = false, Awaits = false;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Point = dyn_cast<SuspendFact>(F))
        (isa<CoyieldExpr>(Point->E) ? Yields : Awaits) = true;
  if ((Yields && !Awaits) || startsElsewhere(Coroutine, *Store.unit().Library))
    return {};

  // [&]() -> task<> { loop.run(); co_return; }, to be joined with what the loop
  // runs, is no coroutine of the loop: it is the loop.
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine);
  bool MayBeLoop =
      !Yields && !Awaits && Method && Method->getParent()->isLambda();
  auto RunsLoop = [&](const BlockFact &Wait) {
    const auto *Callee = dyn_cast_or_null<CXXMethodDecl>(Wait.Callee);
    const TypeModel *Type =
        Callee ? Store.unit().Library->find(*Callee->getParent()) : nullptr;
    return Type && Type->Role == TypeRole::Executor;
  };

  std::vector<BlockHazard> Hazards;
  llvm::DenseMap<const void *, size_t> Groups;
  for (Blocked &B : inFunction(Facts)) {
    if (MayBeLoop && B.Chain.empty() && RunsLoop(*B.Wait))
      continue;
    SourceRange Where =
        B.Chain.empty() ? B.Wait->range() : B.Chain.front().Where;
    if (!B.Chain.empty() &&
        ToldFor.try_emplace(B.Wait->range().getBegin(), &Coroutine)
                .first->second != &Coroutine)
      continue;
    auto [Group, First] =
        Groups.try_emplace(groupOf(*B.Wait), Hazards.size());
    if (!First) {
      BlockHazard &Known = Hazards[Group->second];
      if (B.Level <= Known.Level) {
        Known.Steps.push_back({StepKind::Again, Where});
        continue;
      }
      // The surer one is told.
      Known.Steps.push_back({StepKind::Again, Known.Primary});
      Known.Wait = B.Wait;
      Known.Level = B.Level;
      Known.Primary = Where;
      Known.Chain = std::move(B.Chain);
      continue;
    }
    BlockHazard H;
    H.Kind = HazardKind::BlockingCall;
    H.Level = B.Level;
    H.Primary = Where;
    H.Wait = B.Wait;
    H.Chain = std::move(B.Chain);
    findWaker(H, Coroutine);
    Hazards.push_back(std::move(H));
  }
  llvm::stable_sort(Hazards, [](const BlockHazard &A, const BlockHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Hazards;
}

} // namespace async
