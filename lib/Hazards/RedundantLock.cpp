#include "Hazards/RedundantLock.h"

#include "Dataflow/HeldLocks.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {
namespace {

/// The member of this class that \p Place is; null for anything else.
const FieldDecl *memberOf(const Path *Place) {
  return Place && Place->step() == Path::Step::Field &&
                 Place->parent()->step() == Path::Step::This
             ? dyn_cast<FieldDecl>(Place->decl())
             : nullptr;
}

/// By name, which is all there is for a lock that no model knows. What only
/// tries leaves it open whether there is a section.
bool locksOrUnlocks(const FunctionDecl &Method) {
  if (!Method.getDeclName().isIdentifier())
    return false;
  StringRef Name = Method.getName();
  if (Name.contains_insensitive("try"))
    return false;
  for (StringRef Part : {"lock", "acquire", "release", "wait", "signal",
                         "enter", "leave"})
    if (Name.contains_insensitive(Part))
      return true;
  return false;
}

/// Judges one lock over all functions of its class.
class Judge {
public:
  Judge(const Path &Lock, const RedundantLockContext &Context)
      : Lock(Lock), Context(Context) {}

  /// True if every use of the lock is a section without a suspension.
  bool isRedundant(const CXXRecordDecl &Class, const FieldDecl &Field) {
    for (const MemberFunction &M : Context.Classes.get(Class).functions())
      if (const FunctionFacts *Facts = Context.Store.get(*M.Function))
        if (!look(*Facts))
          return false;
    std::optional<unsigned> Mentions = countMentions(Class, Field);
    return !Sections.empty() && Mentions && *Mentions == Seen;
  }

  std::vector<LockSection> Sections;

private:
  bool look(const FunctionFacts &Facts) {
    const HeldLocks &Held = Context.LocksOf(Facts.function());
    const Models &Library = *Context.Store.unit().Library;
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block)) {
        if (const auto *Call = dyn_cast<CallFact>(F)) {
          CallRole Role = Call->Callee ? Library.findCall(*Call->Callee).Role
                                       : CallRole::None;
          Seen += (Call->Object == &Lock && locksOrUnlocks(*Call->Callee)) ||
                  (Role != CallRole::None &&
                   llvm::is_contained(Call->Arguments, &Lock));
          // Code of the class runs on another thread.
          if (Role == CallRole::Offload)
            return false;
        } else if (isa<MoveFact>(F)) {
          return false;
        } else if (const auto *Acquired = dyn_cast<AcquireFact>(F)) {
          if (!llvm::is_contained(Acquired->Locks, &Lock))
            continue;
          if (Acquired->Result == AcquireFact::Outcome::Maybe ||
              Acquired->Locks.size() != 1 ||
              Held.releases(*Acquired).empty())
            return false;
          Sections.push_back({&Facts, Acquired});
        } else if (const auto *Release = dyn_cast<ReleaseFact>(F)) {
          // Signalled without having been taken: it is no lock.
          if (&Release->Owner == &Lock && !isHeld(Held, *F))
            return false;
        } else if (isa<SuspendFact>(F) && isHeld(Held, *F)) {
          return false;
        } else if (const auto *Moved = dyn_cast<TransferFact>(F);
                   Moved && isHeld(Held, *F)) {
          // The section ends where its guard does: that must be here.
          const Path &Owner = Moved->To;
          const auto *Guard = dyn_cast_or_null<VarDecl>(Owner.decl());
          if (Owner.step() != Path::Step::Temporary &&
              (Owner.step() != Path::Step::Variable || !Guard ||
               isHandedOn(Facts.function(), *Guard)))
            return false;
        }
      }
    return true;
  }

  bool isHeld(const HeldLocks &Held, const Fact &At) const {
    return llvm::any_of(Held.before(At), [&](const HeldLock &L) {
      return llvm::is_contained(L.Acquired->Locks, &Lock);
    });
  }

  const Path &Lock;
  const RedundantLockContext &Context;
  /// Calls on the lock that the facts know.
  unsigned Seen = 0;
};

} // namespace

std::vector<RedundantLockHazard>
findRedundantLocks(const FunctionFacts &Coroutine,
                   const RedundantLockContext &Context) {
  std::vector<RedundantLockHazard> Hazards;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine.function());
  if (!Method || Method->getParent()->isLambda())
    return Hazards;
  const CXXRecordDecl &Class = *Method->getParent();
  llvm::SmallVector<const Path *, 2> Locks;
  for (const CFGBlock *Block : Coroutine.graph())
    for (const Fact *F : Coroutine.in(*Block))
      if (const auto *Acquired = dyn_cast<AcquireFact>(F))
        if (Acquired->World == LockWorld::Async && Acquired->Locks.size() == 1 &&
            memberOf(Acquired->Locks.front()) &&
            !llvm::is_contained(Locks, Acquired->Locks.front()))
          Locks.push_back(Acquired->Locks.front());
  if (Locks.empty() || isUsedByThreads(Class, Context.Store.unit()))
    return Hazards;
  std::optional<OneThread> Evidence;
  if (!Context.OneThread) {
    Evidence = findOneThread(*Method, Context.Store.unit());
    if (!Evidence)
      return Hazards;
  }
  const SourceManager &SM = Context.Store.unit().AST.getSourceManager();
  for (const Path *Lock : Locks) {
    const FieldDecl *Field = memberOf(Lock);
    if (Field->getAccess() != AS_private || Field->getParent() != &Class)
      continue;
    Judge Verdict(*Lock, Context);
    if (!Verdict.isRedundant(Class, *Field))
      continue;
    llvm::sort(Verdict.Sections, [&](const LockSection &A,
                                     const LockSection &B) {
      return SM.isBeforeInTranslationUnit(A.Acquired->range().getBegin(),
                                          B.Acquired->range().getBegin());
    });
    // One report a lock, by the coroutine that takes it first.
    if (&Verdict.Sections.front().In->function() != Method->getDefinition())
      continue;
    RedundantLockHazard H;
    H.Kind = HazardKind::RedundantLock;
    H.Level = Confidence::Likely;
    H.Primary = Verdict.Sections.front().Acquired->range();
    H.Subjects.push_back(Lock);
    H.Lock = Field;
    H.Sections = std::move(Verdict.Sections);
    H.Evidence = Evidence;
    for (const LockSection &S : llvm::drop_begin(H.Sections))
      H.Steps.push_back({StepKind::Acquisition, S.Acquired->range()});
    Hazards.push_back(std::move(H));
  }
  return Hazards;
}

} // namespace async
