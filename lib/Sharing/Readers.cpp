/// \file
/// Who looks at a place, decides by it, or needs two of them together.

#include "Facts/Guards.h"
#include "Sharing/Others.h"
#include "Sharing/Signals.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

const Access *Others::read(const Path &Place, const FunctionDecl &Waiting,
                           const MemberFunction *&By) {
  std::optional<Membership> Member = membership(Place);
  return Member ? Classes.get(*Member->Class).read(*Member->Place, Waiting, By)
                : nullptr;
}

RemoteDecision Others::decision(const Path &Place,
                                const FunctionDecl &Waiting) {
  RemoteDecision Found;
  std::optional<Membership> Member = membership(Place);
  if (!Member)
    return Found;
  ClassView &View = Classes.get(*Member->Class);
  const MemberFunction *Self = View.find(Waiting);
  Found.IsStarted = Self && Self->IsStarted;
  for (const MemberFunction &M : View.functions()) {
    const FunctionFacts *Facts =
        M.IsSpecial || &M == Self ? nullptr : Summaries.store().get(*M.Function);
    if (!Facts)
      continue;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block))
        if (const auto *Branch = dyn_cast<BranchFact>(F);
            Branch && Branch->State.Subject == Member->Place) {
          Found.By = M.Function;
          Found.Where = F->range();
          return Found;
        }
  }
  return Found;
}

/// True if a branch of \p Facts goes by the state of \p Place.
static bool asks(const FunctionFacts &Facts, const Path &Place) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Branch = dyn_cast<BranchFact>(F);
          Branch && Branch->State.Subject &&
          Place.contains(*Branch->State.Subject))
        return true;
  return false;
}

std::optional<RemoteAccess>
Others::followsInto(const Path &A, const Path &B, const FunctionDecl &Waiting) {
  std::optional<Membership> Member = membership(A);
  if (!Member)
    return std::nullopt;
  ClassView &View = Classes.get(*Member->Class);
  for (const MemberFunction &M : View.functions()) {
    if (M.IsSpecial || M.Function == Waiting.getDefinition())
      continue;
    const Access *OfA = nullptr, *OfB = nullptr;
    for (const Access &Seen : Summaries.of(*M.Function)) {
      bool Needs = Seen.Op == Operation::NeedsElement;
      if (Needs && B.contains(*Seen.Place))
        OfB = &Seen;
      else if (!Seen.writes() && A.contains(*Seen.Place))
        OfA = &Seen;
      // Who changes either needs no complete pair.
      if (Seen.writes() && (A.overlaps(*Seen.Place) || B.overlaps(*Seen.Place))) {
        OfA = nullptr;
        break;
      }
    }
    const FunctionFacts *Facts =
        OfA && OfB ? Summaries.store().get(*M.Function) : nullptr;
    if (Facts && asks(*Facts, A) && !asks(*Facts, B))
      return RemoteAccess{*OfB, &M, Witness::Strong};
  }
  return std::nullopt;
}

std::vector<RemoteAccess> Others::lookUps(const Path &Place,
                                          const FunctionDecl &Waiting) {
  std::vector<RemoteAccess> Found;
  std::optional<Membership> Member = membership(Place);
  if (!Member)
    return Found;
  ClassView &View = Classes.get(*Member->Class);
  for (const MemberFunction &M : View.functions()) {
    if (M.IsSpecial || M.IsCoroutine ||
        View.witness(M, Waiting) != Witness::Strong)
      continue;
    llvm::ArrayRef<Access> All = Summaries.of(*M.Function);
    // Who changes it has something else in mind.
    if (llvm::any_of(All, [&](const Access &A) {
          return A.writes() && A.Place->overlaps(*Member->Place);
        }))
      continue;
    for (const Access &A : All)
      if (A.Place == Member->Place &&
          (A.Op == Operation::Find || A.Op == Operation::Contains ||
           A.Op == Operation::NeedsElement))
        Found.push_back({A, &M, Witness::Strong});
  }
  return Found;
}

/// True if \p Point waits on \p Signal, without a condition of its own.
static bool waitsOn(const SuspendFact &Point, const Path &Signal,
                    const Models &Library) {
  return llvm::any_of(Point.From, [&](const Fact *From) {
    const auto *Call = dyn_cast<CallFact>(From);
    return Call && Call->Object == &Signal && Call->More.Callables.empty() &&
           signalRole(*Call, Library) == SignalRole::Wait;
  });
}

std::optional<RemoteAccess>
Others::waitsForEmpty(const Path &Place, const Path &Signal,
                      const FunctionDecl &Waiting) {
  std::optional<Membership> Member = membership(Place);
  if (!Member || !Place.base().thisClass())
    return std::nullopt;
  FactStore &Store = Summaries.store();
  for (const MemberFunction &M : Classes.get(*Member->Class).functions()) {
    const FunctionFacts *Facts =
        M.IsCoroutine && M.Function != Waiting.getDefinition()
            ? Store.get(*M.Function)
            : nullptr;
    if (!Facts)
      continue;
    llvm::SmallVector<const SuspendFact *, 4> Waits;
    llvm::SmallVector<const BranchFact *, 4> Asks;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        if (const auto *Point = dyn_cast<SuspendFact>(F);
            Point && waitsOn(*Point, Signal, *Store.unit().Library))
          Waits.push_back(Point);
        if (const auto *Branch = dyn_cast<BranchFact>(F);
            Branch && Branch->Known == BranchFact::Reach::Both &&
            Branch->State.K == Predicate::Kind::IsEmpty &&
            Branch->State.Subject == &Place)
          Asks.push_back(Branch);
      }
    for (const SuspendFact *Point : Waits)
      for (const BranchFact *Branch : Asks)
        if (std::optional<bool> Needed =
                Facts->guards().decides(Point->block(), Branch->block());
            Needed && *Needed == Branch->State.Negated &&
            Facts->follows(*Point, *Branch))
          return RemoteAccess{{&Place, Operation::IsEmpty, Constant(),
                               WriteFact::Form::Assign, Branch,
                               Branch->range()},
                              &M,
                              Witness::Strong};
  }
  return std::nullopt;
}

bool Others::wakesAll(const Path &Signal, const FunctionDecl &Waiting) {
  std::optional<Membership> Member = membership(Signal);
  if (!Member)
    return false;
  FactStore &Store = Summaries.store();
  for (const MemberFunction &M : Classes.get(*Member->Class).functions()) {
    const FunctionFacts *Facts = Store.get(*M.Function);
    if (!Facts)
      continue;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        if (!Call || !Call->Callee || Call->Object != Member->Place ||
            signalRole(*Call, *Store.unit().Library) != SignalRole::Notify)
          continue;
        llvm::StringRef Name = Call->Callee->getDeclName().isIdentifier()
                                   ? Call->Callee->getName()
                                   : llvm::StringRef();
        if (Name.contains_insensitive("all") || Name == "broadcast")
          return true;
      }
  }
  return false;
}

RemoteDecision Others::readsBoth(const Path &A, const Path &B,
                                 const FunctionDecl &Waiting) {
  RemoteDecision Found;
  std::optional<Membership> Member = membership(A);
  if (!Member)
    return Found;
  for (const MemberFunction &M : Classes.get(*Member->Class).functions()) {
    if (M.IsSpecial || M.Function == Waiting.getDefinition())
      continue;
    const Access *OfA = nullptr, *OfB = nullptr;
    for (const Access &Seen : Summaries.of(*M.Function)) {
      if (Seen.writes())
        continue;
      if (A.contains(*Seen.Place))
        OfA = &Seen;
      if (B.contains(*Seen.Place))
        OfB = &Seen;
    }
    if (!OfA || !OfB)
      continue;
    Found.By = M.Function;
    Found.Where = OfB->Where;
    return Found;
  }
  return Found;
}

llvm::DenseSet<const Path *> Others::readWith(const Path &B,
                                              const FunctionDecl &Waiting) {
  llvm::DenseSet<const Path *> Found;
  std::optional<Membership> Member = membership(B);
  if (!Member)
    return Found;
  for (const MemberFunction &M : Classes.get(*Member->Class).functions()) {
    if (M.IsSpecial || M.Function == Waiting.getDefinition())
      continue;
    llvm::ArrayRef<Access> All = Summaries.of(*M.Function);
    if (llvm::none_of(All, [&](const Access &Seen) {
          return !Seen.writes() && B.contains(*Seen.Place);
        }))
      continue;
    for (const Access &Seen : All)
      for (const Path *P = Seen.writes() ? nullptr : Seen.Place; P;
           P = P->parent())
        Found.insert(P);
  }
  return Found;
}

} // namespace async
