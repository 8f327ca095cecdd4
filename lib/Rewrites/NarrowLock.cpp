#include "Rewrites/NarrowLock.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "Rewrites/Source.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {
namespace {

/// The statements around a guard's declaration.
struct Scope {
  const CompoundStmt *Block = nullptr;
  /// Of the declaration in the block.
  size_t Declared = 0;
};

/// Finds the block that declares \p Variable and nothing else in one statement.
bool findScope(const Stmt *S, const VarDecl &Variable, Scope &Found) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
    size_t I = 0;
    for (const Stmt *Child : Block->body()) {
      const auto *Declaration = dyn_cast<DeclStmt>(Child);
      if (Declaration && Declaration->isSingleDecl() &&
          Declaration->getSingleDecl() == &Variable) {
        Found = {Block, I};
        return true;
      }
      ++I;
    }
  }
  for (const Stmt *Child : S->children())
    if (findScope(Child, Variable, Found))
      return true;
  return false;
}

/// True if only this activation reaches \p Place: a local, not through a
/// pointer or reference.
bool isPrivate(const Path &Place, const FunctionDecl &Function) {
  for (const Path *P = &Place; P; P = P->parent())
    if (P->step() == Path::Step::Pointee)
      return false;
  const Path &Base = Place.base();
  if (Base.step() == Path::Step::Temporary)
    return true;
  if (Base.step() != Path::Step::Variable)
    return false;
  // A captured variable belongs to the enclosing function.
  return Base.decl()->getDeclContext() ==
         static_cast<const DeclContext *>(&Function);
}

class Narrower {
public:
  Narrower(const LockHazard &H, const FunctionFacts &Facts, Unit &TheUnit)
      : H(H), Facts(Facts), U(TheUnit), Text(Facts.function(), TheUnit),
        SM(TheUnit.AST.getSourceManager()) {}

  std::optional<Rewrite> run();

private:
  bool isWithin(SourceRange Inner, SourceLocation From, SourceLocation To) {
    return !SM.isBeforeInTranslationUnit(Inner.getBegin(), From) &&
           SM.isBeforeInTranslationUnit(Inner.getBegin(), To);
  }
  bool needsLock(SourceLocation From, SourceLocation To);

  const LockHazard &H;
  const FunctionFacts &Facts;
  Unit &U;
  const Source Text;
  const SourceManager &SM;
  const VarDecl *Guard = nullptr;
  Scope In;
};

/// True if code between the two locations uses the guard or reaches anything
/// shared.
bool Narrower::needsLock(SourceLocation From, SourceLocation To) {
  auto Shared = [&](const Path *Place) {
    return Place && (!isPrivate(*Place, Facts.function()) ||
                     Place->base().decl() == Guard);
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (F->range().isInvalid() || !isWithin(F->range(), From, To))
        continue;
      if (const auto *R = dyn_cast<ReadFact>(F)) {
        if (Shared(&R->Place))
          return true;
      } else if (const auto *W = dyn_cast<WriteFact>(F)) {
        if (Shared(&W->Place))
          return true;
      } else if (const auto *C = dyn_cast<CallFact>(F)) {
        if (!C->Callee || Shared(C->Object) || any_of(C->Arguments, Shared))
          return true;
      }
    }
  return false;
}

std::optional<Rewrite> Narrower::run() {
  const Path *Owner = H.Owner;
  if (!Owner || Owner->step() != Path::Step::Variable ||
      H.Kind != HazardKind::GuardAcrossSuspension)
    return std::nullopt;
  Guard = dyn_cast<VarDecl>(Owner->decl());
  // A global mutex may guard globals, which any function can touch.
  for (const Path *Lock : H.Subjects)
    if (Lock->base().step() == Path::Step::Global)
      return std::nullopt;
  if (H.Subjects.empty() || !Guard || isa<ParmVarDecl>(Guard) ||
      !findScope(getUserBody(Facts.function()), *Guard, In))
    return std::nullopt;
  // Given back or moved somewhere already: a person must decide.
  for (const Step &S : H.Steps)
    if (S.Kind == StepKind::Release)
      return std::nullopt;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *A = dyn_cast<AcquireFact>(F);
      if (A && A != H.Acquired && A->Owner.overlaps(*Owner))
        return std::nullopt;
      const auto *R = dyn_cast<ReleaseFact>(F);
      if (R && R->Owner.overlaps(*Owner))
        return std::nullopt;
    }

  ArrayRef<Stmt *> Body(In.Block->body_begin(), In.Block->body_end());
  size_t Suspending = In.Declared + 1;
  SourceRange First;
  for (const Step &S : H.Steps)
    if (S.Kind == StepKind::Suspension) {
      First = S.Where;
      break;
    }
  for (; Suspending < Body.size(); ++Suspending)
    if (!SM.isBeforeInTranslationUnit(Body[Suspending]->getEndLoc(),
                                      First.getBegin()))
      break;
  if (Suspending == Body.size())
    return std::nullopt;
  const Stmt *At = Body[Suspending];
  SourceLocation End = In.Block->getRBracLoc();
  if (At->getBeginLoc().isMacroID() || Guard->getBeginLoc().isMacroID() ||
      End.isMacroID() || needsLock(At->getBeginLoc(), End))
    return std::nullopt;

  const CXXRecordDecl *Class =
      Guard->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return std::nullopt;
  for (const CXXMethodDecl *Method : Class->methods())
    if (Method->getNumParams() == 0 && Method->getAccess() == AS_public &&
        Method->getDeclName().isIdentifier() &&
        U.Locks.effect(*Method).Role == CallRole::Release) {
      Rewrite Result;
      Result.What = Rewrite::Form::NarrowLock;
      std::string Unlock =
          Guard->getName().str() + "." + Method->getName().str() + "();";
      std::optional<Statement> Before = Text.statementAt(At->getSourceRange());
      if (!Before || !Text.insertBefore(*Before, Unlock, Result))
        return std::nullopt;
      return Result;
    }
  return closeScope(*In.Block, In.Declared, Suspending, Text);
}

} // namespace

/// True if what is declared in \p Body between the guard at \p Declared and \p Until
/// is used from there on: a block around it would end it.
static bool usesDeclared(ArrayRef<Stmt *> Body, size_t Declared, size_t Until) {
  for (const Stmt *S : Body.slice(Declared + 1, Until - Declared - 1))
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        for (const Stmt *Later : Body.drop_front(Until))
          if (isa<ValueDecl>(D) && mentions(Later, cast<ValueDecl>(D)))
            return true;
  return false;
}

std::optional<Rewrite> closeScope(const CompoundStmt &Block, size_t Declared,
                                  size_t Until, const Source &Text) {
  ArrayRef<Stmt *> Body(Block.body_begin(), Block.body_end());
  if (Until <= Declared + 1 || Until >= Body.size() ||
      usesDeclared(Body, Declared, Until))
    return std::nullopt;
  const SourceManager &SM = Text.sources();
  SourceLocation Begin = Body[Declared]->getBeginLoc();
  SourceLocation End = Body[Until]->getBeginLoc();
  // Each statement needs a line of its own, or the indentation below is wrong.
  if (!Text.isFirstOnLine(Begin) || !Text.isFirstOnLine(End))
    return std::nullopt;
  auto [File, BeginOffset] = SM.getDecomposedLoc(Begin);
  unsigned EndOffset = SM.getFileOffset(End);
  StringRef Buffer = SM.getBufferData(File);
  size_t FirstLine = Buffer.rfind('\n', BeginOffset) + 1;
  size_t LastLine = Buffer.rfind('\n', EndOffset) + 1;
  if (FirstLine == LastLine)
    return std::nullopt;
  std::string Indent = Text.indentOf(Begin);
  Rewrite Result;
  Result.What = Rewrite::Form::NarrowLock;
  SourceLocation Start = SM.getLocForStartOfFile(File);
  Result.Edits.push_back(FixItHint::CreateInsertion(
      Start.getLocWithOffset(FirstLine), Indent + "{\n"));
  for (size_t Line = FirstLine; Line < LastLine;) {
    size_t Next = Buffer.find('\n', Line);
    if (Next != Line)
      Result.Edits.push_back(
          FixItHint::CreateInsertion(Start.getLocWithOffset(Line),
                                     Text.indentStep()));
    Line = Next + 1;
  }
  Result.Edits.push_back(FixItHint::CreateInsertion(
      Start.getLocWithOffset(LastLine), Indent + "}\n"));
  return Result;
}

std::optional<Rewrite> narrowLock(const LockHazard &H,
                                  const FunctionFacts &Facts, Unit &TheUnit) {
  return Narrower(H, Facts, TheUnit).run();
}

} // namespace async
