#include "Hazards/LockOrder.h"

#include "Sharing/Permits.h"
#include "clang/AST/DeclCXX.h"

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
