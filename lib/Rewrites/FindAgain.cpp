#include "Rewrites/FindAgain.h"

#include "Coroutine/Suspension.h"
#include "Rewrites/CheckAgain.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// What stands before the name in a declaration: `const auto &`.
StringRef typeText(const VarDecl &Variable, const Source &Text) {
  SourceLocation Begin = Variable.getBeginLoc(), Name = Variable.getLocation();
  StringRef All = Text.text({Begin, Name});
  return All.ends_with(Variable.getName())
             ? All.drop_back(Variable.getName().size())
             : "";
}

bool isCopyable(QualType Type) {
  const CXXRecordDecl *Class = Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->hasSimpleCopyConstructor())
    return true;
  if (Class->needsImplicitCopyConstructor())
    return !Class->needsOverloadResolutionForCopyConstructor();
  return llvm::any_of(Class->ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isDeleted();
  });
}

/// The first `if` before \p At, and visible there, that asks about \p Holder.
struct Asked {
  const IfStmt *If = nullptr;
  SmallVector<const Stmt *, 8> Chain;
  /// At stands in it.
  bool Encloses = false;
};

Asked firstQuestion(const VarDecl &Holder, const Statement &At) {
  Asked Found;
  for (size_t I = 0; I + 1 < At.Around.size(); ++I) {
    const Stmt *Outer = At.Around[I], *Within = At.Around[I + 1];
    if (const auto *If = dyn_cast<IfStmt>(Outer);
        If && Within == If->getThen() && mentions(If->getCond(), &Holder))
      Found = {If, {}, true};
    const auto *Block = dyn_cast<CompoundStmt>(Outer);
    if (!Block)
      continue;
    for (const Stmt *Child : Block->body()) {
      if (Child == Within)
        break;
      const auto *If = dyn_cast<IfStmt>(Child);
      if (If && !Found.If && mentions(If->getCond(), &Holder)) {
        Found.If = If;
        Found.Chain.assign(At.Around.begin(), At.Around.begin() + I + 1);
        Found.Chain.push_back(If);
      }
    }
  }
  return Found;
}

} // namespace

std::optional<Rewrite> findAgain(const VarDecl &Holder, SourceRange Use,
                                 const Source &Text) {
  std::optional<Statement> At = Text.statementAt(Use);
  const Expr *Init = Holder.getInit();
  if (!At || !Init || isa<ParmVarDecl, DecompositionDecl>(Holder) ||
      !Text.hasNoEffects(Init) || !Text.isNameableAt(Init, *At))
    return std::nullopt;
  std::string Spelled = Text.movable(Init->getSourceRange());
  if (Spelled.empty())
    return std::nullopt;
  Rewrite Result;
  Result.What = Rewrite::Form::FindAgain;
  Result.NeedsDecision = true;

  QualType Type = Holder.getType();
  if (!Type->isReferenceType() && !Type.isConstQualified()) {
    if (!mentions(At->S, &Holder))
      return std::nullopt;
    std::string Line = Holder.getName().str() + " = " + Spelled + ";";
    Asked Question = firstQuestion(Holder, *At);
    if (Question.If && Question.Encloses) {
      StringRef Condition =
          Text.text(Question.If->getCond()->getSourceRange());
      if (Condition.empty() || !Text.hasNoEffects(Question.If->getCond()) ||
          !Text.wrapFrom(*At, (Line + "\nif (" + Condition + ")").str(),
                         Result))
        return std::nullopt;
      return Result;
    }
    if (Question.If)
      if (std::string Exit = exitAgain(*Question.If, Question.Chain, *At, Text);
          !Exit.empty())
        Line += "\n" + Exit;
    if (!Text.insertBefore(*At, Line, Result))
      return std::nullopt;
    return Result;
  }

  // A reference can't be bound again: another one takes its place from here on.
  StringRef TypeText = typeText(Holder, Text);
  if (TypeText.empty() || !At->Block)
    return std::nullopt;
  std::string Name = Text.freshName({"current", "found", "again"});
  unsigned Renamed = 0;
  for (const DeclRefExpr *Mention :
       Source::mentionsOf(getUserBody(Text.function()), Holder)) {
    if (Text.isBefore(Mention->getBeginLoc(), At->S->getBeginLoc()))
      continue;
    if (!Text.isEditable(Mention->getSourceRange()) ||
        Text.isBefore(At->Block->getEndLoc(), Mention->getBeginLoc()))
      return std::nullopt;
    Text.replace(Mention->getSourceRange(), Name, Result);
    ++Renamed;
  }
  if (!Renamed || !Text.insertBefore(
                      *At, (TypeText + Name + " = " + Spelled + ";").str(),
                      Result))
    return std::nullopt;
  return Result;
}

std::optional<Rewrite> copyInstead(const VarDecl &Holder, const Source &Text) {
  Rewrite Result;
  Result.What = Rewrite::Form::Copy;
  Result.NeedsDecision = true;
  QualType Type = Holder.getType();
  StringRef Before = typeText(Holder, Text);
  if (Before.empty())
    return std::nullopt;
  auto At = [&](size_t Offset) {
    return Holder.getBeginLoc().getLocWithOffset(Offset);
  };
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Holder)) {
    const FunctionDecl &Function = Text.function();
    const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
    if (Function.getPreviousDecl() || (Method && Method->isVirtual()) ||
        Parameter->getDeclContext() != &Function)
      return std::nullopt;
  }
  if (Type->isReferenceType()) {
    if (!Type.getNonReferenceType().isConstQualified() || !isCopyable(Type))
      return std::nullopt;
    size_t Begin = Before.find('&'), End = Before.rfind('&') + 1;
    // Of `std::function<void(int &)> const &f`, only the last.
    if (Begin == StringRef::npos || Before.slice(Begin, End).trim('&') != "")
      return std::nullopt;
    // `const T &x` and `const T& x` become `const T x`.
    bool Spaced = Begin && Before[Begin - 1] == ' ' && End < Before.size();
    Result.Edits.push_back(FixItHint::CreateRemoval(
        CharSourceRange::getCharRange(At(Begin - Spaced), At(End))));
    return Result;
  }
  // A view of characters becomes a string.
  size_t View = Before.find("std::string_view");
  if (View == StringRef::npos)
    return std::nullopt;
  Result.Edits.push_back(
      FixItHint::CreateReplacement(CharSourceRange::getCharRange(
                                       At(View), At(View + 16)),
                                   "std::string"));
  return Result;
}

std::optional<Rewrite> walkCopy(SourceRange Where, const Source &Text) {
  const CXXForRangeStmt *Loop = nullptr;
  for (const Stmt *S : Text.chainTo(Where))
    if (const auto *Found = dyn_cast<CXXForRangeStmt>(S))
      Loop = Found;
  if (!Loop || Loop->getInit())
    return std::nullopt;
  const Expr *Range = Loop->getRangeInit();
  SourceLocation Begin = Loop->getLoopVarStmt()->getBeginLoc();
  StringRef Spelled = Text.text(Range->getSourceRange());
  if (Spelled.empty() || !Text.hasNoEffects(Range) || !Range->isLValue() ||
      !isCopyable(Range->getType()) || !Text.isEditable({Begin, Begin}))
    return std::nullopt;
  std::string Name = Text.freshName({"snapshot", "copy", "present"});
  Rewrite Result;
  Result.What = Rewrite::Form::Copy;
  Result.NeedsDecision = true;
  Result.Edits.push_back(FixItHint::CreateInsertion(
      Begin, ("auto " + Name + " = " + Spelled + "; ").str()));
  Text.replace(Range->getSourceRange(), Name, Result);
  return Result;
}

/// The shared owner that \p E goes through, outermost first.
static const Expr *sharedOwner(const Stmt *E) {
  if (!E)
    return nullptr;
  const Expr *Object = nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (Operator->getOperator() == OO_Arrow ||
        (Operator->getOperator() == OO_Star && Operator->getNumArgs() == 1))
      Object = Operator->getArg(0);
  } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getIdentifier() && Method->getName() == "get")
      Object = Call->getImplicitObjectArgument();
  }
  if (Object) {
    // Its operators may be those of a base.
    Object = Object->IgnoreImplicit();
    const CXXRecordDecl *Class = Object->getType()->getAsCXXRecordDecl();
    if (Class && Class->getIdentifier() && Class->getName() == "shared_ptr")
      return Object;
  }
  for (const Stmt *Child : Source::childrenOf(*E))
    if (const Expr *Found = sharedOwner(Child))
      return Found;
  return nullptr;
}

std::optional<Rewrite> keepOwner(const VarDecl *Holder, SourceRange Use,
                                 const Source &Text) {
  const Stmt *Where = nullptr;
  std::optional<Statement> At;
  if (Holder) {
    if (!Holder->getInit())
      return std::nullopt;
    Where = Holder->getInit();
    At = Text.statementAt(Holder->getSourceRange());
  } else {
    At = Text.statementAt(Use);
    SmallVector<const Stmt *, 16> Chain = Text.chainTo(Use);
    // From the statement on: the range may be of one part of a call.
    for (const Stmt *S : Chain)
      if (At && S == At->S)
        Where = S;
  }
  const Expr *Owner = sharedOwner(Where);
  if (!At || !Owner || !Text.hasNoEffects(Owner) ||
      !Text.isNameableAt(Owner, *At))
    return std::nullopt;
  StringRef Spelled = Text.text(Owner->getSourceRange());
  std::string Name = Text.freshName({"owner", "keep", "alive"});
  Rewrite Result;
  Result.What = Rewrite::Form::KeepOwner;
  Result.NeedsDecision = Holder != nullptr;
  if (Spelled.empty() ||
      !Text.insertBefore(*At, ("auto " + Name + " = " + Spelled + ";").str(),
                         Result))
    return std::nullopt;
  Text.replace(Owner->getSourceRange(), Name, Result);
  return Result;
}

std::optional<Rewrite> giveCopy(SourceRange Where, int Index,
                                const Source &Text) {
  std::optional<Statement> At = Text.statementAt(Where);
  const CallExpr *Call = nullptr;
  for (const Stmt *S : Text.chainTo(Where))
    if (const auto *Found = dyn_cast<CallExpr>(S))
      Call = Found;
  if (!At || !Call || Index < 0 || unsigned(Index) >= Call->getNumArgs())
    return std::nullopt;
  const Expr *Argument = Call->getArg(Index);
  while (const auto *Made = dyn_cast<CXXConstructExpr>(
             Argument->IgnoreImplicit())) {
    if (Made->getNumArgs() != 1)
      break;
    Argument = Made->getArg(0);
  }
  Argument = Argument->IgnoreImplicit();
  StringRef Spelled = Text.text(Argument->getSourceRange());
  if (Spelled.empty() || !Argument->isLValue() ||
      !isCopyable(Argument->getType()) || !Text.hasNoEffects(Argument) ||
      !Text.isNameableAt(Argument, *At))
    return std::nullopt;
  std::string Name = Text.freshName({"copy", "given", "own"});
  Rewrite Result;
  Result.What = Rewrite::Form::Copy;
  Result.NeedsDecision = true;
  if (!Text.insertBefore(*At, ("auto " + Name + " = " + Spelled + ";").str(),
                         Result))
    return std::nullopt;
  Text.replace(Argument->getSourceRange(), Name, Result);
  return Result;
}

std::optional<Rewrite> giveCopy(SourceRange Argument, const Source &Text) {
  std::optional<Rewrite> Found;
  for (const Stmt *S : Text.chainTo(Argument))
    if (const auto *Call = dyn_cast<CallExpr>(S))
      for (unsigned I = 0; I != Call->getNumArgs(); ++I)
        if (Call->getArg(I)->getBeginLoc() == Argument.getBegin())
          Found = giveCopy(Call->getSourceRange(), I, Text);
  return Found;
}

std::optional<Rewrite> captureCopy(SourceRange Where, const ValueDecl *Captured,
                                   const Source &Text) {
  std::optional<Statement> At = Text.statementAt(Where);
  if (!At)
    return std::nullopt;
  SmallVector<const Stmt *, 16> Open = {At->S};
  while (!Open.empty()) {
    const Stmt *S = Open.pop_back_val();
    if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(S))
      for (const LambdaCapture &Capture : Lambda->explicit_captures()) {
        if (!Captured && Capture.capturesVariable() &&
            llvm::hasSingleElement(Lambda->explicit_captures()))
          Captured = Capture.getCapturedVar();
        SourceLocation Name = Capture.getLocation();
        if (!Capture.capturesVariable() ||
            Capture.getCaptureKind() != LCK_ByRef ||
            Capture.getCapturedVar() != Captured || Name.isMacroID() ||
            !isCopyable(Captured->getType()))
          continue;
        SourceLocation Ampersand = Name.getLocWithOffset(-1);
        if (Text.text({Ampersand, Ampersand}) != "&")
          continue;
        Rewrite Result;
        Result.What = Rewrite::Form::Copy;
        Result.NeedsDecision = true;
        Result.Edits.push_back(FixItHint::CreateRemoval(
            CharSourceRange::getCharRange(Ampersand, Name)));
        return Result;
      }
    if (S)
      llvm::append_range(Open, Source::childrenOf(*S));
  }
  return std::nullopt;
}

} // namespace async
