#include "Rewrites/Source.h"

#include "Coroutine/Suspension.h"
#include "Facts/Unit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace async {

Source::Source(const FunctionDecl &Function, const Unit &TheUnit)
    : Function(Function), TheUnit(TheUnit),
      SM(TheUnit.AST.getSourceManager()), Language(TheUnit.AST.getLangOpts()),
      Body(getUserBody(Function)) {
  collectNames(Body);
  for (const ParmVarDecl *P : Function.parameters())
    Names.insert(P->getName());
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  if (!Block || Block->body_empty() ||
      Block->body_front()->getBeginLoc().isMacroID() ||
      Block->getRBracLoc().isMacroID())
    return;
  std::string Outer = indentOf(Block->getRBracLoc());
  std::string Inner = indentOf(Block->body_front()->getBeginLoc());
  if (StringRef(Inner).starts_with(Outer) && Inner.size() > Outer.size())
    Step = Inner.substr(Outer.size());
}

bool Source::isBefore(SourceLocation A, SourceLocation B) const {
  return SM.isBeforeInTranslationUnit(A, B);
}

bool Source::isEditable(SourceRange Range) const {
  SourceLocation Begin = Range.getBegin(), End = Range.getEnd();
  return Begin.isValid() && End.isValid() && Begin.isFileID() &&
         End.isFileID() && SM.getFileID(Begin) == SM.getFileID(End) &&
         !SM.isInSystemHeader(Begin);
}

StringRef Source::text(SourceRange Range) const {
  if (!isEditable(Range))
    return "";
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                              Language);
}

std::string Source::indentOf(SourceLocation Where) const {
  return Lexer::getIndentationForLine(Where, SM).str();
}

bool Source::isFirstOnLine(SourceLocation Where) const {
  auto [File, Offset] = SM.getDecomposedLoc(Where);
  StringRef Before = SM.getBufferData(File).take_front(Offset);
  return Before.drop_front(Before.rfind('\n') + 1).trim().empty();
}

SmallVector<const Stmt *, 8> Source::childrenOf(const Stmt &S) {
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&S))
    return {Suspend->getOperand()};
  if (const auto *Return = dyn_cast<CoreturnStmt>(&S))
    return {Return->getOperand()};
  if (const auto *Loop = dyn_cast<CXXForRangeStmt>(&S))
    return {Loop->getInit(), Loop->getRangeInit(), Loop->getBody()};
  SmallVector<const Stmt *, 8> Children;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&S)) {
    for (const Expr *Init : Lambda->capture_inits())
      Children.push_back(Init);
    return Children;
  }
  llvm::append_range(Children, S.children());
  return Children;
}

SmallVector<const Stmt *, 16> Source::chainTo(SourceRange Range) const {
  SmallVector<const Stmt *, 16> Chain;
  if (!isEditable(Range))
    return Chain;
  auto Holds = [&](const Stmt *S) {
    if (!S)
      return false;
    SourceLocation Begin = SM.getExpansionLoc(S->getBeginLoc());
    SourceLocation End = SM.getExpansionLoc(S->getEndLoc());
    return Begin.isValid() && End.isValid() &&
           !isBefore(Range.getBegin(), Begin) && !isBefore(End, Range.getEnd());
  };
  for (const Stmt *S = Body; S && Holds(S);) {
    Chain.push_back(S);
    // What its body reports, it reports itself.
    if (isa<LambdaExpr>(S)) {
      const auto *Lambda = cast<LambdaExpr>(S);
      if (Holds(Lambda->getBody()))
        return {};
    }
    const Stmt *Next = nullptr;
    for (const Stmt *Child : childrenOf(*S))
      if (Holds(Child)) {
        Next = Child;
        break;
      }
    S = Next;
  }
  return Chain;
}

std::optional<Statement> Source::statementAt(SourceRange Range) const {
  SmallVector<const Stmt *, 16> Chain = chainTo(Range);
  for (size_t I = Chain.size(); I-- > 1;) {
    const Stmt *Parent = Chain[I - 1], *S = Chain[I];
    Statement Found;
    Found.S = S;
    if (const auto *Block = dyn_cast<CompoundStmt>(Parent)) {
      Found.Block = Block;
      while (isa<SwitchCase, LabelStmt, AttributedStmt>(S) && I + 1 < Chain.size()) {
        // `case 1: f();` begins behind its label.
        Found.S = S = Chain[++I];
      }
      for (const Stmt *Child : Block->body()) {
        if (Child == S || (!isBefore(S->getBeginLoc(), Child->getBeginLoc()) &&
                           !isBefore(Child->getEndLoc(), S->getEndLoc())))
          break;
        ++Found.Index;
      }
    } else if (const auto *If = dyn_cast<IfStmt>(Parent)) {
      // `else if` would need braces around all that follows.
      if ((S != If->getThen() && S != If->getElse()) || isa<IfStmt>(S))
        continue;
    } else if (const auto *While = dyn_cast<WhileStmt>(Parent)) {
      if (S != While->getBody())
        continue;
    } else if (const auto *For = dyn_cast<ForStmt>(Parent)) {
      if (S != For->getBody())
        continue;
    } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(Parent)) {
      if (S != Range->getBody())
        continue;
    } else if (!isa<DoStmt>(Parent) || S != cast<DoStmt>(Parent)->getBody()) {
      continue;
    }
    if (isa<CompoundStmt>(S))
      continue;
    Found.Around.assign(Chain.begin(), Chain.begin() + I + 1);
    return Found;
  }
  return std::nullopt;
}

SourceLocation Source::endOf(const Stmt &S) const {
  if (isa<CompoundStmt, SwitchStmt, CXXTryStmt>(S))
    return Lexer::getLocForEndOfToken(S.getEndLoc(), 0, SM, Language);
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return endOf(If->getElse() ? *If->getElse() : *If->getThen());
  if (const auto *While = dyn_cast<WhileStmt>(&S))
    return endOf(*While->getBody());
  if (const auto *For = dyn_cast<ForStmt>(&S))
    return endOf(*For->getBody());
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S))
    return endOf(*Range->getBody());
  // A declaration's range has its semicolon, an expression's has not.
  SourceLocation End = S.getEndLoc();
  if (End.isMacroID())
    return {};
  Token Last;
  if (!Lexer::getRawToken(End, Last, SM, Language) && Last.is(tok::semi))
    return Lexer::getLocForEndOfToken(End, 0, SM, Language);
  return Lexer::findLocationAfterToken(End, tok::semi, SM, Language, false);
}

/// Where a new line can begin after \p End: behind a comment on the same line.
/// Nothing if other code stands there.
static std::optional<unsigned> lineEnd(StringRef Text, unsigned End) {
  size_t Newline = Text.find('\n', End);
  if (Newline == StringRef::npos)
    return std::nullopt;
  StringRef Rest = Text.slice(End, Newline).trim();
  if (!Rest.empty() && !Rest.starts_with("//"))
    return std::nullopt;
  if (Newline && Text[Newline - 1] == '\r')
    --Newline;
  return Newline;
}

/// \p Lines, each but the first with \p Indent before it.
static std::string indented(StringRef Lines, StringRef Indent) {
  std::string Text;
  for (char C : Lines) {
    Text += C;
    if (C == '\n')
      Text += Indent;
  }
  return Text;
}

bool Source::insertBefore(const Statement &S, StringRef Line,
                          Rewrite &Into) const {
  SourceLocation Begin = S.S->getBeginLoc(), End = endOf(*S.S);
  if (End.isInvalid() || !isEditable({Begin, S.S->getEndLoc()}))
    return false;
  std::string Indent = indentOf(Begin);
  if (S.Block) {
    Into.Edits.push_back(FixItHint::CreateInsertion(
        Begin, indented(Line, Indent) + "\n" + Indent));
    return true;
  }
  // A body without braces gets some. What is before it on its line is `)`, `else`
  // or `do`, and so it is if it is on the line above.
  if (isFirstOnLine(Begin)) {
    auto [File, Offset] = SM.getDecomposedLoc(Begin);
    StringRef Text = SM.getBufferData(File);
    size_t Last = Text.take_front(Offset).find_last_not_of(" \t\r\n");
    StringRef Above = Text.take_front(Last + 1);
    if (Above.drop_front(Above.rfind('\n') + 1).contains("//"))
      return false;
    std::optional<unsigned> After = lineEnd(Text, SM.getFileOffset(End));
    if (!After || Indent.size() < Step.size())
      return false;
    std::string Outer = Indent.substr(0, Indent.size() - Step.size());
    SourceLocation Start = SM.getLocForStartOfFile(File);
    Into.Edits.push_back(FixItHint::CreateInsertion(
        Start.getLocWithOffset(Last + 1), " {"));
    Into.Edits.push_back(FixItHint::CreateInsertion(
        Begin, indented(Line, Indent) + "\n" + Indent));
    Into.Edits.push_back(FixItHint::CreateInsertion(
        Start.getLocWithOffset(*After), "\n" + Outer + "}"));
    return true;
  }
  std::string Inner = Indent + Step;
  Into.Edits.push_back(FixItHint::CreateInsertion(
      Begin, "{\n" + Inner + indented(Line, Inner) + "\n" + Inner));
  Into.Edits.push_back(FixItHint::CreateInsertion(End, "\n" + Indent + "}"));
  return true;
}

bool Source::insertAfter(const Statement &S, StringRef Line,
                         Rewrite &Into) const {
  SourceLocation End = endOf(*S.S);
  if (!S.Block || End.isInvalid() || !End.isFileID() ||
      !isEditable(S.S->getSourceRange()))
    return false;
  auto [File, Offset] = SM.getDecomposedLoc(End);
  std::optional<unsigned> After = lineEnd(SM.getBufferData(File), Offset);
  std::string Indent = indentOf(S.S->getBeginLoc());
  Into.Edits.push_back(FixItHint::CreateInsertion(
      After ? SM.getLocForStartOfFile(File).getLocWithOffset(*After) : End,
      (After ? "\n" + Indent : " ") + indented(Line, Indent)));
  return true;
}

bool Source::wrapFrom(const Statement &S, StringRef Head, Rewrite &Into) const {
  const Stmt *Last = S.Block ? S.Block->body_back() : S.S;
  SourceLocation Begin = S.S->getBeginLoc(), End = endOf(*Last);
  if (!isEditable({Begin, Last->getEndLoc()}) || End.isInvalid() ||
      !End.isFileID())
    return false;
  std::string Indent = indentOf(Begin);
  auto [File, From] = SM.getDecomposedLoc(Begin);
  StringRef Text = SM.getBufferData(File);
  SourceLocation Start = SM.getLocForStartOfFile(File);
  std::optional<unsigned> To = lineEnd(Text, SM.getFileOffset(End));
  if (!isFirstOnLine(Begin) || !To)
    return false;
  Into.Edits.push_back(FixItHint::CreateInsertion(
      Begin, indented(Head, Indent) + " {\n" + Indent + Step));
  bool InRaw = Text.slice(From, *To).contains("R\"");
  if (InRaw)
    return false;
  for (size_t Line = Text.find('\n', From); Line < *To;
       Line = Text.find('\n', Line + 1))
    if (Text[Line + 1] != '\n' && Text[Line + 1] != '\r' &&
        Text[Line + 1] != '#')
      Into.Edits.push_back(FixItHint::CreateInsertion(
          Start.getLocWithOffset(Line + 1), Step));
  Into.Edits.push_back(FixItHint::CreateInsertion(
      Start.getLocWithOffset(*To), "\n" + Indent + "}"));
  return true;
}

bool Source::remove(SourceRange Range, Rewrite &Into) const {
  if (!isEditable(Range))
    return false;
  Token Last;
  SourceLocation End =
      !Lexer::getRawToken(Range.getEnd(), Last, SM, Language) &&
              Last.is(tok::semi)
          ? Lexer::getLocForEndOfToken(Range.getEnd(), 0, SM, Language)
          : Lexer::findLocationAfterToken(Range.getEnd(), tok::semi, SM,
                                          Language, false);
  if (End.isInvalid())
    return false;
  auto [File, From] = SM.getDecomposedLoc(Range.getBegin());
  StringRef Text = SM.getBufferData(File);
  size_t To = SM.getFileOffset(End), LineEnd = Text.find('\n', To);
  if (isFirstOnLine(Range.getBegin()) && LineEnd != StringRef::npos &&
      Text.slice(To, LineEnd).trim().empty()) {
    // From the end of the line before: where a removal ends at a space, Clang's
    // renderer takes that, too.
    size_t Before = Text.rfind('\n', From);
    From = Before == StringRef::npos ? 0 : Before;
    To = Before == StringRef::npos ? LineEnd + 1 : LineEnd;
  } else {
    // `a(); auto g = ...; b();` keeps one space.
    while (To < Text.size() && Text[To] == ' ')
      ++To;
  }
  SourceLocation Start = SM.getLocForStartOfFile(File);
  Into.Edits.push_back(FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Start.getLocWithOffset(From), Start.getLocWithOffset(To))));
  return true;
}

std::string Source::textWith(SourceRange Range, Parts Changed) const {
  StringRef All = text(Range);
  unsigned Start = SM.getFileOffset(Range.getBegin());
  std::string Result;
  size_t Done = 0;
  for (const auto &[Part, New] : Changed) {
    size_t At = SM.getFileOffset(Part.getBegin()) - Start;
    size_t Length = text(Part).size();
    if (!Length || At < Done || At + Length > All.size())
      continue;
    Result += All.slice(Done, At);
    Result += New;
    Done = At + Length;
  }
  return Result + All.drop_front(Done).str();
}

std::string Source::movable(SourceRange Range) const {
  std::string Indent = indentOf(Range.getBegin()), Result;
  SmallVector<StringRef, 4> Lines;
  text(Range).split(Lines, '\n');
  for (StringRef Line : Lines) {
    if (!Result.empty()) {
      Result += '\n';
      Line.consume_front(Indent);
    }
    Result += Line;
  }
  return Result;
}

void Source::replace(SourceRange Range, StringRef Text, Rewrite &Into) const {
  Into.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Range), Text));
}

} // namespace async
