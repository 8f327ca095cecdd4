/// \file
/// A lock held while waiting for what its next holder would do.

#include "Hazards/LockOrder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {
namespace {

/// What makes a wait end, by the name of the function that waits.
enum class Ends : uint8_t { No, Notified, Filled, Emptied };

StringRef nameOf(const CallFact &Call) {
  return Call.Callee && Call.Callee->getDeclName().isIdentifier()
             ? Call.Callee->getName()
             : "";
}

bool has(StringRef Name, std::initializer_list<StringRef> Words) {
  return llvm::any_of(Words, [&](StringRef Word) {
    return Name.contains_insensitive(Word);
  });
}

Ends endOf(const CallFact &Wait) {
  StringRef Name = nameOf(Wait);
  if (Name.starts_with("wait") || Name == "when" || Name == "async_wait")
    return Ends::Notified;
  if (has(Name, {"pop", "receive", "recv", "dequeue"}))
    return Ends::Filled;
  if (Name == "close" || Name == "join" || Name == "drain" ||
      Name == "joinAsync")
    return Ends::Emptied;
  return Ends::No;
}

bool ends(const CallFact &Call, Ends What) {
  StringRef Name = nameOf(Call);
  switch (What) {
  case Ends::Notified:
    return has(Name, {"notify", "signal", "broadcast", "set", "post", "fire",
                      "trigger", "wake", "count_down", "cancel"}) &&
           !has(Name, {"reset"});
  case Ends::Filled:
    return has(Name, {"push", "send", "put", "emplace", "write", "enqueue",
                      "close"});
  case Ends::Emptied:
    return has(Name, {"hold", "enter", "add", "spawn", "start", "nest"});
  case Ends::No:
    return false;
  }
  return false;
}

/// Who takes the lock and ends the wait.
struct Site {
  const FunctionDecl *By;
  SourceRange At;
  SourceRange LockedAt;
};

class Search {
public:
  Search(const Path &Awaited, const Path &Lock, bool Shared,
         LockOrderContext &Context, const FunctionDecl &Self)
      : Awaited(Awaited), Lock(Lock), Shared(Shared), Context(Context),
        Self(Self), View(Context.Classes.get(*Awaited.base().thisClass())) {}

  std::optional<Site> find(Ends What) {
    for (const MemberFunction &M : View.functions()) {
      if (M.IsSpecial || M.Function == Self.getDefinition())
        continue;
      const FunctionFacts *Facts = Context.Summaries.store().get(*M.Function);
      if (!Facts)
        continue;
      for (const CFGBlock *Block : Facts->graph())
        for (const Fact *F : Facts->in(*Block))
          if (const auto *Call = dyn_cast<CallFact>(F))
            look(M, *Facts, *Call, What);
    }
    if (Free || Escapes)
      return std::nullopt;
    return Found;
  }

private:
  void look(const MemberFunction &M, const FunctionFacts &Facts,
            const CallFact &Call, Ends What) {
    if (llvm::is_contained(Call.Arguments, &Awaited))
      Escapes = true;
    if (Call.Object != &Awaited || !ends(Call, What))
      return;
    if (What == Ends::Emptied) {
      enters(M, Facts, Call);
      return;
    }
    SourceRange LockedAt;
    if (!isUnderLock(*M.Function, Call, LockedAt, 0))
      Free = true;
    else if (!Found)
      Found = Site{M.Function, Call.range(), LockedAt};
  }

  /// Inside the scope that is waited for, somebody asks for the lock.
  void enters(const MemberFunction &M, const FunctionFacts &,
              const CallFact &Call) {
    auto Take = [&](const LockNeed &Need, SourceRange At) {
      if (!Found && Need.Lock == &Lock && !(Shared && Need.Shared))
        Found = Site{M.Function, At, Need.Where};
    };
    for (const LockNeed &Need : Context.Needs.of(*M.Function))
      if (Need.At && Call.range().getBegin() < Need.At->range().getBegin())
        Take(Need, Call.range());
    for (const Fact *F : Call.From)
      if (const auto *Task = dyn_cast<CallFact>(F))
        for (const LockNeed &Need : Context.Needs.ofCall(*Task))
          Take(Need, Call.range());
  }

  /// The lock is held wherever \p At is reached: taken in the function itself,
  /// or by all of the class that call it, if nobody else can.
  bool isUnderLock(const FunctionDecl &In, const Fact &At, SourceRange &LockedAt,
                   unsigned Depth) {
    const HeldLocks *Locks = Context.LocksOf(In);
    const FunctionFacts *Own = Context.Summaries.store().get(In);
    if (!Locks || !Own)
      return false;
    for (const AcquireFact *Held : asyncLocksAt(At, *Own, *Locks))
      if (llvm::is_contained(Held->Locks, &Lock) && !(Shared && Held->Shared)) {
        LockedAt = Held->range();
        return true;
      }
    const auto *Method = dyn_cast<CXXMethodDecl>(&In);
    if (!Method || Method->getAccess() == AS_public || Depth == 3)
      return false;
    bool Called = false;
    for (const MemberFunction &M : View.functions()) {
      const FunctionFacts *Facts = Context.Summaries.store().get(*M.Function);
      if (!Facts)
        continue;
      for (const CFGBlock *Block : Facts->graph())
        for (const Fact *F : Facts->in(*Block)) {
          const auto *Call = dyn_cast<CallFact>(F);
          if (!Call || !Call->Callee || Call->Callee->getDefinition() != &In)
            continue;
          if (!isUnderLock(*M.Function, *Call, LockedAt, Depth + 1))
            return false;
          Called = true;
        }
    }
    return Called;
  }

  const Path &Awaited;
  const Path &Lock;
  bool Shared;
  LockOrderContext &Context;
  const FunctionDecl &Self;
  ClassView &View;
  std::optional<Site> Found;
  /// Somebody ends the wait without the lock.
  bool Free = false;
  /// Others have it: they may.
  bool Escapes = false;
};

bool isOwnMember(const Path &Place) {
  return Place.base().step() == Path::Step::This &&
         &Place != &Place.base();
}

/// A closure may do what is looked for, and is not looked at.
bool closuresName(const CXXRecordDecl &Class, const Path &Place) {
  bool Names = false;
  auto Visit = [&](const auto &Self, const Stmt *S, bool Inside) -> void {
    if (!S || Names)
      return;
    if (const auto *Member = dyn_cast<MemberExpr>(S))
      Names |= Inside && Member->getMemberDecl() == Place.decl();
    Inside |= isa<LambdaExpr>(S);
    for (const Stmt *Child : S->children())
      Self(Self, Child, Inside);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      Self(Self, Lambda->getBody(), true);
  };
  for (const CXXMethodDecl *Method : Class.methods())
    if (const FunctionDecl *Definition = Method->getDefinition())
      Visit(Visit, getUserBody(*Definition), false);
  return Names;
}

} // namespace

std::optional<LockOrderHazard>
findHeldForOther(const FunctionFacts &Facts, const SuspendFact &At,
                 const AcquireFact &Held, LockOrderContext &Context) {
  const Path &Lock = *Held.Locks.front();
  if (!isOwnMember(Lock))
    return std::nullopt;
  LockOrderHazard H;
  H.Kind = HazardKind::LockOrder;
  H.What = LockOrderHazard::Form::HeldForOther;
  H.Level = Confidence::Likely;
  H.Primary = At.range();
  H.HeldAt = Held.range();
  H.Held = &Lock;
  auto Take = [&](const Path &Awaited, const Site &S) {
    H.Subjects.push_back(&Awaited);
    H.Needed = &Awaited;
    H.Other = S.By;
    H.OtherHeldAt = S.LockedAt;
    H.OtherNeededAt = S.At;
    return H;
  };
  for (const CallFact *Wait : LockNeeds::awaitedAt(At)) {
    const Path *Awaited = Wait->Object;
    Ends What = endOf(*Wait);
    if (!Awaited || !isOwnMember(*Awaited) || Awaited == &Lock ||
        What == Ends::No || Awaited->step() != Path::Step::Field)
      continue;
    if (What != Ends::Emptied &&
        closuresName(*Awaited->base().thisClass(), *Awaited))
      continue;
    if (auto Found = Search(*Awaited, Lock, Held.Shared, Context,
                            Facts.function())
                         .find(What))
      return Take(*Awaited, *Found);
  }
  // A task of the class that is kept in a member.
  const Path *Task = At.Awaited;
  for (const CallFact *Wait : LockNeeds::awaitedAt(At))
    if (!Task || !isOwnMember(*Task))
      Task = Wait->Object;
  if (!Task || !isOwnMember(*Task) || Task->step() != Path::Step::Field)
    return std::nullopt;
  for (const MemberFunction &M :
       Context.Classes.get(*Task->base().thisClass()).functions()) {
    const FunctionFacts *Other = Context.Summaries.store().get(*M.Function);
    if (!Other)
      continue;
    for (const CFGBlock *Block : Other->graph())
      for (const Fact *F : Other->in(*Block)) {
        const auto *Write = dyn_cast<WriteFact>(F);
        if (!Write || &Write->Place != Task)
          continue;
        // spawn(run()) and run() alike.
        llvm::SmallVector<const Fact *, 4> From(Write->From);
        for (size_t I = 0; I != From.size(); ++I)
          if (const auto *Call = dyn_cast<CallFact>(From[I])) {
            for (const LockNeed &Need : Context.Needs.ofCall(*Call))
              if (Need.Lock == &Lock && !(Held.Shared && Need.Shared))
                return Take(*Task, {Call->Callee, Call->range(), Need.Where});
            for (const Fact *Inner : Call->From)
              if (!llvm::is_contained(From, Inner))
                From.push_back(Inner);
          }
      }
  }
  return std::nullopt;
}

} // namespace async
