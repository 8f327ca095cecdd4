#include "Hazards/LockOrder.h"

#include "Sharing/Permits.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace async {

/// True if \p A and \p B name one lock: the same place, or, where they are seen
/// from different classes or parameters, the same member.
static bool isSameLock(const Path &A, const Path &B) {
  if (&A == &B)
    return true;
  bool Comparable = A.base().step() == B.base().step() &&
                    A.base().step() == Path::Step::This &&
                    A.base().thisClass() == B.base().thisClass();
  return !Comparable && declarationOf(A) &&
         declarationOf(A) == declarationOf(B);
}

/// The same for what isSameLock() says is the same.
static const void *keyOf(const Path &Lock) {
  const void *Declaration = declarationOf(Lock);
  return Declaration ? Declaration : &Lock;
}

void LockOrders::add(LockPair Pair) {
  std::vector<LockPair> &Known = Seen[keyOf(*Pair.First)];
  if (llvm::none_of(Known, [&](const LockPair &Other) {
        return Other.By == Pair.By && Other.First == Pair.First &&
               Other.Second == Pair.Second && Other.Shared == Pair.Shared &&
               Other.Under == Pair.Under;
      }))
    Known.push_back(std::move(Pair));
}

const LockPair *LockOrders::opposite(const LockPair &Pair) const {
  auto Known = Seen.find(keyOf(*Pair.Second));
  if (Known == Seen.end())
    return nullptr;
  for (const LockPair &Other : Known->second) {
    if (Other.By == Pair.By || (Other.Shared && Pair.Shared) ||
        !isSameLock(*Other.First, *Pair.Second) ||
        !isSameLock(*Other.Second, *Pair.First))
      continue;
    bool Ordered = llvm::any_of(Pair.Under, [&](const Path *Outer) {
      return llvm::any_of(Other.Under, [&](const Path *Their) {
        return isSameLock(*Outer, *Their);
      });
    });
    if (!Ordered)
      return &Other;
  }
  return nullptr;
}

/// True if the function unlocks what it locked by hand: the units of a semaphore
/// that others give are signals.
static bool givesBack(const FunctionFacts &Facts, const HeldLocks &Locks,
                      const AcquireFact &Taken) {
  if (!Locks.releases(Taken).empty())
    return true;
  if (permitsOf(*Taken.Locks.front()).IsSemaphore)
    return false;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Release = dyn_cast<ReleaseFact>(F))
        if (&Release->Owner == &Taken.Owner)
          return true;
  return false;
}

llvm::SmallVector<const AcquireFact *, 2>
asyncLocksAt(const Fact &At, const FunctionFacts &Facts,
             const HeldLocks &Locks) {
  llvm::SmallVector<const AcquireFact *, 2> Held;
  for (const HeldLock &Lock : Locks.before(At)) {
    const AcquireFact *A = Lock.Acquired;
    bool ByHand = llvm::is_contained(A->Locks, Lock.Owner);
    if (A->World == LockWorld::Async && !A->Locks.empty() &&
        (!ByHand || givesBack(Facts, Locks, *A)))
      Held.push_back(A);
  }
  return Held;
}

/// False if the same words may mean another lock: an element, or something
/// behind a pointer that the function sets.
static bool isOneLock(const Path &Lock, const FunctionFacts &Facts) {
  if (!declarationOf(Lock) || Lock.base().step() == Path::Step::Temporary)
    return false;
  bool Behind = false;
  for (const Path *P = &Lock; P; P = P->parent()) {
    if (P->step() == Path::Step::Element)
      return false;
    Behind |= P->step() == Path::Step::Pointee && !P->isReferent();
  }
  if (!Behind)
    return true;
  unsigned Writes = 0;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Write = dyn_cast<WriteFact>(F))
        Writes += &Write->Place != &Lock && Write->Place.contains(Lock);
  // A local is written once when it is made.
  return Writes <= (Lock.base().step() == Path::Step::Variable ? 1u : 0u);
}

static bool hasWriter(const Path &Lock, LockOrderContext &Context) {
  const CXXRecordDecl *Class = Lock.base().step() == Path::Step::This
                                   ? Lock.base().thisClass()
                                   : nullptr;
  if (!Class)
    return false;
  for (const MemberFunction &M : Context.Classes.get(*Class).functions())
    for (const LockNeed &Need : Context.Needs.of(*M.Function))
      if (Need.Lock == &Lock && !Need.Shared)
        return true;
  return false;
}

static void fill(LockOrderHazard &H, const AcquireFact &Held,
                 const Path &Lock, const LockNeed &Need) {
  H.Kind = HazardKind::LockOrder;
  H.Primary = Need.At->range();
  H.Subjects.push_back(Need.Lock);
  H.HeldAt = Held.range();
  H.Held = &Lock;
  H.Needed = Need.Lock;
  H.NeededAt = Need.Where;
  H.Through = Need.Through;
}

static LockOrderHazard lockedAgain(const FunctionFacts &Facts,
                                   const AcquireFact &Held,
                                   const LockNeed &Need,
                                   LockOrderContext &Context) {
  LockOrderHazard H;
  fill(H, Held, *Need.Lock, Need);
  Permits Units = permitsOf(*Need.Lock);
  H.Level = Need.Through.empty() ? Confidence::Definite : Confidence::Likely;
  H.What = LockOrderHazard::Form::Again;
  if (Held.Shared && Need.Shared) {
    H.What = LockOrderHazard::Form::ReadAgain;
    H.Level = hasWriter(*Need.Lock, Context) ? Confidence::Likely
                                             : Confidence::Possible;
  } else if (Units.IsSemaphore && Units.Count != 1) {
    H.What = LockOrderHazard::Form::OneMoreUnit;
    H.Level = Units.areFew() ? Confidence::Likely : Confidence::Possible;
  }
  if (Need.Conditional || !isOneLock(*Need.Lock, Facts) ||
      Held.Result == AcquireFact::Outcome::Maybe)
    H.Level = Confidence::Possible;
  return H;
}

/// The object of the class that \p Lock is a direct member of: `this`, or what a
/// parameter refers to; null for others.
static const Path *ownerOf(const Path &Lock, const FunctionDecl &Function) {
  const Path *Object = Lock.step() == Path::Step::Field ? Lock.parent() : nullptr;
  if (!Object || Object->step() == Path::Step::This)
    return Object;
  const Path *Handle =
      Object->step() == Path::Step::Pointee ? Object->parent() : nullptr;
  const auto *Parameter =
      Handle && Handle->step() == Path::Step::Variable
          ? dyn_cast<ParmVarDecl>(Handle->decl())
          : nullptr;
  return Parameter && Parameter->getDeclContext() == &Function &&
                 (Parameter->getType()->isReferenceType() ||
                  Parameter->getType()->isPointerType())
             ? Object
             : nullptr;
}

/// True if what the coroutine does to two objects is the same on both sides, so
/// that either may come first: it changes the same member of each. Who goes from
/// a parent to its child does not.
static bool changesBoth(const FunctionFacts &Facts, const Path &A,
                        const Path &B, Accesses &Summaries) {
  llvm::DenseSet<const ValueDecl *> OfA, OfB;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      llvm::SmallVector<Access, 4> Found;
      Summaries.of(*F, Found);
      for (const Access &X : Found)
        for (const Path *P = X.writes() ? X.Place : nullptr; P; P = P->parent())
          if (P->step() == Path::Step::Field && P->parent() == &A)
            OfA.insert(P->decl());
          else if (P->step() == Path::Step::Field && P->parent() == &B)
            OfB.insert(P->decl());
    }
  return llvm::any_of(OfA, [&](const ValueDecl *D) { return OfB.contains(D); });
}

/// True if the coroutine orders the two itself: it compares their addresses by
/// std::less, or it starts itself with the two exchanged.
static bool ordersThem(const FunctionFacts &Facts) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      const auto *Method =
          Call ? dyn_cast_or_null<CXXMethodDecl>(Call->Callee) : nullptr;
      StringRef Class = Method && Method->getParent()->getDeclName().isIdentifier()
                            ? Method->getParent()->getName()
                            : "";
      if (Class == "less" || Class == "greater" ||
          Class.starts_with("compare_three_way") ||
          (Call && Call->Callee &&
           Call->Callee->getCanonicalDecl() ==
               Facts.function().getCanonicalDecl()))
        return true;
    }
  return false;
}

/// One lock of two objects.
static bool isOneMember(const Path &First, const Path &Second) {
  return &First != &Second && declarationOf(First) &&
         declarationOf(First) == declarationOf(Second);
}

/// True if the order in which the locks of two objects are taken is not that in
/// which they are given: the coroutine takes them in both orders, between which it
/// chooses, or has sorted them before.
static bool choosesOrder(const FunctionFacts &Facts, const Path &First,
                         const Path &Second, const HeldLocks &Locks) {
  if (!ownerOf(First, Facts.function()) || !ownerOf(Second, Facts.function()) ||
      ordersThem(Facts))
    return true;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *At = dyn_cast<SuspendFact>(F); At && At->Lock == &First)
        for (const AcquireFact *Held : asyncLocksAt(*At, Facts, Locks))
          if (is_contained(Held->Locks, &Second))
            return true;
  return false;
}

/// `a.swap_with(b)` takes a's lock and then b's; `b.swap_with(a)` the other way
/// round.
static std::optional<LockOrderHazard>
swappedOrder(const FunctionFacts &Facts, const LockPair &Pair,
             LockOrderContext &Context) {
  if (Pair.Shared || !Pair.Sure || !Pair.Under.empty())
    return std::nullopt;
  const Path *First = ownerOf(*Pair.First, Facts.function());
  const Path *Second = ownerOf(*Pair.Second, Facts.function());
  LockOrderHazard H;
  H.Kind = HazardKind::LockOrder;
  H.What = LockOrderHazard::Form::Swapped;
  H.Level = changesBoth(Facts, *First, *Second, Context.Summaries)
                ? Confidence::Likely
                : Confidence::Possible;
  H.Primary = Pair.SecondAt;
  H.Subjects.push_back(Pair.Second);
  H.HeldAt = Pair.FirstAt;
  H.Held = Pair.First;
  H.Needed = Pair.Second;
  H.NeededAt = Pair.SecondAt;
  H.Other = &Facts.function();
  return H;
}

std::vector<LockOrderHazard> findLockOrder(const FunctionFacts &Facts,
                                           LockOrderContext &Context) {
  std::vector<LockOrderHazard> Hazards;
  const HeldLocks *Locks = Context.LocksOf(Facts.function());
  if (!Locks)
    return Hazards;
  llvm::DenseMap<const SuspendFact *, llvm::SmallVector<const LockNeed *, 2>> Needs;
  for (const LockNeed &Need : Context.Needs.of(Facts.function()))
    Needs[Need.At].push_back(&Need);
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *At = dyn_cast<SuspendFact>(F);
      if (!At)
        continue;
      llvm::SmallVector<const AcquireFact *, 2> Held = asyncLocksAt(*At, Facts, *Locks);
      bool Told = false;
      for (const AcquireFact *Lock : Held) {
        for (const LockNeed *Asked : Needs.lookup(At)) {
          const LockNeed &Need = *Asked;
          if (Need.Lock->base().step() == Path::Step::Temporary)
            continue;
          if (llvm::is_contained(Lock->Locks, Need.Lock)) {
            LockOrderHazard H = lockedAgain(Facts, *Lock, Need, Context);
            // One at a time asks for units.
            bool Alone = llvm::any_of(Held, [&](const AcquireFact *Outer) {
              return Outer != Lock && !Outer->Shared &&
                     !permitsOf(*Outer->Locks.front()).IsSemaphore;
            });
            if (H.What != LockOrderHazard::Form::OneMoreUnit || !Alone)
              Hazards.push_back(std::move(H));
            Told = true;
            continue;
          }
          LockPair Pair{&Facts.function(), Lock->Locks.front(), Need.Lock,
                        Lock->Shared && Need.Shared, Lock->range(), Need.Where,
                        {}, true};
          Pair.Sure = !Need.Conditional && isOneLock(*Pair.First, Facts) &&
                      isOneLock(*Pair.Second, Facts) &&
                      permitsOf(*Pair.First).areFew() &&
                      permitsOf(*Pair.Second).areFew();
          for (const AcquireFact *Outer : Held)
            if (Outer != Lock && !Outer->Shared)
              Pair.Under.push_back(Outer->Locks.front());
          if (isOneMember(*Pair.First, *Pair.Second)) {
            if (choosesOrder(Facts, *Pair.First, *Pair.Second, *Locks))
              continue;
            if (Need.Through.empty())
              if (std::optional<LockOrderHazard> H =
                      swappedOrder(Facts, Pair, Context)) {
                Hazards.push_back(std::move(*H));
                Told = true;
              }
          }
          if (const LockPair *Other = Context.Orders.opposite(Pair)) {
            LockOrderHazard H;
            fill(H, *Lock, *Pair.First, Need);
            H.What = LockOrderHazard::Form::Opposite;
            H.Level = Pair.Sure && Other->Sure ? Confidence::Likely
                                               : Confidence::Possible;
            H.Other = Other->By;
            H.OtherHeldAt = Other->FirstAt;
            H.OtherNeededAt = Other->SecondAt;
            Hazards.push_back(std::move(H));
            Told = true;
          }
          Context.Orders.add(std::move(Pair));
        }
        if (!Told)
          if (std::optional<LockOrderHazard> H =
                  findHeldForOther(Facts, *At, *Lock, Context))
            Hazards.push_back(std::move(*H));
      }
    }
  llvm::stable_sort(Hazards, [](const LockOrderHazard &A,
                                const LockOrderHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  // One report a place: the same wait seen twice says nothing new.
  Hazards.erase(std::unique(Hazards.begin(), Hazards.end(),
                            [](const LockOrderHazard &A,
                               const LockOrderHazard &B) {
                              return A.Primary == B.Primary &&
                                     A.Held == B.Held && A.Needed == B.Needed;
                            }),
                Hazards.end());
  return Hazards;
}

} // namespace async
