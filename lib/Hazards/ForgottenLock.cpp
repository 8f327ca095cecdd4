#include "Hazards/ForgottenLock.h"

#include "Dataflow/HeldLocks.h"
#include "Dataflow/Restarts.h"
#include "Sharing/Annotations.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
namespace {

class Finder {
public:
  Finder(const FunctionFacts &Facts, const CXXMethodDecl &Method,
         ClassViews &Classes, StaleStateContext &Context)
      : Facts(Facts), Method(Method),
        Class(Classes.get(*Method.getParent())), Context(Context) {}

  std::vector<ForgottenLock> run();

private:
  struct Place {
    const CFGBlock *Block;
    Access What;
  };
  bool isTold() const;
  const SuspendFact *between(const Place &Look, const Place &Change) const;
  bool findOthers(const Path &Member, ForgottenLock &H);
  bool spansSuspension(const FunctionFacts &Theirs, const AcquireFact &Taken);

  const FunctionFacts &Facts;
  const CXXMethodDecl &Method;
  ClassView &Class;
  StaleStateContext &Context;
};

/// The member of `*this` that \p Place is or is in; null for anything else.
const Path *memberOf(const Path &Place) {
  const Path *P = &Place;
  while (P->depth() > 1)
    P = P->parent();
  return P->step() == Path::Step::Field &&
                 P->parent()->step() == Path::Step::This
             ? P
             : nullptr;
}

bool holdsAsync(llvm::ArrayRef<HeldLock> Held) {
  return any_of(Held, [](const HeldLock &L) {
    return L.Acquired->World == LockWorld::Async;
  });
}

/// By name: it is called when nobody else is there, or with the lock held.
bool isExcusedByName(const FunctionDecl &Function) {
  if (isOnceByName(Function) || !Function.getDeclName().isIdentifier())
    return true;
  for (StringRef Part : {"lock", "unsafe", "stop", "close", "shut", "drain",
                         "destroy", "finish", "recover", "load", "restore"})
    if (Function.getName().contains_insensitive(Part))
      return true;
  return false;
}

/// By the names of its parameters' types: its caller hands it what it has locked.
bool isGivenLock(const FunctionDecl &Function) {
  return llvm::any_of(Function.parameters(), [](const ParmVarDecl *Parameter) {
    const CXXRecordDecl *Class =
        Parameter->getType().getNonReferenceType()->getAsCXXRecordDecl();
    if (!Class || !Class->getDeclName().isIdentifier())
      return false;
    for (StringRef Part : {"lock", "guard", "hold", "unit", "permit"})
      if (Class->getName().contains_insensitive(Part))
        return true;
    return false;
  });
}

/// True if another function of the class calls the coroutine: it may hold the lock.
bool Finder::isTold() const {
  for (const MemberFunction &M : Class.functions()) {
    const FunctionFacts *Theirs = Context.Summaries.store().get(*M.Function);
    if (!Theirs || M.Function == Facts.function().getDefinition())
      continue;
    for (const CFGBlock *Block : Theirs->graph())
      for (const Fact *F : Theirs->in(*Block))
        if (const auto *Call = dyn_cast<CallFact>(F);
            Call && Call->Callee &&
            Call->Callee->getDefinition() == Facts.function().getDefinition())
          return true;
  }
  return false;
}

const SuspendFact *Finder::between(const Place &Look,
                                   const Place &Change) const {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Suspend = dyn_cast<SuspendFact>(F);
          Suspend && !Suspend->WaitsForLock &&
          Facts.follows(*Look.What.At, *F) &&
          reaches(Facts, *F, *Change.What.At, Look.What.At))
        return Suspend;
  return nullptr;
}

/// True if the lock is kept over a suspension.
bool Finder::spansSuspension(const FunctionFacts &Theirs,
                             const AcquireFact &Taken) {
  const HeldLocks &Held = Context.LocksOf(Theirs.function());
  for (const CFGBlock *Block : Theirs.graph())
    for (const Fact *F : Theirs.in(*Block))
      if (isa<SuspendFact>(F) && any_of(Held.before(*F), [&](const HeldLock &L) {
            return L.Acquired == &Taken;
          }))
        return true;
  return false;
}

/// Who else changes the member, and under which lock; false if there is none that
/// all of them hold.
bool Finder::findOthers(const Path &Member, ForgottenLock &H) {
  llvm::SmallPtrSet<const FunctionDecl *, 4> Holders;
  bool Spans = false;
  for (const MemberFunction &M : Class.functions()) {
    const FunctionFacts *Theirs = Context.Summaries.store().get(*M.Function);
    if (!Theirs || M.IsSpecial ||
        M.Function == Facts.function().getDefinition())
      continue;
    for (const CFGBlock *Block : Theirs->graph())
      for (const Fact *F : Theirs->in(*Block)) {
        llvm::SmallVector<Access, 4> Found;
        Context.Summaries.of(*F, Found);
        for (const Access &A : Found) {
          if (!A.writes() || !Member.contains(*A.Place))
            continue;
          const HeldLock *Under = nullptr;
          for (const HeldLock &L : Context.LocksOf(*M.Function).before(*F))
            if (L.Acquired->World == LockWorld::Async && !L.Acquired->Shared &&
                L.Acquired->Locks.size() == 1 &&
                (!H.Lock || L.Acquired->Locks.front() == H.Lock))
              Under = &L;
          if (!Under && M.What == MemberFunction::Kind::Method &&
              isExcusedByName(*M.Function))
            continue;
          if (!Under || !memberOf(*Under->Acquired->Locks.front()))
            return false;
          H.Lock = Under->Acquired->Locks.front();
          Holders.insert(M.Function);
          if (!Spans && spansSuspension(*Theirs, *Under->Acquired)) {
            Spans = true;
            H.By = M.Function;
            H.Meanwhile = A.Where;
          }
        }
      }
  }
  return Spans && Holders.size() >= 2;
}

std::vector<ForgottenLock> Finder::run() {
  std::vector<ForgottenLock> Hazards;
  const MemberFunction *Self = Class.find(Facts.function());
  if (!Self || Self->IsSpecial || Self->RunsOnce || isExcusedByName(Method) ||
      isGivenLock(Method) || isSingleActivation(Method))
    return Hazards;
  const HeldLocks &Held = Context.LocksOf(Facts.function());
  std::vector<Place> Looks, Changes;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      // Who takes any lock has thought of it.
      if (const auto *Acquired = dyn_cast<AcquireFact>(F);
          Acquired && Acquired->World == LockWorld::Async)
        return Hazards;
      llvm::SmallVector<Access, 4> Found;
      Context.Summaries.of(*F, Found);
      for (const Access &A : Found)
        if (memberOf(*A.Place) && !holdsAsync(Held.before(*F)))
          (A.writes() ? Changes : Looks).push_back({Block, A});
    }
  for (const Place &Change : Changes) {
    const Path &Member = *memberOf(*Change.What.Place);
    if (isConfined(Member) || isIdempotent(Member) ||
        llvm::any_of(Hazards, [&](const ForgottenLock &Known) {
          return Known.Subjects.front() == &Member;
        }))
      continue;
    for (const Place &Look : Looks) {
      const SuspendFact *Suspend = Look.What.Place->overlaps(*Change.What.Place)
                                       ? between(Look, Change)
                                       : nullptr;
      if (!Suspend)
        continue;
      ForgottenLock H;
      H.Kind = HazardKind::StaleState;
      H.Level = Confidence::Likely;
      H.Primary = Change.What.At->range();
      H.Subjects.push_back(&Member);
      H.Steps.push_back({StepKind::Suspension, Suspend->range()});
      H.Seen = Look.What.At->range();
      if (findOthers(Member, H) && !isTold())
        Hazards.push_back(std::move(H));
      break;
    }
  }
  llvm::sort(Hazards, [](const ForgottenLock &A, const ForgottenLock &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return Hazards;
}

} // namespace

std::vector<ForgottenLock> findForgottenLocks(const FunctionFacts &Facts,
                                              ClassViews &Classes,
                                              StaleStateContext &Context) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Facts.function());
  if (!Method || Method->getParent()->isLambda() || Facts.suspensions() == 0)
    return {};
  return Finder(Facts, *Method, Classes, Context).run();
}

} // namespace async
