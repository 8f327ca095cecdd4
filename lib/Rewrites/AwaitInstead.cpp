#include "Rewrites/AwaitInstead.h"

#include "Facts/Fact.h"
#include "Facts/Unit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace async {

std::optional<Rewrite> awaitInstead(const BlockHazard &H, const Unit &TheUnit) {
  const Expr *Task = H.Wait->Task;
  SourceRange Call = H.Wait->range();
  if (!Task || !H.Chain.empty() || Call.getBegin().isMacroID() ||
      Call.getEnd().isMacroID() || Task->getBeginLoc().isMacroID() ||
      Task->getEndLoc().isMacroID())
    return std::nullopt;
  const SourceManager &SM = TheUnit.AST.getSourceManager();
  const LangOptions &Language = TheUnit.AST.getLangOpts();
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Task->getSourceRange()), SM, Language);
  if (Text.empty())
    return std::nullopt;
  // co_await binds like a unary operator ([expr.await]/1): looser than a
  // postfix one, closer than all others.
  const Expr *Bare = Task->IgnoreUnlessSpelledInSource();
  bool Compound = isa<BinaryOperator, AbstractConditionalOperator>(Bare) ||
                  (isa<CXXOperatorCallExpr>(Bare) &&
                   cast<CXXOperatorCallExpr>(Bare)->isInfixBinaryOp());
  std::string Awaited =
      Compound ? ("co_await (" + Text + ")").str() : ("co_await " + Text).str();
  std::optional<Token> Next =
      Lexer::findNextToken(Call.getEnd(), SM, Language);
  if (!Next || Next->isOneOf(tok::period, tok::arrow, tok::l_square,
                             tok::l_paren, tok::plusplus, tok::minusminus))
    Awaited = "(" + Awaited + ")";
  Rewrite Result;
  Result.What = Rewrite::Form::Await;
  Result.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Call), Awaited));
  return Result;
}

} // namespace async
