#include "Rewrites/PassCaptures.h"

#include "Coroutine/Suspension.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace async {
namespace {

const LambdaExpr *lambdaOf(const Expr *E) {
  return E ? dyn_cast<LambdaExpr>(E->IgnoreUnlessSpelledInSource()) : nullptr;
}

/// The call of a closure; null if \p S is none.
const CXXOperatorCallExpr *closureCall(const Stmt *S) {
  const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(S);
  return Call && Call->getOperator() == OO_Call ? Call : nullptr;
}

/// What \p Call calls, if it is named by a variable.
const VarDecl *calledVariable(const CXXOperatorCallExpr &Call) {
  const auto *Ref =
      dyn_cast<DeclRefExpr>(Call.getArg(0)->IgnoreUnlessSpelledInSource());
  const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Variable && lambdaOf(Variable->getInit()) ? Variable : nullptr;
}

void collectCalls(const Stmt *S,
                  llvm::function_ref<bool(const CXXOperatorCallExpr &)> Wanted,
                  SmallVectorImpl<const CXXOperatorCallExpr *> &Into) {
  if (!S)
    return;
  if (const CXXOperatorCallExpr *Call = closureCall(S); Call && Wanted(*Call))
    Into.push_back(Call);
  for (const Stmt *Child : Source::childrenOf(*S))
    collectCalls(Child, Wanted, Into);
}

/// Mentions of \p D, those in lambdas included.
unsigned countMentions(const Stmt *S, const ValueDecl &D) {
  if (!S)
    return 0;
  const auto *Ref = dyn_cast<DeclRefExpr>(S);
  unsigned Count = Ref && Ref->getDecl() == &D;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    Count += countMentions(getUserBody(*Lambda->getCallOperator()), D);
  for (const Stmt *Child : Source::childrenOf(*S))
    Count += countMentions(Child, D);
  return Count;
}

class Passing {
public:
  explicit Passing(const Source &Text) : Text(Text) {
    Result.What = Rewrite::Form::PassCaptures;
  }
  std::optional<Rewrite> run(SourceRange Where);

private:
  bool find(SourceRange Where);
  bool describe(const LambdaCapture &Capture, const Expr *Init);
  bool renameThis(const Stmt *S);
  bool addArguments(const CXXOperatorCallExpr &Call);

  const Source &Text;
  Rewrite Result;
  const LambdaExpr *Lambda = nullptr;
  const VarDecl *Named = nullptr;
  SmallVector<const CXXOperatorCallExpr *, 2> Calls;
  std::string Parameters, Arguments, Self;
  SmallVector<const ValueDecl *, 4> Captured;
};

bool Passing::find(SourceRange Where) {
  SmallVector<const Stmt *, 16> Chain = Text.chainTo(Where);
  if (Chain.empty())
    return false;
  for (const Stmt *S : Chain) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S);
        Declaration && Declaration->isSingleDecl())
      if (const auto *V = dyn_cast<VarDecl>(Declaration->getSingleDecl());
          V && lambdaOf(V->getInit()))
        Named = V;
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      Lambda = L;
  }
  const Stmt *Body = getUserBody(Text.function());
  auto CallsLambda = [&](const CXXOperatorCallExpr &Call) {
    return Lambda && lambdaOf(Call.getArg(0)) == Lambda;
  };
  auto CallsNamed = [&](const CXXOperatorCallExpr &Call) {
    return Named && calledVariable(Call) == Named;
  };
  if (!Lambda) {
    collectCalls(
        Chain.back(),
        [](const CXXOperatorCallExpr &Call) { return calledVariable(Call); },
        Calls);
    if (Calls.size() != 1)
      return false;
    Named = calledVariable(*Calls.front());
    Calls.clear();
  }
  if (!Named) {
    collectCalls(Body, CallsLambda, Calls);
    return Calls.size() == 1;
  }
  Lambda = lambdaOf(Named->getInit());
  collectCalls(Body, CallsNamed, Calls);
  return Named->isLocalVarDecl() && !Calls.empty() &&
         countMentions(Body, *Named) == Calls.size();
}

bool Passing::describe(const LambdaCapture &Capture, const Expr *Init) {
  std::string Parameter, Argument;
  if (Capture.getCaptureKind() == LCK_This) {
    Self = Text.freshName({"self", "that", "owner"});
    Parameter = "auto *" + Self;
    Argument = "this";
  } else {
    const auto *Variable =
        Capture.capturesVariable() && !Capture.isPackExpansion()
            ? dyn_cast<VarDecl>(Capture.getCapturedVar())
            : nullptr;
    if (!Variable || Variable->isParameterPack())
      return false;
    bool Refers = Capture.getCaptureKind() == LCK_ByRef;
    if (!Refers && Variable->getType()->isArrayType())
      return false;
    Parameter = (Refers ? "auto &" : "auto ") + Variable->getName().str();
    Argument = Variable->getName().str();
    if (Variable->isInitCapture()) {
      if (Variable->getInitStyle() != VarDecl::CInit ||
          (Named && !Text.hasNoEffects(Variable->getInit())))
        return false;
      Argument = Text.text(Variable->getInit()->getSourceRange()).str();
      if (Argument.empty())
        return false;
      Text.collectLocals(Variable->getInit(), Captured);
    }
    Captured.push_back(Variable);
  }
  Parameters += (Parameters.empty() ? "" : ", ") + Parameter;
  Arguments += (Arguments.empty() ? "" : ", ") + Argument;
  return true;
}

bool Passing::renameThis(const Stmt *S) {
  if (!S)
    return true;
  if (const auto *Inner = dyn_cast<LambdaExpr>(S))
    for (const LambdaCapture &Capture : Inner->captures())
      if (Capture.capturesThis())
        return false;
  if (const auto *This = dyn_cast<CXXThisExpr>(S); This && !This->isImplicit()) {
    if (!Text.isEditable(This->getSourceRange()))
      return false;
    Text.replace(This->getSourceRange(), Self, Result);
  }
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && Member->isImplicitAccess()) {
    if (!Text.isEditable(Member->getSourceRange()))
      return false;
    Result.Edits.push_back(
        FixItHint::CreateInsertion(Member->getBeginLoc(), Self + "->"));
    return true;
  }
  return llvm::all_of(Source::childrenOf(*S), [this](const Stmt *Child) {
    return renameThis(Child);
  });
}

bool Passing::addArguments(const CXXOperatorCallExpr &Call) {
  if (!Text.isEditable(Call.getSourceRange()))
    return false;
  const Expr *First = nullptr;
  for (const Expr *Argument : llvm::drop_begin(Call.arguments())) {
    if (isa<CXXDefaultArgExpr>(Argument))
      continue;
    // What is moved into one parameter can't be copied into another one.
    for (const ValueDecl *D : Captured)
      if (mentions(Argument, D))
        return false;
    if (!First)
      First = Argument;
  }
  Result.Edits.push_back(FixItHint::CreateInsertion(
      First ? First->getBeginLoc() : Call.getEndLoc(),
      Arguments + (First ? ", " : "")));
  return true;
}

std::optional<Rewrite> Passing::run(SourceRange Where) {
  if (!find(Where) || !Lambda->hasExplicitParameters() ||
      Lambda->capture_size() == 0 ||
      !Text.isEditable(Lambda->getIntroducerRange()))
    return std::nullopt;
  auto Init = Lambda->capture_init_begin();
  for (const LambdaCapture &Capture : Lambda->captures())
    if (!describe(Capture, *Init++))
      return std::nullopt;
  const CXXMethodDecl &Operator = *Lambda->getCallOperator();
  auto Type = Operator.getTypeSourceInfo()
                  ->getTypeLoc()
                  .getAsAdjusted<FunctionProtoTypeLoc>();
  if (!Type || !Text.isEditable({Type.getLParenLoc(), Type.getRParenLoc()}))
    return std::nullopt;
  if (!Self.empty() && !renameThis(getUserBody(Operator)))
    return std::nullopt;
  Text.replace(Lambda->getIntroducerRange(), "[]", Result);
  Result.Edits.push_back(FixItHint::CreateInsertion(
      Type.getLParenLoc().getLocWithOffset(1),
      Parameters + (Type.getNumParams() ? ", " : "")));
  for (const CXXOperatorCallExpr *Call : Calls)
    if (!addArguments(*Call))
      return std::nullopt;
  Result.NeedsDecision = Named != nullptr;
  return Result;
}

} // namespace

std::optional<Rewrite> passCaptures(SourceRange Where, const Source &Text) {
  return Passing(Text).run(Where);
}

} // namespace async
