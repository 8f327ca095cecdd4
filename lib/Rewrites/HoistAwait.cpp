#include "Rewrites/HoistAwait.h"

#include "Facts/Operation.h"
#include "Facts/Unit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// The awaits of one statement that can be moved.
class Awaits {
public:
  explicit Awaits(const Source &Text) : Text(Text) {}

  /// False if one of them can't be moved.
  bool collect(const Stmt *S, bool Always);

  SmallVector<const CoroutineSuspendExpr *, 2> Found;
  /// What else is evaluated does something.
  bool HasEffects = false;

private:
  const Source &Text;
};

bool Awaits::collect(const Stmt *S, bool Always) {
  if (!S || isa<LambdaExpr>(S))
    return true;
  if (isa<CoyieldExpr, DependentCoawaitExpr>(S))
    return false;
  if (const auto *Await = dyn_cast<CoawaitExpr>(S)) {
    if (!Always)
      return false;
    Found.push_back(Await);
    return true;
  }
  const auto *Binary = dyn_cast<BinaryOperator>(S);
  if (Binary && Binary->isLogicalOp())
    return collect(Binary->getLHS(), Always) &&
           collect(Binary->getRHS(), false);
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(S))
    return collect(Choice->getCond(), Always) &&
           collect(Choice->getTrueExpr(), false) &&
           collect(Choice->getFalseExpr(), false);
  size_t Before = Found.size();
  for (const Stmt *Child : Source::childrenOf(*S))
    if (!collect(Child, Always))
      return false;
  // What has an await below it is done after that.
  if (Found.size() != Before)
    return true;
  // A place may be looked up later, and what is missing added then.
  if (const auto *Index = dyn_cast<CXXOperatorCallExpr>(S))
    if (Index->getOperator() == OO_Subscript)
      return true;
  if (isa<CallExpr, BinaryOperator, UnaryOperator, CXXNewExpr>(S))
    HasEffects |= !Text.hasNoEffects(S);
  return true;
}

/// What of \p S is evaluated once, when the statement begins.
const Stmt *evaluatedFirst(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return If->getInit() || If->getConditionVariable() ? nullptr
                                                       : If->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    return Switch->getInit() || Switch->getConditionVariable()
               ? nullptr
               : Switch->getCond();
  if (const auto *Loop = dyn_cast<CXXForRangeStmt>(&S))
    return Loop->getInit() ? nullptr : Loop->getRangeInit();
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
    return Declaration->isSingleDecl() ? &S : nullptr;
  return isa<Expr, CoreturnStmt>(S) ? &S : nullptr;
}

} // namespace

bool hasStd(ASTContext &AST, StringRef Name) {
  for (const NamedDecl *Std :
       AST.getTranslationUnitDecl()->lookup(&AST.Idents.get("std")))
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Std))
      for (const NamedDecl *D : Namespace->lookup(&AST.Idents.get(Name)))
        if (D->isInStdNamespace())
          return true;
  return false;
}

std::optional<HoistedAwaits> awaitsOf(const Statement &At,
                                      const Source &Text) {
  const Stmt *First = evaluatedFirst(*At.S);
  Awaits All(Text);
  if (!First || !All.collect(First, true) || All.Found.empty())
    return std::nullopt;
  HoistedAwaits Result;
  Result.Awaits.assign(All.Found.begin(), All.Found.end());
  Result.HasEffects = All.HasEffects;
  const auto *Whole = dyn_cast<Expr>(First);
  if (const auto *Declaration = dyn_cast<DeclStmt>(First))
    if (const auto *V = dyn_cast<VarDecl>(Declaration->getSingleDecl()))
      Whole = V->getInit();
  if (const auto *Return = dyn_cast<CoreturnStmt>(First))
    Whole = Return->getOperand();
  Result.IsWhole = Whole && !isa<IfStmt, SwitchStmt>(At.S) &&
                   Whole->IgnoreUnlessSpelledInSource() == All.Found.front();
  return Result;
}

std::string hoistLines(const HoistedAwaits &All, const Statement &At,
                       const Source &Text, Source::Parts Changed,
                       Rewrite &Into) {
  ASTContext &AST = Text.unit().AST;
  SmallVector<StringRef, 4> Names = {"value", "result", "awaited", "answer"};
  std::string Lines;
  for (const CoroutineSuspendExpr *Await : All.Awaits) {
    QualType Type = Await->getType();
    if (Type->isVoidType() || Names.empty() ||
        Text.text(Await->getSourceRange()).empty() ||
        !Text.isNameableAt(Await->getOperand(), At))
      return "";
    std::string Name = Text.freshName(Names);
    llvm::erase(Names, StringRef(Name));
    bool Refers = Await->isLValue();
    Lines += (Lines.empty() ? "" : "\n") +
             std::string(Refers ? "auto &" : "auto ") + Name + " = " +
             Text.textWith(Await->getSourceRange(), Changed) + ";";
    bool Moves =
        !Refers && !Type.isTriviallyCopyableType(AST) && hasStd(AST, "move");
    Text.replace(Await->getSourceRange(),
                 Moves ? "std::move(" + Name + ")" : Name, Into);
  }
  Into.NeedsDecision |= All.HasEffects;
  return Lines;
}

std::optional<Rewrite> hoistAwait(SourceRange Where, const Source &Text) {
  std::optional<Statement> At = Text.statementAt(Where);
  std::optional<HoistedAwaits> All =
      At ? awaitsOf(*At, Text) : std::nullopt;
  // Nothing is left to be done after the await if the statement is the await.
  if (!All || All->IsWhole)
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::HoistAwait;
  std::string Lines = hoistLines(*All, *At, Text, {}, Result);
  if (Lines.empty() || !Text.insertBefore(*At, Lines, Result))
    return std::nullopt;
  return Result;
}

} // namespace async
