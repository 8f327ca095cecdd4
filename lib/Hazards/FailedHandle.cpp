#include "Hazards/FailedHandle.h"

#include "Facts/FactStore.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLFunctionalExtras.h"

using namespace clang;

namespace async {
namespace {

/// Where a walk goes on: behind the fact \c Index of \c Block.
struct Point {
  const CFGBlock *Block;
  size_t Index;
};

/// An awaited call on a handle.
struct AwaitedUse {
  const SuspendFact *At;
  Point Where;
};

/// The successor that an exception of the block's last call takes; null if none
/// does. The block then ends in no statement that chooses.
const CFGBlock *onException(const CFGBlock &Block) {
  if (Block.getTerminatorStmt() || Block.succ_size() != 2)
    return nullptr;
  return (Block.succ_begin() + 1)->getReachableBlock();
}

/// One function and a handle that it names.
class HandleWalk {
public:
  HandleWalk(const FunctionFacts &Facts, const Path &Handle, FactStore &Store)
      : Facts(Facts), Handle(Handle),
        Target(*Store.unit().Paths.getPointee(&Handle)), Store(Store) {}

  std::vector<AwaitedUse> awaits() const {
    std::vector<AwaitedUse> Found;
    for (const CFGBlock *Block : Facts.graph())
      for (size_t I = 0; I != Facts.in(*Block).size(); ++I)
        if (const auto *Suspend = dyn_cast<SuspendFact>(Facts.in(*Block)[I]);
            Suspend && llvm::any_of(Suspend->From, [&](const Fact *F) {
              const auto *Call = dyn_cast<CallFact>(F);
              return Call && reaches(*Call);
            }))
          Found.push_back({Suspend, {Block, I + 1}});
    return Found;
  }

  /// Where an exception out of the await goes on.
  std::vector<const CFGBlock *> failures(const AwaitedUse &Use) const {
    std::vector<const CFGBlock *> Found;
    const CFGBlock *Block = Use.Where.Block;
    // await_suspend and await_resume, which may throw, end a block each.
    for (unsigned Steps = 0; Block && Steps != 4; ++Steps) {
      if (Block != Use.Where.Block && ends(*Block, Use.At->E))
        break;
      if (const CFGBlock *Next = onException(*Block))
        Found.push_back(Next);
      if (Block->succ_empty() || ends(*Block, Use.At->E))
        break;
      Block = Block->succ_begin()->getReachableBlock();
    }
    return Found;
  }

  /// The handle is made null after an await of it, before anything else is done
  /// with it: in a handler, or on one of several ways on. On all of them it would
  /// only say that the work is done. Null if it is not.
  const WriteFact *belief() const {
    for (const AwaitedUse &Use : awaits()) {
      for (const CFGBlock *Handler : failures(Use))
        if (const WriteFact *Cleared = clearedFrom({Handler, 0}))
          return Cleared;
      const WriteFact *Cleared = clearedFrom(Use.Where);
      if (Cleared && avoids(Use.Where, *Cleared))
        return Cleared;
    }
    return nullptr;
  }

  /// Where the handle is used on a way from \p From on which it is neither null
  /// nor given a new value; invalid if nowhere. \p Leaves is set if control leaves
  /// the function so.
  SourceRange used(Point From, bool &Leaves, unsigned Depth = 0) const {
    SourceRange Found;
    walk(From, [&](const Fact &F) {
      if (Found.isValid() || sets(F))
        return false;
      Found = useIn(F, Depth);
      return Found.isInvalid();
    }, [&](const CFGBlock *Last) {
      Leaves = true;
      if (Last && Found.isInvalid())
        Found = usedByGuards(lastLocation(*Last), Depth);
    });
    return Found;
  }

  /// In the guards of the scopes that an exception at \p At leaves.
  SourceRange usedByGuards(SourceLocation At, unsigned Depth = 0) const {
    for (const CFGBlock *Block : Facts.graph()) {
      llvm::ArrayRef<const Fact *> In = Facts.in(*Block);
      for (size_t I = 0; I != In.size(); ++I) {
        const auto *End = dyn_cast<EndFact>(In[I]);
        const auto *Variable =
            End ? dyn_cast_or_null<VarDecl>(End->Place.decl()) : nullptr;
        if (!Variable || !(Variable->getBeginLoc() < At) ||
            !(At < End->range().getBegin()))
          continue;
        // What a guard runs and uses stands before its end.
        for (size_t J = I; J-- != 0;) {
          const auto *Call = dyn_cast<CallFact>(In[J]);
          if (!isa<UseFact>(In[J]) && !(Call && Call->More.Called))
            break;
          if (SourceRange Where = useIn(*In[J], Depth); Where.isValid())
            return Where;
        }
      }
    }
    return SourceRange();
  }

  /// True if the function ends the object itself: then it owns it.
  bool owns() const {
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block))
        if (const auto *End = dyn_cast<EndFact>(F); End && &End->Place == &Target)
          return true;
    return false;
  }

  /// A use behind a question whether the handle is null.
  SourceRange usedIfNotNull() const {
    for (const CFGBlock *Block : Facts.graph()) {
      const auto *Branch = Facts.in(*Block).empty()
                               ? nullptr
                               : dyn_cast<BranchFact>(Facts.in(*Block).back());
      if (!Branch || !asks(*Branch))
        continue;
      bool Leaves = false;
      if (const CFGBlock *Next = branchIfSet(*Block, *Branch))
        if (SourceRange Where = used({Next, 0}, Leaves); Where.isValid())
          return Where;
    }
    return SourceRange();
  }

private:
  static bool ends(const CFGBlock &Block, const CoroutineSuspendExpr &E) {
    for (const CFGElement &Element : Block)
      if (auto S = Element.getAs<CFGStmt>(); S && S->getStmt() == &E)
        return true;
    return false;
  }

  static SourceLocation lastLocation(const CFGBlock &Block) {
    for (const CFGElement &Element : llvm::reverse(Block))
      if (auto S = Element.getAs<CFGStmt>())
        return S->getStmt()->getBeginLoc();
    return SourceLocation();
  }

  bool reaches(const CallFact &Call) const {
    auto Is = [&](const Path *Place) { return Place && Target.contains(*Place); };
    return Is(Call.Object) || llvm::any_of(Call.Arguments, Is);
  }

  bool sets(const Fact &F) const {
    const auto *Write = dyn_cast<WriteFact>(&F);
    return Write && Write->Place.contains(Handle);
  }

  bool asks(const BranchFact &Branch) const {
    return Branch.State.K == Predicate::Kind::HasValue &&
           Branch.State.Subject == &Handle;
  }

  static const CFGBlock *branchIfSet(const CFGBlock &Block,
                                     const BranchFact &Branch) {
    return (Block.succ_begin() + Branch.State.Negated)->getReachableBlock();
  }

  SourceRange useIn(const Fact &F, unsigned Depth) const {
    static constexpr unsigned MaxHelpers = 3;
    if (const auto *Read = dyn_cast<ReadFact>(&F);
        Read && Target.contains(Read->Place))
      return F.range();
    if (const auto *Write = dyn_cast<WriteFact>(&F);
        Write && Target.contains(Write->Place))
      return F.range();
    if (const auto *Use = dyn_cast<UseFact>(&F); Use && &Use->Holder == &Handle)
      return F.range();
    const auto *Call = dyn_cast<CallFact>(&F);
    if (!Call)
      return SourceRange();
    if (reaches(*Call))
      return F.range();
    // A closure names the variables of the function around it, a helper the members.
    const FunctionDecl *Body =
        Call->Callee ? Call->Callee->getDefinition() : nullptr;
    bool OfMember = Handle.base().step() == Path::Step::This && Call->Object &&
                    Call->Object->step() == Path::Step::This;
    if (!Body || Depth == MaxHelpers || getCoroutineBody(*Body) ||
        !(Call->More.Called || OfMember))
      return SourceRange();
    const FunctionFacts *Theirs = Store.get(*Body);
    if (!Theirs)
      return SourceRange();
    bool Leaves = false;
    return HandleWalk(*Theirs, Handle, Store)
        .used({&Theirs->graph().getEntry(), 0}, Leaves, Depth + 1);
  }

  /// Where the handle is made null first, before it is used.
  const WriteFact *clearedFrom(Point From) const {
    const WriteFact *Found = nullptr;
    walk(From, [&](const Fact &F) {
      if (sets(F)) {
        const auto &Write = cast<WriteFact>(F);
        if (!Found && &Write.Place == &Handle &&
            Write.How == WriteFact::Form::Assign &&
            Write.Value.K == Constant::Kind::Null)
          Found = &Write;
        return false;
      }
      return useIn(F, 0).isInvalid();
    }, [](const CFGBlock *) {});
    return Found;
  }

  /// True if control can get from \p From to the end, or to the same await again,
  /// without \p Cleared.
  bool avoids(Point From, const WriteFact &Cleared) const {
    bool Avoided = false;
    walk(From, [&](const Fact &F) {
      if (&F == &Cleared)
        return false;
      if (isa<SuspendFact>(F))
        Avoided = true;
      return true;
    }, [&](const CFGBlock *Threw) { Avoided |= !Threw; });
    return Avoided;
  }

  /// Visits what follows \p From, each block once, not along exceptions and not
  /// where the handle is null, for as long as \p Visit says true. \p Left is told
  /// when the function is left, with the last block if by an exception.
  void walk(Point From, llvm::function_ref<bool(const Fact &)> Visit,
            llvm::function_ref<void(const CFGBlock *)> Left) const {
    llvm::BitVector Seen(Facts.graph().getNumBlockIDs());
    llvm::SmallVector<Point, 16> Worklist{From};
    while (!Worklist.empty()) {
      Point P = Worklist.pop_back_val();
      if (P.Block == &Facts.graph().getExit()) {
        Left(nullptr);
        continue;
      }
      bool Goes = true;
      const BranchFact *Branch = nullptr;
      for (const Fact *F : Facts.in(*P.Block).drop_front(P.Index)) {
        Branch = dyn_cast<BranchFact>(F);
        if (!(Goes = Visit(*F)))
          break;
      }
      if (!Goes)
        continue;
      if (throws(*P.Block)) {
        bool Caught = false;
        for (const CFGBlock *Next : P.Block->succs())
          Caught |= Next && Next != &Facts.graph().getExit();
        if (!Caught)
          Left(P.Block);
      }
      auto Enter = [&](const CFGBlock *Next) {
        if (!Next || Seen.test(Next->getBlockID()) ||
            (throws(*P.Block) && Next == &Facts.graph().getExit()))
          return;
        Seen.set(Next->getBlockID());
        Worklist.push_back({Next, 0});
      };
      if (Branch && asks(*Branch) && P.Block->succ_size() == 2) {
        Enter(branchIfSet(*P.Block, *Branch));
        continue;
      }
      const CFGBlock *Handler = onException(*P.Block);
      for (const CFGBlock *Next : P.Block->succs())
        if (Next != Handler)
          Enter(Next);
    }
  }

  static bool throws(const CFGBlock &Block) {
    for (const CFGElement &Element : Block)
      if (auto S = Element.getAs<CFGStmt>(); S && isa<CXXThrowExpr>(S->getStmt()))
        return true;
    return false;
  }

  const FunctionFacts &Facts;
  const Path &Handle;
  const Path &Target;
  FactStore &Store;
};

} // namespace

/// Raw pointers, of locals and of members of this object, that awaited calls go
/// through.
static llvm::SmallVector<const Path *, 4> handlesOf(const FunctionFacts &Facts) {
  llvm::SmallVector<const Path *, 4> Found;
  auto Add = [&](const Path *Place) {
    for (const Path *P = Place; P && P->parent(); P = P->parent()) {
      const Path *Handle = P->parent();
      bool Named = Handle->step() == Path::Step::Variable ||
                   (Handle->step() == Path::Step::Field &&
                    Handle->parent()->step() == Path::Step::This);
      if (P->step() == Path::Step::Pointee && Named &&
          Handle->decl()->getType()->isPointerType() &&
          !is_contained(Found, Handle))
        Found.push_back(Handle);
    }
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Suspend = dyn_cast<SuspendFact>(F))
        for (const Fact *From : Suspend->From)
          if (const auto *Call = dyn_cast<CallFact>(From)) {
            Add(Call->Object);
            llvm::for_each(Call->Arguments, Add);
          }
  return Found;
}

std::vector<FailedHandleHazard> findFailedHandles(const FunctionFacts &Facts,
                                                  ClassViews &Classes,
                                                  FactStore &Store) {
  std::vector<FailedHandleHazard> Found;
  if (Facts.suspensions() == 0)
    return Found;
  for (const Path *Handle : handlesOf(Facts)) {
    HandleWalk Mine(Facts, *Handle, Store);
    // A member is everybody's.
    std::vector<const FunctionFacts *> Sharing{&Facts};
    if (const CXXRecordDecl *Class = Handle->base().thisClass())
      for (const MemberFunction &M : Classes.get(*Class).functions())
        if (const FunctionFacts *Theirs = Store.get(*M.Function);
            Theirs && Theirs != &Facts)
          Sharing.push_back(Theirs);
    const WriteFact *Cleared = nullptr;
    bool Owned = false;
    for (const FunctionFacts *Of : Sharing) {
      HandleWalk Walk(*Of, *Handle, Store);
      Owned |= Walk.owns();
      if (!Cleared)
        Cleared = Walk.belief();
    }
    if (Owned || !Cleared)
      continue;
    for (const AwaitedUse &Use : Mine.awaits()) {
      SourceRange Where;
      bool Leaves = false;
      for (const CFGBlock *Next : Mine.failures(Use)) {
        if (Where.isValid())
          break;
        if (Next == &Facts.graph().getExit()) {
          Leaves = true;
          Where = Mine.usedByGuards(Use.At->range().getBegin());
        } else {
          Where = Mine.used({Next, 0}, Leaves);
        }
      }
      // Others find the member as it was left.
      if (Where.isInvalid() && Leaves)
        for (const FunctionFacts *Of : llvm::ArrayRef(Sharing).drop_front())
          if (Where.isInvalid() && !getCoroutineBody(Of->function()))
            Where = HandleWalk(*Of, *Handle, Store).usedIfNotNull();
      if (Where.isInvalid())
        continue;
      FailedHandleHazard &H = Found.emplace_back();
      H.Kind = HazardKind::InvalidatedReference;
      H.Level = Confidence::Possible;
      H.Primary = Where;
      H.Handle = Handle;
      H.Subjects.push_back(Handle);
      H.Cleared = Cleared->range();
      H.Awaited = Use.At->range();
      break;
    }
  }
  return Found;
}

} // namespace async
