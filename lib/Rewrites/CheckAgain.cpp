#include "Rewrites/CheckAgain.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// A statement that asks, and what it asks.
struct Question {
  const Stmt *Asker = nullptr;
  const Expr *Condition = nullptr;
  /// Between the parentheses, with what is declared there.
  SourceRange Head;
  bool Declares = false;
};

Question asQuestion(const Stmt *S) {
  Question Q;
  if (const auto *If = dyn_cast<IfStmt>(S); If && !If->isConstexpr()) {
    Q = {If, If->getCond(), {If->getLParenLoc(), If->getRParenLoc()},
         If->getInit() || If->getConditionVariable()};
  } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
    Q = {While, While->getCond(),
         {While->getLParenLoc(), While->getRParenLoc()},
         While->getConditionVariable() != nullptr};
  } else if (const auto *For = dyn_cast<ForStmt>(S); For && For->getCond()) {
    Q = {For, For->getCond(), {}, false};
  }
  return Q;
}

const Stmt *exitOf(const Stmt *S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    S = Block->body_empty() ? nullptr : Block->body_back();
  if (const auto *E = dyn_cast_or_null<Expr>(S))
    S = E->IgnoreImplicit();
  return isa_and_nonnull<CoreturnStmt, ReturnStmt, ContinueStmt, BreakStmt,
                         CXXThrowExpr>(S)
             ? S
             : nullptr;
}

/// What `continue` and `break` in \p Chain mean: the innermost loop or switch.
const Stmt *jumpTarget(ArrayRef<const Stmt *> Chain, bool IsBreak) {
  for (const Stmt *S : llvm::reverse(Chain))
    if (isa<WhileStmt, ForStmt, DoStmt, CXXForRangeStmt>(S) ||
        (IsBreak && isa<SwitchStmt>(S)))
      return S;
  return nullptr;
}

class Again {
public:
  Again(SourceRange Seen, SourceRange Act, const Source &Text)
      : Seen(Seen), Act(Act), Text(Text) {}

  std::optional<Rewrite> run();
  std::string exitText(const IfStmt &If, ArrayRef<const Stmt *> Chain,
                       const Statement &At);

private:
  bool repeats(const Expr *E, const Statement &At) {
    return Text.hasNoEffects(E) && Text.isNameableAt(E, At);
  }
  std::string headOf(const Question &Q, const Statement &At, bool Positive);
  bool mayFallOff(const Statement &At) const;

  SourceRange Seen, Act;
  const Source &Text;
};

/// The condition to repeat, or the operand of `&&` (where it held: \p Positive) or
/// `||` (where it did not) that holds Seen; empty if there is none.
std::string Again::headOf(const Question &Q, const Statement &At,
                          bool Positive) {
  if (Q.Declares) {
    // What it declares is looked up anew.
    const auto *If = dyn_cast<IfStmt>(Q.Asker);
    const Stmt *Init = If ? If->getInit() : nullptr;
    const auto *Declaration = dyn_cast_or_null<DeclStmt>(Init);
    const VarDecl *Variable = nullptr;
    if (If && If->getConditionVariable())
      Variable = If->getConditionVariable();
    else if (Declaration && Declaration->isSingleDecl())
      Variable = dyn_cast<VarDecl>(Declaration->getSingleDecl());
    if (!Variable || !Variable->getInit() ||
        !repeats(Variable->getInit(), At) || !Text.hasNoEffects(Q.Condition))
      return "";
    return Text.movable(Q.Head).empty()
               ? ""
               : StringRef(Text.movable(Q.Head)).drop_front().drop_back().str();
  }
  const Expr *Part = Q.Condition;
  if (!repeats(Part, At)) {
    for (;;) {
      const auto *Both = dyn_cast<BinaryOperator>(Part->IgnoreParenImpCasts());
      if (!Both || Both->getOpcode() != (Positive ? BO_LAnd : BO_LOr))
        break;
      auto Holds = [&](const Expr *E) {
        return !Text.isBefore(Seen.getBegin(), E->getBeginLoc()) &&
               !Text.isBefore(E->getEndLoc(), Seen.getEnd());
      };
      Part = Holds(Both->getLHS())   ? Both->getLHS()
             : Holds(Both->getRHS()) ? Both->getRHS()
                                     : nullptr;
      if (!Part)
        return "";
    }
    if (Part == Q.Condition || !repeats(Part, At))
      return "";
  }
  return Text.movable(Part->getSourceRange());
}

/// True if nothing follows the statements from \p At on, and they give a result: if
/// they are made conditional the coroutine would end without one.
bool Again::mayFallOff(const Statement &At) const {
  const Stmt *Last = At.Block ? At.Block->body_back() : At.S;
  const auto *Return = dyn_cast<CoreturnStmt>(Last);
  if (!Return || !Return->getOperand())
    return false;
  for (size_t I = 0; I + 1 < At.Around.size(); ++I)
    if (const auto *Block = dyn_cast<CompoundStmt>(At.Around[I]);
        Block && Block != At.Block && Block->body_back() != At.Around[I + 1])
      return false;
  return true;
}

std::string Again::exitText(const IfStmt &If, ArrayRef<const Stmt *> Chain,
                            const Statement &At) {
  const Stmt *Exit = If.getElse() ? nullptr : exitOf(If.getThen());
  if (!Exit)
    return "";
  if (isa<ContinueStmt, BreakStmt>(Exit) &&
      jumpTarget(Chain, isa<BreakStmt>(Exit)) !=
          jumpTarget(At.Around, isa<BreakStmt>(Exit)))
    return "";
  Question Q = asQuestion(&If);
  SourceLocation End = Text.endOf(*If.getThen());
  // What the condition declares is declared again.
  Statement Inside = At;
  Inside.Around.append({&If, If.getThen()});
  if (!Q.Condition || End.isInvalid() ||
      !Text.isNameableAt(If.getThen(), Inside))
    return "";
  std::string Head = headOf(Q, At, /*Positive=*/false);
  std::string Body = Text.movable(
      {If.getThen()->getBeginLoc(), End.getLocWithOffset(-1)});
  if (Head.empty() || Body.empty())
    return "";
  // The exit begins on the line of the condition or on the next.
  std::string Between = Text.isFirstOnLine(If.getThen()->getBeginLoc())
                            ? "\n" + Text.indentStep().str()
                            : " ";
  return "if (" + Head + ")" + Between + Body;
}

std::optional<Rewrite> Again::run() {
  SmallVector<const Stmt *, 16> Chain = Text.chainTo(Seen);
  std::optional<Statement> At = Text.statementAt(Act);
  if (!At || Chain.empty())
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::CheckAgain;
  Result.NeedsDecision = true;
  for (size_t I = Chain.size(); I-- > 0;) {
    Question Q = asQuestion(Chain[I]);
    if (!Q.Condition)
      continue;
    bool IsInQuestion =
        !Text.isBefore(Seen.getBegin(), Q.Asker->getBeginLoc()) &&
        !Text.isBefore(Q.Condition->getEndLoc(), Seen.getBegin());
    if (!IsInQuestion)
      continue;
    bool Encloses = llvm::is_contained(At->Around, Q.Asker);
    const auto *If = dyn_cast<IfStmt>(Q.Asker);
    if (!Encloses) {
      std::string Lines =
          If ? exitText(*If, ArrayRef(Chain).take_front(I + 1), *At) : "";
      if (Lines.empty() || !Text.insertBefore(*At, Lines, Result))
        return std::nullopt;
      return Result;
    }
    bool Positive = !If || llvm::is_contained(At->Around, If->getThen());
    if (At->S == Q.Asker || mayFallOff(*At) ||
        (!Positive && !llvm::is_contained(At->Around, If->getElse())))
      return std::nullopt;
    std::string Head = headOf(Q, *At, Positive);
    if (Head.empty() || (!Positive && Q.Declares))
      return std::nullopt;
    Head = Positive ? "if (" + Head + ")" : "if (!(" + Head + "))";
    if (!Text.wrapFrom(*At, Head, Result))
      return std::nullopt;
    return Result;
  }
  return std::nullopt;
}

/// The two sides of an assignment, built in or not.
std::optional<std::pair<const Expr *, const Expr *>> sidesOf(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return std::nullopt;
  E = E->IgnoreImplicit();
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    if (Binary->getOpcode() == BO_Assign)
      return std::pair(Binary->getLHS(), Binary->getRHS());
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    if (Call->getOperator() == OO_Equal)
      return std::pair(Call->getArg(0), Call->getArg(1));
  return std::nullopt;
}

} // namespace

std::string exitAgain(const IfStmt &If, ArrayRef<const Stmt *> Chain,
                      const Statement &At, const Source &Text) {
  return Again(If.getCond()->getSourceRange(), At.S->getSourceRange(), Text)
      .exitText(If, Chain, At);
}

std::optional<Rewrite> checkAgain(SourceRange Seen, SourceRange Act,
                                  const Source &Text) {
  return Again(Seen, Act, Text).run();
}

std::optional<Rewrite> assignIfStill(SourceRange Set, SourceRange Act,
                                     const Source &Text) {
  std::optional<Statement> At = Text.statementAt(Act);
  std::optional<Statement> Before = Text.statementAt(Set);
  if (!At || !Before)
    return std::nullopt;
  auto Old = sidesOf(Before->S), New = sidesOf(At->S);
  if (!Old || !New || Old->second->getType()->isBooleanType() ||
      Text.text(Old->first->getSourceRange()) !=
          Text.text(New->first->getSourceRange()) ||
      !Text.hasNoEffects(Old->second) ||
      !Text.isNameableAt(Old->second, *At))
    return std::nullopt;
  Statement Alone = *At;
  Alone.Block = nullptr;
  Rewrite Result;
  Result.What = Rewrite::Form::CheckAgain;
  Result.NeedsDecision = true;
  if (!Text.wrapFrom(Alone,
                     ("if (" + Text.text(Old->first->getSourceRange()) +
                      " == " + Text.text(Old->second->getSourceRange()) + ")")
                         .str(),
                     Result))
    return std::nullopt;
  return Result;
}

} // namespace async
