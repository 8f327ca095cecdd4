#include "Rewrites/UpdateCurrent.h"

#include "Coroutine/Suspension.h"
#include "Facts/Unit.h"
#include "Rewrites/HoistAwait.h"
#include "Support/ClangCompat.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// What becomes of a local variable.
struct Uses {
  /// `v += 2;`, `v.push_back(x);`, as statements of their own.
  SmallVector<const Expr *, 2> Changes;
  /// Other mentions, those in the assignment left out.
  unsigned Others = 0;
};

const Expr *bare(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  return E ? E->IgnoreImplicit()->IgnoreParenImpCasts() : nullptr;
}

bool isNamed(const Stmt *S, const ValueDecl *D) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(bare(S));
  return Ref && Ref->getDecl() == D;
}

/// The operand, if \p E is a change of \p Variable that does not depend on when it
/// is made among others of its kind.
bool commutes(const Expr *E, const VarDecl *Variable) {
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->isIncrementDecrementOp() &&
           isNamed(Unary->getSubExpr(), Variable);
  if (const auto *Assign = dyn_cast<CompoundAssignOperator>(E)) {
    switch (Assign->getOpcode()) {
    case BO_AddAssign:
    case BO_SubAssign:
    case BO_OrAssign:
    case BO_AndAssign:
    case BO_XorAssign:
      return isNamed(Assign->getLHS(), Variable) &&
             !mentions(Assign->getRHS(), Variable);
    default:
      return false;
    }
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (!Call || !Call->getMethodDecl() ||
      !isNamed(Call->getImplicitObjectArgument(), Variable))
    return false;
  const IdentifierInfo *Name = Call->getMethodDecl()->getIdentifier();
  return Name && StringSwitch<bool>(Name->getName())
                     .Cases({"push_back", "emplace_back", "insert", "emplace",
                             "insert_or_assign", "push", "append", "try_emplace"},
                            true)
                     .Default(false) &&
         llvm::none_of(Call->arguments(), [&](const Expr *Argument) {
           return mentions(Argument, Variable);
         });
}

/// \p Write is left out.
void collect(const Stmt *S, const VarDecl *Variable, const Stmt *Write,
             bool IsStatement, Uses &Found) {
  if (!S || S == Write)
    return;
  if (IsStatement)
    if (const Expr *E = bare(S); E && commutes(E, Variable)) {
      Found.Changes.push_back(cast<Expr>(S));
      return;
    }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    Found.Others += Ref->getDecl() == Variable;
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S))
    return collect(Suspend->getOperand(), Variable, Write, false, Found);
  bool InBlock = isa<CompoundStmt>(S);
  for (const Stmt *Child : S->children())
    collect(Child, Variable, Write, InBlock, Found);
}

/// True if \p E, after which `op` may be written, needs parentheses there.
bool isCompound(const Expr *E) {
  E = E->IgnoreImplicit();
  return isa<BinaryOperator, AbstractConditionalOperator>(E) ||
         (isa<CXXOperatorCallExpr>(E) &&
          cast<CXXOperatorCallExpr>(E)->isInfixBinaryOp());
}

/// `std::move(v)`, or what is given.
const Expr *moved(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CallExpr>(bare(E));
  if (Call && Call->getNumArgs() == 1 && Call->getDirectCallee() &&
      Call->getDirectCallee()->isInStdNamespace() &&
      Call->getDirectCallee()->getIdentifier() &&
      Call->getDirectCallee()->getName() == "move")
    return Call->getArg(0);
  return E;
}

/// The member or variable that \p E is in.
const ValueDecl *placeOf(const Stmt *E) {
  for (const Stmt *S = bare(E); S;) {
    if (const auto *Member = dyn_cast<MemberExpr>(S))
      if (isa<FieldDecl>(Member->getMemberDecl()))
        return Member->getMemberDecl();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (isa<VarDecl>(Ref->getDecl()))
        return Ref->getDecl();
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S)) {
      S = Operator->getNumArgs() ? bare(Operator->getArg(0)) : nullptr;
      continue;
    }
    S = S->child_begin() == S->child_end() ? nullptr : *S->child_begin();
  }
  return nullptr;
}

class Update {
public:
  Update(SourceRange Write, const Source &Text) : Write(Write), Text(Text) {}

  std::optional<Rewrite> run();

private:
  bool findAssignment();
  const VarDecl *staleCopy();
  std::optional<Rewrite> computeAgain(const VarDecl &Copy, const Uses &Used);
  std::optional<Rewrite> changeAgain(const VarDecl &Copy, const Uses &Used);
  void dropUnused(const VarDecl &Copy, Rewrite &Into);

  SourceRange Write;
  const Source &Text;
  std::optional<Statement> At;
  /// What is assigned, or has what is.
  const ValueDecl *Place = nullptr;
  const Expr *Left = nullptr, *Right = nullptr;
};

bool Update::findAssignment() {
  At = Text.statementAt(Write);
  const Expr *E = At ? bare(At->S) : nullptr;
  if (!E)
    return false;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E);
      Binary && Binary->getOpcode() == BO_Assign) {
    Left = Binary->getLHS();
    Right = Binary->getRHS();
  } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
             Call && Call->getOperator() == OO_Equal) {
    Left = Call->getArg(0);
    Right = Call->getArg(1);
  }
  Place = Left ? placeOf(Left) : nullptr;
  return Place && Text.hasNoEffects(Left);
}

/// The one local in what is assigned that was made from the place.
const VarDecl *Update::staleCopy() {
  SmallVector<const ValueDecl *, 4> Locals;
  Text.collectLocals(Right, Locals);
  const VarDecl *Found = nullptr;
  for (const ValueDecl *Local : Locals) {
    const auto *Variable = dyn_cast<VarDecl>(Local);
    if (!Variable || isa<ParmVarDecl>(Variable) || !Variable->getInit() ||
        Variable->getType()->isReferenceType() ||
        !mentions(Variable->getInit(), Place))
      continue;
    if (Found && Found != Variable)
      return nullptr;
    Found = Variable;
  }
  return Found;
}

const DeclStmt *declarationOf(const Stmt *S, const VarDecl &Variable) {
  if (!S)
    return nullptr;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S);
      Declaration && Declaration->isSingleDecl() &&
      Declaration->getSingleDecl() == &Variable)
    return Declaration;
  for (const Stmt *Child : S->children())
    if (const DeclStmt *Found = declarationOf(Child, Variable))
      return Found;
  return nullptr;
}

void Update::dropUnused(const VarDecl &Copy, Rewrite &Into) {
  if (const DeclStmt *Declaration =
          declarationOf(getUserBody(Text.function()), Copy))
    Text.remove(Declaration->getSourceRange(), Into);
}

std::optional<Rewrite> Update::computeAgain(const VarDecl &Copy,
                                            const Uses &Used) {
  const Expr *Init = Copy.getInit();
  SmallVector<const DeclRefExpr *, 4> Mentions =
      Source::mentionsOf(Right, Copy);
  StringRef Spelled = Text.text(Init->getSourceRange());
  if (!Text.hasNoEffects(Init) || !Text.isNameableAt(Init, *At) ||
      Spelled.empty() || Mentions.empty() || isa<InitListExpr>(bare(Init)))
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::ReadAgain;
  Result.NeedsDecision = Used.Others != 0;
  bool Alone = isNamed(moved(Right), &Copy);
  std::string New = isCompound(Init) && !Alone ? ("(" + Spelled + ")").str()
                                               : Spelled.str();
  if (Alone)
    Text.replace(Right->getSourceRange(), New, Result);
  else
    for (const DeclRefExpr *Mention : Mentions) {
      if (!Text.isEditable(Mention->getSourceRange()))
        return std::nullopt;
      Text.replace(Mention->getSourceRange(), New, Result);
    }
  if (!Used.Others)
    dropUnused(Copy, Result);
  return Result;
}

std::optional<Rewrite> Update::changeAgain(const VarDecl &Copy,
                                           const Uses &Used) {
  const Expr *Init = Copy.getInit();
  StringRef Current = Text.text(Left->getSourceRange());
  // A plain copy of the place, and all of it written back.
  if (!isNamed(moved(Right), &Copy) || Current.empty() ||
      Text.text(Init->getSourceRange()) != Current)
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::UpdateCurrent;
  Result.NeedsDecision = Used.Others != 0;
  std::string Lines;
  for (const Expr *Change : Used.Changes) {
    SmallVector<const DeclRefExpr *, 4> Mentions =
        Source::mentionsOf(Change, Copy);
    StringRef Spelled = Text.text(Change->getSourceRange());
    std::optional<Statement> Made = Text.statementAt(Change->getSourceRange());
    // On all ways, or on none.
    if (!Made || Made->Block != At->Block || !Made->Block ||
        Mentions.size() != 1 || Spelled.empty() ||
        !Text.isNameableAt(Change, *At))
      return std::nullopt;
    bool Pure = true;
    if (const auto *Call = dyn_cast<CallExpr>(bare(Change)))
      for (const Expr *Argument : Call->arguments())
        Pure &= Text.hasNoEffects(Argument);
    else if (const auto *Assign = dyn_cast<BinaryOperator>(bare(Change)))
      Pure = Text.hasNoEffects(Assign->getRHS());
    if (!Pure)
      return std::nullopt;
    unsigned From =
        Text.sources().getFileOffset(Mentions.front()->getBeginLoc()) -
        Text.sources().getFileOffset(Change->getBeginLoc());
    Lines += (Lines.empty() ? "" : ";\n") +
             (Spelled.take_front(From) + Current +
              Spelled.drop_front(From + Copy.getName().size()))
                 .str();
    if (!Used.Others)
      Text.remove(Change->getSourceRange(), Result);
  }
  Text.replace(At->S->getSourceRange(), Lines, Result);
  if (!Used.Others)
    dropUnused(Copy, Result);
  return Result;
}

std::optional<Rewrite> Update::run() {
  if (!findAssignment())
    return std::nullopt;
  const VarDecl *Copy = staleCopy();
  if (!Copy)
    return std::nullopt;
  Uses Used;
  collect(getUserBody(Text.function()), Copy, At->S, false, Used);
  return Used.Changes.empty() ? computeAgain(*Copy, Used)
                              : changeAgain(*Copy, Used);
}

/// The expression in \p S that names \p Place's last step; null if none or several
/// do.
void naming(const Stmt *S, const ValueDecl *D,
            SmallVectorImpl<const Expr *> &Into) {
  if (!S)
    return;
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && Member->getMemberDecl() == D) {
    Into.push_back(Member);
    return;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Ref->getDecl() == D)
    Into.push_back(Ref);
  for (const Stmt *Child : Source::childrenOf(*S))
    naming(Child, D, Into);
}

} // namespace

std::optional<Rewrite> updateCurrent(SourceRange Write, const Source &Text) {
  return Update(Write, Text).run();
}

std::optional<Rewrite> takeOut(const Path &Place, SourceRange Passed,
                               SourceRange Dropped, const Source &Text) {
  std::optional<Statement> Given = Text.statementAt(Passed);
  std::optional<Statement> Empties = Text.statementAt(Dropped);
  if (!Given || !Empties || Given->S == Empties->S || !Empties->Block ||
      !Place.decl() || !isa<Expr>(Empties->S))
    return std::nullopt;
  SmallVector<const Expr *, 2> Names;
  naming(Given->S, Place.decl(), Names);
  if (Names.size() != 1 || !hasStd(Text.unit().AST, "exchange"))
    return std::nullopt;
  StringRef Spelled = Text.text(Names.front()->getSourceRange());
  std::string Taken = Text.freshName({"taken", "batch", "current"});
  Rewrite Result;
  Result.What = Rewrite::Form::TakeOut;
  Result.NeedsDecision = true;
  if (Spelled.empty() ||
      !Text.insertBefore(*Given,
                         ("auto " + Taken + " = std::exchange(" + Spelled +
                          ", {});")
                             .str(),
                         Result) ||
      !Text.remove(Empties->S->getSourceRange(), Result))
    return std::nullopt;
  Text.replace(Names.front()->getSourceRange(), Taken, Result);
  return Result;
}

} // namespace async
