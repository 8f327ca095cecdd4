#include "Facts/FunctionGenerator.h"
#include "Facts/Initializers.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"

using namespace clang;

namespace async {

/// The await_suspend call below \p S; null if the AST shows none.
static const Stmt *findSuspendCall(const Stmt *S) {
  if (!S || isa<OpaqueValueExpr>(S))
    return nullptr;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S))
    if (const CXXMethodDecl *Callee = Call->getMethodDecl())
      if (Callee->getDeclName().isIdentifier() &&
          Callee->getName() == "await_suspend")
        return S;
  for (const Stmt *Child : S->children())
    if (const Stmt *Found = findSuspendCall(Child))
      return Found;
  return nullptr;
}

static void collect(const Stmt *S, const Stmt *Except,
                    llvm::DenseSet<const Stmt *> &Into) {
  if (!S || S == Except || isa<OpaqueValueExpr>(S))
    return;
  Into.insert(S);
  for (const Stmt *Child : S->children())
    collect(Child, Except, Into);
}

void FunctionGenerator::findSuspensions(const Stmt *Body) {
  forEachStmt(Body, [&](const Stmt *S) {
    const auto *E = dyn_cast<CoroutineSuspendExpr>(S);
    if (!E)
      return;
    // Everything but the operand is what the compiler made of co_await. The
    // suspension itself is inside await_suspend: an exception from
    // await_resume leaves after it.
    collect(E->getCommonExpr(), E->getOperand(), Machinery);
    collect(E->getReadyExpr(), nullptr, Machinery);
    collect(E->getSuspendExpr(), nullptr, Machinery);
    collect(E->getResumeExpr(), nullptr, Machinery);
    const Stmt *Call = findSuspendCall(E->getSuspendExpr());
    SuspendCalls[Call ? Call : E] = E;
  });
}

static bool suspends(const Expr *E) {
  bool Found = false;
  forEachStmt(E, [&](const Stmt *S) { Found |= isa<CoroutineSuspendExpr>(S); });
  return Found;
}

void FunctionGenerator::findUnlocks(const Stmt *Closure) {
  forEachStmt(Closure, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(S);
    const CXXMethodDecl *Callee = Call ? Call->getMethodDecl() : nullptr;
    if (!Callee || U.Locks.effect(*Callee).Role != CallRole::Release)
      return;
    const Expr *Object =
        Call->getImplicitObjectArgument()->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
      UnlockedInClosures.insert(
          cast<ValueDecl>(Ref->getDecl()->getCanonicalDecl()));
    else if (const auto *Member = dyn_cast<MemberExpr>(Object))
      UnlockedInClosures.insert(
          cast<ValueDecl>(Member->getMemberDecl()->getCanonicalDecl()));
  });
}

void FunctionGenerator::findLateValues(const CompoundStmt &Statements) {
  llvm::SmallPtrSet<const VarDecl *, 4> Declared;
  auto Search = [&](const auto &Self, const CompoundStmt &Block) -> void {
    for (const Stmt *Child : Block.body()) {
      if (const auto *Inner = dyn_cast<CompoundStmt>(Child)) {
        Self(Self, *Inner);
        continue;
      }
      if (const auto *Declaration = dyn_cast<DeclStmt>(Child);
          Declaration && &Block == &Statements)
        for (const Decl *D : Declaration->decls())
          if (const auto *Variable = dyn_cast<VarDecl>(D))
            Declared.insert(Variable);
      const auto *Value = dyn_cast<Expr>(Child);
      const auto *Assigns =
          Value ? dyn_cast<BinaryOperator>(strip(Value)) : nullptr;
      const auto *Ref = Assigns && Assigns->getOpcode() == BO_Assign
                            ? dyn_cast<DeclRefExpr>(Assigns->getLHS())
                            : nullptr;
      const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (Variable && Declared.contains(Variable))
        LateValues.try_emplace(Variable, Assigns);
    }
  };
  Search(Search, Statements);
}

void FunctionGenerator::findDeferred(const Stmt *Body) {
  forEachStmt(Body, [&](const Stmt *S) {
    if (const auto *Statements = dyn_cast<CompoundStmt>(S))
      findLateValues(*Statements);
  });
  // Who assigns a local, for the second time or not where it would count.
  auto Assigned = [&](const VarDecl *Variable, const Stmt *By) {
    Reassigned.insert(Variable);
    if (auto It = LateValues.find(Variable);
        It != LateValues.end() && It->second != By)
      LateValues.erase(It);
  };
  auto Target = [](const Expr *E) -> const VarDecl * {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  };
  forEachStmt(Body, [&](const Stmt *S) {
    if (const auto *Statements = dyn_cast<CompoundStmt>(S))
      for (const Stmt *Child : Statements->body())
        if (const auto *Value = dyn_cast<Expr>(Child))
          Discarded.insert(strip(Value)->IgnoreCasts());
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      findUnlocks(Lambda->getBody());
    const Expr *Left = nullptr, *Right = nullptr;
    if (const auto *Unary = dyn_cast<UnaryOperator>(S)) {
      if (Unary->isIncrementDecrementOp() || Unary->getOpcode() == UO_AddrOf)
        if (const VarDecl *Variable = Target(Unary->getSubExpr()))
          Assigned(Variable, S);
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(S)) {
      if (Binary->isAssignmentOp()) {
        Left = Binary->getLHS();
        Right = Binary->getRHS();
      }
    } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(S)) {
      if (Call->isAssignmentOp() && Call->getNumArgs() == 2) {
        Left = Call->getArg(0);
        Right = Call->getArg(1);
      }
    }
    if (!Left)
      return;
    if (const VarDecl *Variable = Target(Left))
      Assigned(Variable, S);
    if (suspends(Right))
      forEachStmt(Left, [&](const Stmt *Part) {
        DeferredTo[Part] = cast<Expr>(S);
      });
  });
}

void FunctionGenerator::findScopes(const Stmt *Body) {
  forEachStmt(Body, [&](const Stmt *S) {
    if (const auto *Statements = dyn_cast<CompoundStmt>(S))
      for (const Stmt *Child : Statements->body())
        if (const auto *Declaration = dyn_cast<DeclStmt>(Child))
          for (const Decl *D : Declaration->decls())
            if (const auto *Variable = dyn_cast<VarDecl>(D))
              ScopeEnds[Variable] = Statements->getRBracLoc();
    const auto *Try = dyn_cast<CXXTryStmt>(S);
    if (!Try)
      return;
    SmallVector<const VarDecl *, 4> Variables;
    forEachStmt(Try->getTryBlock(), [&](const Stmt *Inner) {
      if (const auto *Declaration = dyn_cast<DeclStmt>(Inner))
        for (const Decl *D : Declaration->decls())
          if (const auto *Variable = dyn_cast<VarDecl>(D))
            Variables.push_back(Variable);
    });
    for (unsigned I = 0; I != Try->getNumHandlers(); ++I)
      TryVariables[Try->getHandler(I)] = Variables;
  });
}

void FunctionGenerator::run() {
  const Stmt *Body = getUserBody(Facts.function());
  findSuspensions(Body);
  findDeferred(Body);
  findScopes(Body);
  findRequests(Body);
  findWaits(Body, /*InLoop=*/false);
  forEachInitializer(Facts.function(), [&](const Expr &E) {
    findDeferred(&E);
    findWaits(&E, /*InLoop=*/false);
  });
  findChannels(Body);
  findScopeGuards(Body);
  const CFG &Graph = Facts.graph();
  Block = &Graph.getEntry();
  guardParameters();
  Holders.start(*Body);
  // Declarations come before their uses, so that references can be resolved.
  PostOrderCFGView Order(&Graph);
  for (const CFGBlock *B : Order)
    visitBlock(*B);
}

static const BinaryOperator *asLogical(const Expr *E) {
  const auto *Operator = dyn_cast<BinaryOperator>(strip(E)->IgnoreParens());
  return Operator && Operator->isLogicalOp() ? Operator : nullptr;
}

void FunctionGenerator::visitBlock(const CFGBlock &B) {
  Block = &B;
  if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(B.getLabel()))
    endTryScope(*Handler);
  for (const CFGElement &Element : B) {
    if (auto S = Element.getAs<CFGStmt>()) {
      visitElement(S->getStmt());
    } else if (auto Scope = Element.getAs<CFGAutomaticObjDtor>()) {
      // A return leaves the scope earlier, but it ends at its brace.
      SourceLocation At = ScopeEnds.lookup(Scope->getVarDecl());
      if (const Stmt *Trigger = Scope->getTriggerStmt(); Trigger && At.isInvalid())
        At = Trigger->getEndLoc();
      runScopeGuard(*Scope->getVarDecl(), At);
      Holders.end(*Scope->getVarDecl());
      waitAtEnd(*Scope->getVarDecl(), At);
      add<EndFact>(SourceRange(At), *U.Paths.getVariable(Scope->getVarDecl()));
    } else if (auto Temporary = Element.getAs<CFGTemporaryDtor>()) {
      const CXXBindTemporaryExpr *Bind = Temporary->getBindTemporaryExpr();
      const Path *Place = place(Bind->getSubExpr());
      if (!Place || Place->step() != Path::Step::Temporary)
        Place = U.Paths.getTemporary(strip(Bind->getSubExpr()));
      add<EndFact>(SourceRange(Bind->getEndLoc()), *Place);
    }
  }
  // A block that ends in a call which may throw has two successors as well,
  // and no condition.
  const auto *Condition =
      B.succ_size() == 2
          ? dyn_cast_or_null<Expr>(B.getTerminatorCondition())
          : nullptr;
  if (!Condition)
    return;
  branchOnOperands(B, *Condition);
  // Of `a && b` the block evaluates what comes last; the rest has branched.
  while (const auto *Logical = asLogical(Condition))
    Condition = Logical->getRHS();
  const Value &V = value(Condition);
  add<BranchFact>(Condition->getSourceRange(), V.Lock, V.Flag, V.State,
                  Facts.keep(Sources(V.From)));
}

/// `if (a && co_await b)` has temporaries to destroy before it branches: the
/// paths of a and b meet before, and the branch says something about each.
void FunctionGenerator::branchOnOperands(const CFGBlock &B,
                                         const Expr &Condition) {
  const BinaryOperator *Logical = asLogical(&Condition);
  if (!Logical || isa<BinaryOperator>(B.getTerminatorStmt()))
    return;
  bool And = Logical->getOpcode() == BO_LAnd;
  llvm::SmallVector<const Expr *, 4> Operands{&Condition};
  while (!Operands.empty()) {
    const Expr *E = Operands.pop_back_val();
    if (const BinaryOperator *Inner = asLogical(E)) {
      if ((Inner->getOpcode() == BO_LAnd) == And) {
        Operands.push_back(Inner->getLHS());
        Operands.push_back(Inner->getRHS());
      }
      continue;
    }
    const Value &V = value(E);
    if (!V.From.empty())
      add<BranchFact>(E->getSourceRange(), LockCondition(), FlagCondition(),
                      V.State, Facts.keep(Sources(V.From)), And, !And);
  }
}

void FunctionGenerator::visitElement(const Stmt *S) {
  if (auto It = SuspendCalls.find(S); It != SuspendCalls.end()) {
    const CoroutineSuspendExpr &E = *It->second;
    lendToAwaiter(E);
    Holders.suspend(E);
    if (U.Suspensions.maySuspend(E))
      suspend(E);
  }
  if (Machinery.contains(S))
    return;
  if (auto It = DeferredTo.find(S); It != DeferredTo.end()) {
    Postponed[cast<Expr>(It->second)].push_back(S);
    return;
  }
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (auto It = Postponed.find(E); It != Postponed.end()) {
      SmallVector<const Stmt *, 4> Parts = std::move(It->second);
      Postponed.erase(E);
      for (const Stmt *Part : Parts)
        if (!Values.contains(cast<Expr>(Part))) {
          Visit(Part);
          Holders.visit(*Part);
        }
    }
    // An operand that a suspend expression shares with its hidden parts is
    // listed twice.
    if (Values.contains(E))
      return;
  }
  Visit(S);
  Holders.visit(*S);
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declaration->decls())
      // What a co_await gives has happened: when_all(...) gives ready futures.
      if (const auto *Variable = dyn_cast<VarDecl>(D);
          Variable && Variable->getInit() &&
          Variable->getType().getNonReferenceType()->isRecordType() &&
          isa<CoroutineSuspendExpr>(
              strip(Variable->getInit())->IgnoreParenImpCasts()))
        settle(*Variable->getInit(), U.Paths.getVariable(Variable));
  if (auto It = Channels.find(S); It != Channels.end())
    for (auto [Variable, How] : It->second)
      add<ChannelFact>(S->getSourceRange(), *U.Paths.getVariable(Variable),
                       How);
  if (auto It = Spins.find(S); It != Spins.end())
    block(*cast<Expr>(S), nullptr, It->second, BlockReason::Wait, "");
}

/// Clang's CFG goes from a throwing call straight to the handler, past the
/// destructors of the try block's variables ([except.ctor]/2).
void FunctionGenerator::endTryScope(const CXXCatchStmt &Handler) {
  auto It = TryVariables.find(&Handler);
  if (It == TryVariables.end())
    return;
  for (const VarDecl *Variable : llvm::reverse(It->second)) {
    runScopeGuard(*Variable, Handler.getBeginLoc());
    Holders.end(*Variable);
    add<EndFact>(SourceRange(Handler.getBeginLoc()),
                 *U.Paths.getVariable(Variable));
  }
}

std::unique_ptr<FunctionFacts> generateFacts(const FunctionDecl &Function,
                                             Unit &TheUnit,
                                             SkipReason &Reason) {
  Reason = SkipReason::None;
  const Stmt *Body = getUserBody(Function);
  if (!Body || Function.isDependentContext()) {
    Reason = SkipReason::Dependent;
    return nullptr;
  }
  CFG::BuildOptions Options;
  Options.AddEHEdges = true;
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(&Function, const_cast<Stmt *>(Body), &TheUnit.AST, Options);
  if (!Graph) {
    Reason = SkipReason::NoGraph;
    return nullptr;
  }
  if (Graph->getNumBlockIDs() > MaxBlocks) {
    Reason = SkipReason::TooLarge;
    return nullptr;
  }
  auto Facts = std::make_unique<FunctionFacts>(Function, std::move(Graph));
  FunctionGenerator(TheUnit, *Facts).run();
  return Facts;
}

} // namespace async
