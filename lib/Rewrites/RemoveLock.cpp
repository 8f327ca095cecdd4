#include "Rewrites/RemoveLock.h"

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace async {
namespace {

/// The declaration of one section's guard, and what else its function has.
struct Guard {
  const DeclStmt *Declaration = nullptr;
  unsigned Mentions = 0;
  /// co_await, co_yield and co_return outside the declaration.
  unsigned Keywords = 0;
};

void look(const Stmt *S, SourceLocation Awaited, Guard &Found) {
  if (!S)
    return;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    if (const auto *Variable =
            Declaration->isSingleDecl()
                ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                : nullptr;
        Variable && Variable->getInit() &&
        Variable->getInit()->getBeginLoc() == Awaited) {
      Found.Declaration = Declaration;
      return;
    }
  Found.Keywords += isa<CoroutineSuspendExpr, CoreturnStmt>(S);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (Found.Declaration &&
        Ref->getDecl() == Found.Declaration->getSingleDecl())
      ++Found.Mentions;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      look(Init, Awaited, Found);
    return;
  }
  for (const Stmt *Child : S->children())
    look(Child, Awaited, Found);
}

/// From \p Range to its semicolon, and the whole line if nothing else is on it.
CharSourceRange wholeLine(SourceRange Range, const SourceManager &SM,
                          const LangOptions &Language, bool ToSemicolon) {
  SourceLocation End =
      Lexer::getLocForEndOfToken(Range.getEnd(), 0, SM, Language);
  if (ToSemicolon)
    End = Lexer::findLocationAfterToken(Range.getEnd(), tok::semi, SM, Language,
                                        /*SkipTrailingWhitespaceAndNewLine=*/
                                        false);
  if (End.isInvalid())
    return {};
  FileID File = SM.getFileID(Range.getBegin());
  StringRef Text = SM.getBufferData(File);
  unsigned From = SM.getFileOffset(Range.getBegin());
  unsigned To = SM.getFileOffset(End);
  unsigned LineStart = Text.rfind('\n', From) + 1;
  bool Alone = Text.slice(LineStart, From).trim().empty();
  size_t LineEnd = Text.find('\n', To);
  Alone &= LineEnd != StringRef::npos && Text.slice(To, LineEnd).trim().empty();
  if (Alone)
    return CharSourceRange::getCharRange(
        Range.getBegin().getLocWithOffset(int(LineStart) - int(From)),
        End.getLocWithOffset(int(LineEnd) + 1 - int(To)));
  // `a(); auto g = ...; b();` keeps one space.
  while (To < Text.size() && Text[To] == ' ') {
    ++To;
    End = End.getLocWithOffset(1);
  }
  return CharSourceRange::getCharRange(Range.getBegin(), End);
}

} // namespace

std::optional<Rewrite> removeLock(const RedundantLockHazard &H,
                                  const Unit &TheUnit) {
  const SourceManager &SM = TheUnit.AST.getSourceManager();
  const LangOptions &Language = TheUnit.AST.getLangOpts();
  Rewrite Result;
  auto Remove = [&](SourceRange Range, bool ToSemicolon) {
    if (Range.getBegin().isMacroID() || Range.getEnd().isMacroID())
      return false;
    CharSourceRange Gone = wholeLine(Range, SM, Language, ToSemicolon);
    if (Gone.isInvalid())
      return false;
    Result.Edits.push_back(FixItHint::CreateRemoval(Gone));
    return true;
  };
  for (const LockSection &S : H.Sections) {
    Guard Found;
    look(getUserBody(S.In->function()), S.Acquired->range().getBegin(), Found);
    if (!Found.Declaration || Found.Mentions || !Found.Keywords ||
        !Remove(Found.Declaration->getSourceRange(), /*ToSemicolon=*/false))
      return std::nullopt;
  }
  // `mutex a_, b_;` is one statement of two members.
  for (const FieldDecl *Other : H.Lock->getParent()->fields())
    if (Other != H.Lock && Other->getBeginLoc() == H.Lock->getBeginLoc())
      return std::nullopt;
  if (!Remove(H.Lock->getSourceRange(), /*ToSemicolon=*/true))
    return std::nullopt;
  return Result;
}

} // namespace async
