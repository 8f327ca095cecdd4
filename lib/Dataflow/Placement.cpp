#include "Dataflow/Placement.h"

#include "Dataflow/Engine.h"
#include "Sharing/Throws.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace async {

bool areParallel(const Site &A, const Site &B) {
  using Kind = Site::Kind;
  if (A.K == Kind::Unknown || B.K == Kind::Unknown)
    return false;
  if (A.K == Kind::Pool || B.K == Kind::Pool)
    return true;
  return A.K != B.K || (A.K == Kind::Loop && A.Name != B.Name);
}

namespace {

struct State {
  Site Here;
  /// Control came here by an exception, and no other path is joined yet.
  bool Thrown = false;
  /// Only by what is not expected to throw.
  bool Weak = false;
  bool operator==(const State &) const = default;
};

class Analysis : public ForwardAnalysis<Analysis, State> {
public:
  using ForwardAnalysis::transfer;

  Analysis(llvm::DenseMap<const SuspendFact *, Site> Moves,
           llvm::DenseSet<const CFGBlock *> Throwers)
      : Moves(std::move(Moves)), Throwers(std::move(Throwers)) {}

  bool join(State &Into, const State &From) {
    if (Into == From || (From.Weak && !Into.Weak))
      return false;
    if (Into.Weak && !From.Weak) {
      Into = From;
      return true;
    }
    State Before = Into;
    // A handler runs wherever something threw: also on the other thread.
    if (Into.Thrown && From.Thrown && !Into.Weak && isAway(From.Here) &&
        !isAway(Into.Here))
      Into.Here = From.Here;
    else if (!(Into.Thrown && From.Thrown && !Into.Weak && isAway(Into.Here) &&
               !isAway(From.Here)) &&
             Into.Here != From.Here)
      Into.Here = {Site::Kind::Unknown};
    Into.Thrown &= From.Thrown;
    return Into != Before;
  }
  void transfer(State &S, const SuspendFact &Point) {
    if (auto It = Moves.find(&Point); It != Moves.end())
      S.Here = It->second;
  }
  void transferThrow(State &S, const CFGBlock &From) {
    S.Thrown = true;
    S.Weak = !Throwers.contains(&From);
  }

private:
  static bool isAway(const Site &S) {
    return S.K == Site::Kind::Pool || S.K == Site::Kind::Loop;
  }

  llvm::DenseMap<const SuspendFact *, Site> Moves;
  llvm::DenseSet<const CFGBlock *> Throwers;
};

Site::Kind kindByName(StringRef Name) {
#define ASYNC_EXECUTOR_WORD(PART, KIND)                                        \
  if (Name.contains_insensitive(PART))                                         \
    return Site::Kind::KIND;
#include "Sharing/ExecutorNames.def"
  return Site::Kind::Unknown;
}

StringRef nameOf(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : "";
}

/// Where the executor that \p D is, or gives, runs things.
Site siteOf(const ValueDecl &D) {
  QualType Type = D.getType();
  const auto *Function = dyn_cast<FunctionDecl>(&D);
  if (Function)
    Type = Function->getReturnType();
  Site Found{kindByName(nameOf(D)), D.getCanonicalDecl()};
  if (!Type->getPointeeType().isNull())
    Type = Type->getPointeeType();
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (Found.K == Site::Kind::Unknown && Class)
    Found.K = kindByName(nameOf(*Class));
  // One executor for each argument: each its own thread.
  bool Runs = Found.K != Site::Kind::Unknown ||
              (Class && (nameOf(*Class).contains_insensitive("executor") ||
                         nameOf(*Class).contains_insensitive("scheduler")));
  if (Function && Function->getNumParams() > 0 && Runs)
    return {Site::Kind::Pool, Found.Name};
  return Found;
}

} // namespace

struct Placements::Flow {
  llvm::DenseMap<const Fact *, Site> At;
  Site End;
};

Site Placements::executor(const CallFact &Call) const {
  auto Is = [](const Site &S) { return S.K != Site::Kind::Unknown; };
  auto OfPath = [&](const Path *Place) -> Site {
    if (!Place)
      return {Site::Kind::Unknown};
    if (Place->step() == Path::Step::Pointee && Place->parent())
      Place = Place->parent();
    const ValueDecl *D = Place->step() == Path::Step::This ||
                                 Place->step() == Path::Step::Temporary
                             ? nullptr
                             : Place->decl();
    return D ? siteOf(*D) : Site{Site::Kind::Unknown};
  };
  if (Site S = OfPath(Call.Object); Is(S))
    return S;
  if (Call.More.Receiver && Call.More.Receiver->Callee)
    if (Site S = siteOf(*Call.More.Receiver->Callee); Is(S))
      return S;
  for (const Path *Argument : Call.Arguments)
    if (Site S = OfPath(Argument); Is(S))
      return S;
  for (const Fact *From : Call.From)
    if (const auto *Inner = dyn_cast<CallFact>(From); Inner && Inner->Callee) {
      if (Site S = siteOf(*Inner->Callee); Is(S))
        return S;
      if (Site S = OfPath(Inner->Object); Is(S))
        return S;
    }
  return {Site::Kind::Unknown};
}

/// Libraries whose coroutines come back to their own executor, whatever they
/// await.
static bool comesBack(const FunctionDecl &Callee, const Models &Library) {
  const FunctionModel *Model = Library.findFunction(Callee);
  return Model && (Model->Library == "asio" || Model->Library == "stdexec" ||
                   Model->Library == "folly");
}

std::optional<Site> Placements::after(const SuspendFact &Point) {
  const Models &Library = *Started.summaries().store().unit().Library;
  const TaskTypes &Types = Started.summaries().store().unit().Tasks;
  for (const Fact *From : Point.From) {
    const auto *Call = dyn_cast<CallFact>(From);
    if (!Call || !Call->Callee)
      continue;
    if (Started.roleOf(*Call).Role == CallRole::Switch) {
      // Of a task that runs elsewhere, only that task runs there.
      if (comesBack(*Call->Callee, Library) ||
          any_of(Call->From, [&](const Fact *F) {
            const auto *Inner = dyn_cast<CallFact>(F);
            return Inner && Inner->Callee &&
                   Types.isTask(Inner->Callee->getReturnType());
          }))
        return std::nullopt;
      Site There = executor(*Call);
      if (There.K == Site::Kind::Unknown &&
          nameOf(*Call->Callee).contains("background"))
        There.K = Site::Kind::Pool;
      return There;
    }
    const FunctionDecl *Body = Call->Callee->getDefinition();
    if (!Body || !getCoroutineBody(*Body))
      continue;
    Site End = endOf(*Body);
    if (End.K != Site::Kind::Home || flow(*Body)->At.size() != 0)
      return End;
  }
  return std::nullopt;
}

/// True for a call of a function that is expected to throw: it is seen to, or it is
/// the user's and is not seen. The library's throw where memory runs out, but for
/// those that parse, and that ask for what may be missing.
static bool mayThrow(const CallFact &Call, FactStore &Store) {
  const FunctionDecl *Callee = Call.Callee;
  if (!Callee)
    return true;
  const auto *Type = Callee->getType()->getAs<FunctionProtoType>();
  if ((Type && Type->isNothrow()) ||
      Store.unit().Tasks.isTask(Callee->getReturnType()))
    return false;
  if (Store.unit().AST.getSourceManager().isInSystemHeader(
          Callee->getLocation()))
    return isa<CXXMethodDecl>(Callee) ? nameOf(*Callee) == "at"
                                      : nameOf(*Callee).starts_with("sto");
  return !Callee->getDefinition() || isSeenToThrow(Call, Store);
}

/// The blocks that end in what is expected to throw, or in an await of it. Not
/// what goes to another executor.
llvm::DenseSet<const CFGBlock *>
Placements::throwers(const FunctionFacts &Facts) const {
  FactStore &Store = Started.summaries().store();
  llvm::DenseSet<const Fact *> Goes;
  llvm::DenseSet<const Path *> Executors;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Started.roleOf(*Call).Role == CallRole::Switch) {
        Goes.insert(Call);
        Goes.insert(Call->From.begin(), Call->From.end());
        Executors.insert(Call->Object);
        Executors.insert(Call->Arguments.begin(), Call->Arguments.end());
      }
  llvm::DenseSet<const CFGBlock *> Found;
  for (const CFGBlock *Block : Facts.graph()) {
    bool Throws = llvm::any_of(*Block, [](const CFGElement &E) {
      std::optional<CFGStmt> S = E.getAs<CFGStmt>();
      return S && isa<CXXThrowExpr>(S->getStmt());
    });
    // What may throw ends its block.
    for (const Fact *F : llvm::reverse(Facts.in(*Block))) {
      const auto *Call = dyn_cast<CallFact>(F);
      const auto *Point = dyn_cast<SuspendFact>(F);
      if (Call)
        Throws |= !Goes.contains(Call) &&
                  !(Call->More.Result && Executors.contains(Call->More.Result)) &&
                  mayThrow(*Call, Store);
      else if (Point)
        Throws |= isSeenToThrow(*Point, Store) ||
                  llvm::any_of(Point->From, [&](const Fact *From) {
                    const auto *Started = dyn_cast<CallFact>(From);
                    return Started && Started->Callee && !Goes.contains(From) &&
                           Store.unit().Tasks.isTask(
                               Started->Callee->getReturnType()) &&
                           !Started->Callee->getDefinition();
                  });
      if (Call || Point)
        break;
    }
    if (Throws)
      Found.insert(Block);
  }
  return Found;
}

Placements::Flow *Placements::flow(const FunctionDecl &Function) {
  static Flow None;
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return &None;
  auto [It, New] = Known.try_emplace(Definition);
  if (!New)
    return It->second ? It->second.get() : &None;
  const FunctionFacts *Facts = Started.summaries().store().get(*Definition);
  auto Made = std::make_shared<Flow>();
  if (Facts && Facts->suspensions() != 0) {
    llvm::DenseMap<const SuspendFact *, Site> Moves;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block))
        if (const auto *Point = dyn_cast<SuspendFact>(F))
          if (std::optional<Site> To = after(*Point))
            Moves[Point] = *To;
    // Nearly every coroutine stays where it is.
    if (!Moves.empty()) {
      Analysis A(std::move(Moves), throwers(*Facts));
      A.run(*Facts);
      std::optional<Site> End;
      A.forEach(*Facts, [&](const Fact &F, const State &S) {
        Made->At[&F] = S.Here;
        if (!isa<ReturnFact>(F))
          return;
        End = !End || *End == S.Here ? S.Here : Site{Site::Kind::Unknown};
      });
      // A coroutine without co_return ends where its last fact is.
      if (!End)
        for (const CFGBlock::AdjacentBlock &Last : Facts->graph().getExit().preds())
          if (const CFGBlock *Block = Last.getReachableBlock();
              Block && !Facts->in(*Block).empty() &&
              (Block->getTerminatorStmt() || Block->succ_size() == 1))
            End = Made->At.lookup(Facts->in(*Block).back());
      Made->End = End.value_or(Site{Site::Kind::Unknown});
    }
  }
  return (Known[Definition] = std::move(Made)).get();
}

Site Placements::of(const FunctionDecl &Function, const Fact &At) {
  return flow(Function)->At.lookup(&At);
}

Site Placements::endOf(const FunctionDecl &Function) {
  return flow(Function)->End;
}

Site Placements::ofCallable(const CallFact &Call, unsigned Index) {
  const Site Here;
  if (!Call.Callee)
    return Here;
  const FunctionDecl *Definition = Call.Callee->getDefinition();
  const FunctionFacts *Facts =
      Definition && Index < Definition->getNumParams() &&
              !Started.summaries().store().unit().AST.getSourceManager()
                   .isInSystemHeader(Definition->getLocation())
          ? Started.summaries().store().get(*Definition)
          : nullptr;
  // The body tells where it calls what it is given.
  if (Facts) {
    const VarDecl *Parameter = Definition->getParamDecl(Index);
    auto IsIt = [&](const Path *Place) {
      return Place && Place->base().step() == Path::Step::Variable &&
             Place->base().decl() == Parameter;
    };
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Inner = dyn_cast<CallFact>(F);
        if (!Inner)
          continue;
        if (IsIt(Inner->Object) && Inner->Callee &&
            Inner->Callee->getOverloadedOperator() == OO_Call) {
          Site There = of(*Definition, *Inner);
          // The executor may be a parameter too.
          if (There.Name && isa<ParmVarDecl>(There.Name))
            return executor(Call);
          return There;
        }
        // Wrapped into another callable, which runs elsewhere.
        for (unsigned I = 0; I != Inner->More.Callables.size(); ++I) {
          const ClosureFact *Closure = Inner->More.Callables[I];
          if (!Closure || !Closure->Function ||
              none_of(Closure->Captures,
                      [&](const Binding &B) { return IsIt(B.Outside); }))
            continue;
          if (Site There = ofCallable(*Inner, I);
              There.K != Site::Kind::Home)
            return There;
          const FunctionFacts *Body =
              Started.summaries().store().get(*Closure->Function);
          if (!Body)
            continue;
          for (const CFGBlock *B : Body->graph())
            for (const Fact *G : Body->in(*B))
              if (const auto *Called = dyn_cast<CallFact>(G);
                  Called && Called->Object && Called->Callee &&
                  Called->Callee->getOverloadedOperator() == OO_Call &&
                  (IsIt(Called->Object) ||
                   any_of(Closure->Captures, [&](const Binding &Captured) {
                     return IsIt(Captured.Outside) &&
                            Captured.Inside->contains(*Called->Object);
                   })))
                return of(*Closure->Function, *G);
        }
      }
  }
  CallModel Model = Started.roleOf(Call);
  if (Model.Role == CallRole::Switch)
    return executor(Call);
  if (Model.Role != CallRole::Offload)
    return Here;
  // Which shard owns what is touched there is not known.
  if (nameOf(*Call.Callee) == "submit_to" ||
      nameOf(*Call.Callee).starts_with("invoke_on"))
    return {Site::Kind::Shard};
  Site There = executor(Call);
  const Models &Library = *Started.summaries().store().unit().Library;
  // What a model calls elsewhere is; a name alone needs an executor that is told.
  if (There.K == Site::Kind::Unknown &&
      (Library.findCall(*Call.Callee).Role == CallRole::Offload ||
       nameOf(*Call.Callee) == "offload"))
    There.K = Site::Kind::Pool;
  return There;
}

} // namespace async
