#include "Rewrites/UnlockMeanwhile.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "Rewrites/HoistAwait.h"
#include "Rewrites/NarrowLock.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {
namespace {

/// The name of \p Class' member function of that role without parameters.
std::string methodOf(const CXXRecordDecl *Class, CallRole Role,
                     LockTypes &Locks) {
  if (Class && Class->hasDefinition())
    for (const CXXMethodDecl *Method : Class->methods())
      if (Method->getNumParams() == 0 && Method->getAccess() == AS_public &&
          Method->getIdentifier() && Locks.effect(*Method).Role == Role)
        return Method->getNameAsString();
  return "";
}

/// True if \p S reads or changes members or globals by itself, not within
/// \p Except; what the functions do that it calls is their business.
bool touchesState(const Stmt &S, const FunctionFacts &Facts, const Source &Text,
                  ArrayRef<const CoroutineSuspendExpr *> Except = {}) {
  auto IsWithin = [&](SourceLocation At, const Stmt &Outer) {
    return !Text.isBefore(At, Outer.getBeginLoc()) &&
           !Text.isBefore(Outer.getEndLoc(), At);
  };
  auto IsState = [](const Path *Place) {
    if (!Place)
      return false;
    const Path &Base = Place->base();
    return Base.step() == Path::Step::Global ||
           (Base.step() == Path::Step::This && Place != &Base);
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      SourceLocation At = F->range().getBegin();
      if (At.isInvalid() || !IsWithin(At, S) ||
          llvm::any_of(Except, [&](const CoroutineSuspendExpr *Await) {
            return IsWithin(At, *Await);
          }))
        continue;
      if (const auto *R = dyn_cast<ReadFact>(F)) {
        if (IsState(&R->Place))
          return true;
      } else if (const auto *W = dyn_cast<WriteFact>(F)) {
        if (IsState(&W->Place))
          return true;
      } else if (const auto *C = dyn_cast<CallFact>(F)) {
        if (llvm::any_of(C->Arguments, IsState))
          return true;
      }
    }
  return false;
}

/// Adds the copies, made while the lock is held, of the arguments of the awaited call that
/// read state. False if one is lent, not copied.
bool copyArguments(
    const CoroutineSuspendExpr &Await, const FunctionFacts &Facts,
    const Source &Text, std::string &Copies,
    SmallVectorImpl<std::pair<SourceRange, std::string>> &Changed) {
  const Stmt &Operand = *Await.getOperand();
  if (!touchesState(Operand, Facts, Text))
    return true;
  const auto *Call =
      dyn_cast<CallExpr>(Await.getOperand()->IgnoreUnlessSpelledInSource());
  if (!Call || !Call->getDirectCallee())
    return false;
  SmallVector<StringRef, 4> Names = {"copy", "copied", "given", "current"};
  for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
    const Expr *Argument = Call->getArg(I);
    if (isa<CXXDefaultArgExpr>(Argument) ||
        !touchesState(*Argument, Facts, Text))
      continue;
    const auto *Callee = Call->getDirectCallee();
    QualType Type = I < Callee->getNumParams()
                        ? Callee->getParamDecl(I)->getType()
                        : QualType();
    StringRef Spelled = Text.text(Argument->getSourceRange());
    if (Type.isNull() || Type->isPointerType() || Spelled.empty() ||
        Names.empty() ||
        (Type->isLValueReferenceType() &&
         !Type.getNonReferenceType().isConstQualified()))
      return false;
    std::string Name = Text.freshName(Names);
    llvm::erase(Names, StringRef(Name));
    Copies += (Copies.empty() ? "" : "\n") + ("auto " + Name + " = " + Spelled + ";").str();
    Changed.push_back({Argument->getSourceRange(), Name});
  }
  return !Changed.empty();
}

/// How a lock is given back and taken again.
struct Handle {
  std::string Unlock, Lock;
};

/// `l.unlock()`; makes a std::unique_lock of what can't be unlocked.
std::optional<Handle> ofGuard(const VarDecl &Guard, const LockHazard &H,
                              const Source &Text, Unit &TheUnit,
                              Rewrite &Into) {
  const CXXRecordDecl *Class =
      Guard.getType().getNonReferenceType()->getAsCXXRecordDecl();
  std::string Unlock = methodOf(Class, CallRole::Release, TheUnit.Locks);
  std::string Lock = methodOf(Class, CallRole::Acquire, TheUnit.Locks);
  std::string Name = Guard.getName().str();
  if (!Unlock.empty() && !Lock.empty())
    return Handle{Name + "." + Unlock + "();", Name + "." + Lock + "();"};
  if (!Unlock.empty() || H.Subjects.size() != 1 || !Class ||
      !Class->isInStdNamespace())
    return std::nullopt;
  SourceLocation Begin = Guard.getBeginLoc();
  StringRef Spelled = Text.text({Begin, Guard.getLocation()});
  for (StringRef Old : {"std::lock_guard", "std::scoped_lock"}) {
    size_t At = Spelled.find(Old);
    if (At == StringRef::npos)
      continue;
    SourceLocation From = Begin.getLocWithOffset(At);
    Into.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(From, From.getLocWithOffset(Old.size())),
        "std::unique_lock"));
    return Handle{Name + ".unlock();", Name + ".lock();"};
  }
  return std::nullopt;
}

/// `m_.unlock();` for `m_.lock()`.
std::optional<Handle> byHand(const LockHazard &H, const Source &Text) {
  StringRef Spelled = Text.text(H.Acquired->range());
  for (StringRef Name : {"lock()", "lock_shared()"}) {
    StringRef Object = Spelled;
    if (Object.consume_back(Name) &&
        (Object.ends_with(".") || Object.ends_with("->")))
      return Handle{(Object + "un" + Name + ";").str(), (Spelled + ";").str()};
  }
  return std::nullopt;
}

} // namespace

std::optional<Rewrite> unlockMeanwhile(const LockHazard &H,
                                       const FunctionFacts &Facts,
                                       Unit &TheUnit) {
  Source Text(Facts.function(), TheUnit);
  Rewrite Result;
  Result.What = Rewrite::Form::UnlockMeanwhile;
  Result.NeedsDecision = true;
  std::optional<Handle> How;
  if (H.Kind == HazardKind::LockAcrossSuspension) {
    How = byHand(H, Text);
  } else if (H.Owner && H.Owner->step() == Path::Step::Variable) {
    const auto *Guard = dyn_cast<VarDecl>(H.Owner->decl());
    if (Guard && !isa<ParmVarDecl>(Guard) &&
        Guard->getDeclContext() == &Facts.function())
      How = ofGuard(*Guard, H, Text, TheUnit, Result);
  }
  if (!How)
    return std::nullopt;
  struct Wait {
    Statement At;
    HoistedAwaits Awaits;
    /// What is done before the lock is given back.
    std::string Copies;
    SmallVector<std::pair<SourceRange, std::string>, 2> Changed;
    /// The rest of the statement needs the lock.
    bool Hoists;
    bool isPlain() const { return !Hoists && Copies.empty(); }
  };
  SmallVector<Wait, 4> Waits;
  for (const Step &S : H.Steps) {
    if (S.Kind != StepKind::Suspension)
      continue;
    std::optional<Statement> At = Text.statementAt(S.Where);
    if (!At || !At->Block)
      return std::nullopt;
    if (llvm::any_of(Waits, [&](const Wait &W) { return W.At.S == At->S; }))
      continue;
    std::optional<HoistedAwaits> Awaits = awaitsOf(*At, Text);
    if (!Awaits || Awaits->HasEffects)
      return std::nullopt;
    Wait W{*At, *Awaits, "", {}, false};
    W.Hoists = !isa<Expr, DeclStmt, CoreturnStmt>(At->S) ||
               touchesState(*At->S, Facts, Text, Awaits->Awaits);
    for (const CoroutineSuspendExpr *Await : Awaits->Awaits)
      if (!copyArguments(*Await, Facts, Text, W.Copies, W.Changed))
        return std::nullopt;
    Waits.push_back(std::move(W));
  }
  auto Follows = [&](const Wait &A, const Wait &B) {
    return A.At.Block == B.At.Block && A.At.Index + 1 == B.At.Index &&
           A.isPlain() && B.isPlain();
  };
  for (const Wait &W : Waits) {
    std::string Lines = W.Copies;
    auto Add = [&](const std::string &Line) {
      Lines += (Lines.empty() ? "" : "\n") + Line;
    };
    if (llvm::none_of(Waits, [&](const Wait &O) { return Follows(O, W); }))
      Add(How->Unlock);
    if (W.Hoists) {
      std::string Made =
          hoistLines(W.Awaits, W.At, Text, W.Changed, Result);
      if (Made.empty())
        return std::nullopt;
      Add(Made);
      Add(How->Lock);
    } else {
      for (const auto &[Part, New] : W.Changed)
        Text.replace(Part, New, Result);
    }
    if (!Lines.empty() && !Text.insertBefore(W.At, Lines, Result))
      return std::nullopt;
    // Who leaves the coroutine needs it no more.
    if (!W.Hoists && !isa<CoreturnStmt>(W.At.S) &&
        llvm::none_of(Waits, [&](const Wait &O) { return Follows(W, O); }) &&
        !Text.insertAfter(W.At, How->Lock, Result))
      return std::nullopt;
  }
  return Waits.empty() ? std::nullopt : std::optional(Result);
}

/// Of a guard that can only be given back by its end: that comes before \p At. One that
/// guards nothing until then is taken after it.
static std::optional<Rewrite> guardOnly(const VarDecl &Guard,
                                        const Statement &Declared,
                                        const Statement &At,
                                        const Source &Text) {
  const CompoundStmt *Block = Declared.Block;
  if (!Block || At.Block != Block || At.Index <= Declared.Index)
    return std::nullopt;
  std::optional<Rewrite> Result;
  if (At.Index > Declared.Index + 1) {
    Result = closeScope(*Block, Declared.Index, At.Index, Text);
  } else {
    Result.emplace();
    Result->What = Rewrite::Form::NarrowLock;
    std::string Line = Text.movable(Declared.S->getSourceRange());
    bool IsLast = At.Index + 1 == Block->size();
    if (Line.empty() || isa<CoreturnStmt>(At.S) || mentions(At.S, &Guard) ||
        !Text.remove(Declared.S->getSourceRange(), *Result) ||
        (!IsLast && !Text.insertAfter(At, Line, *Result)))
      return std::nullopt;
  }
  if (Result)
    Result->NeedsDecision = true;
  return Result;
}

std::optional<Rewrite> unlockBefore(SourceRange Taken, SourceRange Before,
                                    const FunctionFacts &Facts, Unit &TheUnit) {
  Source Text(Facts.function(), TheUnit);
  std::optional<Statement> At = Text.statementAt(Before);
  std::optional<Statement> Declared = Text.statementAt(Taken);
  if (!At || !Declared)
    return std::nullopt;
  const auto *Declaration = dyn_cast<DeclStmt>(Declared->S);
  const auto *Guard = Declaration && Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
  if (!Guard)
    return std::nullopt;
  std::string Unlock = methodOf(Guard->getType()->getAsCXXRecordDecl(),
                                CallRole::Release, TheUnit.Locks);
  Rewrite Result;
  Result.What = Rewrite::Form::NarrowLock;
  Result.NeedsDecision = true;
  if (Unlock.empty())
    return guardOnly(*Guard, *Declared, *At, Text);
  if (!Text.insertBefore(*At, Guard->getName().str() + "." + Unlock + "();",
                         Result))
    return std::nullopt;
  return Result;
}

std::optional<Rewrite> notifyAfter(SourceRange Notify, SourceRange Change,
                                   const Source &Text) {
  std::optional<Statement> From = Text.statementAt(Notify);
  std::optional<Statement> To = Text.statementAt(Change);
  if (!From || !To || !From->Block || From->Block != To->Block ||
      From->Index >= To->Index || !isa<Expr>(From->S))
    return std::nullopt;
  std::string Line = Text.movable(From->S->getSourceRange());
  Rewrite Result;
  Result.What = Rewrite::Form::NotifyAfter;
  Result.NeedsDecision = true;
  if (Line.empty() || !Text.remove(From->S->getSourceRange(), Result) ||
      !Text.insertAfter(*To, Line + ";", Result))
    return std::nullopt;
  return Result;
}

} // namespace async
