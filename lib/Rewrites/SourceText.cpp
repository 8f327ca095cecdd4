#include "Rewrites/SourceText.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {

void forEachIdentifier(
    StringRef Text, const ASTContext &AST,
    llvm::function_ref<void(StringRef Name, unsigned Offset)> Visit) {
  // The lexer wants a buffer that ends with a zero.
  const std::string Buffer = Text.str();
  Lexer Lex(SourceLocation(), AST.getLangOpts(), Buffer.data(), Buffer.data(),
            Buffer.data() + Buffer.size());
  Token Tok;
  for (bool AtEnd = false; !AtEnd;) {
    AtEnd = Lex.LexFromRawLexer(Tok);
    if (Tok.is(tok::raw_identifier))
      Visit(Tok.getRawIdentifier(),
            static_cast<unsigned>(Tok.getRawIdentifier().data() -
                                  Buffer.data()));
  }
}

void SourceText::rename(StringRef From, StringRef To) {
  Renamed.emplace_back(From.str(), To.str());
}

std::optional<Span> SourceText::spanOf(SourceRange Tokens) const {
  const SourceManager &SM = AST.getSourceManager();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Tokens), SM, AST.getLangOpts());
  if (Range.isInvalid())
    return std::nullopt;
  auto [File, Begin] = SM.getDecomposedLoc(Range.getBegin());
  return Span{File, Begin, SM.getFileOffset(Range.getEnd())};
}

void SourceText::replace(Span Where, std::string Text) {
  Edits.push_back({Where, std::move(Text)});
}

void SourceText::insert(FileID File, unsigned Offset, std::string Text) {
  replace({File, Offset, Offset}, std::move(Text));
}

StringRef SourceText::original(Span Where) const {
  return AST.getSourceManager()
      .getBufferData(Where.File)
      .slice(Where.Begin, Where.End);
}

StringRef SourceText::original(SourceRange Tokens) const {
  std::optional<Span> Where = spanOf(Tokens);
  return Where ? original(*Where) : StringRef();
}

std::string SourceText::copy(Span Where) const {
  std::vector<const Edit *> Inside;
  for (const Edit &E : Edits)
    if (E.Where.File == Where.File && Where.Begin <= E.Where.Begin &&
        E.Where.End <= Where.End)
      Inside.push_back(&E);
  // Of insertions in one place, the older one first.
  llvm::sort(Inside, [](const Edit *A, const Edit *B) {
    return std::tuple(A->Where.Begin, B->Where.End, A) <
           std::tuple(B->Where.Begin, A->Where.End, B);
  });
  std::string Text;
  unsigned At = Where.Begin;
  for (const Edit *E : Inside) {
    if (E->Where.Begin < At)
      continue;
    Text += original({Where.File, At, E->Where.Begin});
    Text += E->Text;
    At = E->Where.End;
  }
  Text += original({Where.File, At, Where.End});

  for (const auto &[From, To] : Renamed) {
    std::string Result;
    unsigned Copied = 0;
    forEachIdentifier(Text, AST, [&](StringRef Name, unsigned Offset) {
      if (Name != From)
        return;
      Result.append(Text, Copied, Offset - Copied);
      Result += To;
      Copied = Offset + Name.size();
    });
    Result.append(Text, Copied);
    Text = std::move(Result);
  }
  return Text;
}

unsigned SourceText::behindSemicolon(FileID File, unsigned Offset) const {
  StringRef Rest = AST.getSourceManager().getBufferData(File).drop_front(Offset);
  size_t Spaces = Rest.size() - Rest.ltrim().size();
  return Rest.drop_front(Spaces).starts_with(";")
             ? Offset + static_cast<unsigned>(Spaces) + 1
             : Offset;
}

} // namespace async
