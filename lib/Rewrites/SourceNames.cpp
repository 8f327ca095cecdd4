/// \file
/// What the names in a function mean to a rewrite: which are taken, which can be
/// used where, and whether what is named there changes anything.

#include "Facts/Operation.h"
#include "Rewrites/Source.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

void Source::collectNames(const Stmt *S) {
  if (!S)
    return;
  const NamedDecl *Named = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    Named = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(S))
    Named = Member->getMemberDecl();
  if (Named)
    Names.insert(Named->getNameAsString());
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declaration->decls())
      if (const auto *Declared = dyn_cast<NamedDecl>(D))
        Names.insert(Declared->getNameAsString());
  for (const Stmt *Child : S->children())
    collectNames(Child);
}

std::string Source::freshName(ArrayRef<StringRef> Wanted) const {
  for (StringRef Name : Wanted)
    if (!Names.contains(Name))
      return Name.str();
  for (unsigned I = 2;; ++I)
    if (std::string Name = Wanted.front().str() + std::to_string(I);
        !Names.contains(Name))
      return Name;
}

bool mentions(const Stmt *S, const ValueDecl *D) {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (Ref->getDecl() == D)
      return true;
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    if (Member->getMemberDecl() == D)
      return true;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return mentions(Child, D); });
}

SmallVector<const DeclRefExpr *, 4> Source::mentionsOf(const Stmt *S,
                                                       const ValueDecl &D) {
  SmallVector<const DeclRefExpr *, 4> Found;
  if (!S)
    return Found;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (Ref->getDecl() == &D)
      Found.push_back(Ref);
  for (const Stmt *Child : childrenOf(*S))
    llvm::append_range(Found, mentionsOf(Child, D));
  return Found;
}

/// A call that leaves everything as it is.
static bool isQuery(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return false;
  if (isa<CXXMethodDecl>(Callee) && !cast<CXXMethodDecl>(Callee)->isStatic())
    return isRead(classify(*Callee));
  if (Callee->isOverloadedOperator())
    return !isa<CXXOperatorCallExpr>(Call) ||
           !cast<CXXOperatorCallExpr>(Call).isAssignmentOp();
  // Of the standard library, what takes nothing that it could change.
  return Callee->isInStdNamespace() &&
         llvm::all_of(Callee->parameters(), [](const ParmVarDecl *P) {
           QualType Type = P->getType();
           return !Type->isReferenceType() ||
                  Type.getNonReferenceType().isConstQualified();
         });
}

bool Source::hasNoEffects(const Stmt *E) const {
  if (!E)
    return true;
  if (isa<CoroutineSuspendExpr, LambdaExpr, CXXNewExpr, CXXDeleteExpr,
          CXXThrowExpr, StmtExpr>(E))
    return false;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E);
      Binary && Binary->isAssignmentOp())
    return false;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->isIncrementDecrementOp())
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(E); Call && !isQuery(*Call))
    return false;
  return llvm::all_of(childrenOf(*E),
                      [&](const Stmt *Child) { return hasNoEffects(Child); });
}

void Source::collectLocals(const Stmt *E,
                           SmallVectorImpl<const ValueDecl *> &Into) const {
  if (!E)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const ValueDecl *Named = Ref->getDecl();
    if (const auto *Binding = dyn_cast<BindingDecl>(Named))
      if (const VarDecl *Holder = Binding->getHoldingVar())
        Named = Holder;
    const auto *Variable = dyn_cast<VarDecl>(Named);
    if (isa<BindingDecl>(Named) || (Variable && !Variable->hasGlobalStorage()))
      Into.push_back(Named);
  }
  for (const Stmt *Child : childrenOf(*E))
    collectLocals(Child, Into);
}

static bool declares(const Stmt *S, const ValueDecl *D) {
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(S);
  if (!Declaration)
    return false;
  return llvm::any_of(Declaration->decls(), [&](const Decl *Declared) {
    if (Declared == D)
      return true;
    const auto *Parts = dyn_cast<DecompositionDecl>(Declared);
    return Parts && llvm::is_contained(Parts->bindings(), D);
  });
}

bool Source::isNameableAt(const Stmt *E, const Statement &S) const {
  SmallVector<const ValueDecl *, 4> Locals;
  collectLocals(E, Locals);
  auto IsSeen = [&](const ValueDecl *D) {
    if (isa<ParmVarDecl>(D) || D->getDeclContext() != &Function)
      return true;
    for (size_t I = 0; I < S.Around.size(); ++I) {
      const Stmt *Outer = S.Around[I];
      const Stmt *Within = I + 1 < S.Around.size() ? S.Around[I + 1] : nullptr;
      if (const auto *Block = dyn_cast<CompoundStmt>(Outer))
        for (const Stmt *Child : Block->body()) {
          if (Child == Within)
            break;
          if (declares(Child, D))
            return true;
        }
      else if (const auto *If = dyn_cast<IfStmt>(Outer)) {
        if (Within && (declares(If->getInit(), D) ||
                       declares(If->getConditionVariableDeclStmt(), D)))
          return true;
      } else if (const auto *While = dyn_cast<WhileStmt>(Outer)) {
        if (Within && declares(While->getConditionVariableDeclStmt(), D))
          return true;
      } else if (const auto *For = dyn_cast<ForStmt>(Outer)) {
        if (Within && declares(For->getInit(), D))
          return true;
      } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(Outer)) {
        if (Within && (declares(Range->getInit(), D) ||
                       declares(Range->getLoopVarStmt(), D)))
          return true;
      } else if (const auto *Handler = dyn_cast<CXXCatchStmt>(Outer)) {
        if (Within && Handler->getExceptionDecl() == D)
          return true;
      }
    }
    return false;
  };
  return llvm::all_of(Locals, IsSeen);
}

} // namespace async
