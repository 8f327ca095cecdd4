#include "Project/Keywords.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using llvm::StringRef;

namespace async {

static bool isKeyword(StringRef Name) {
  return Name == "co_await" || Name == "co_yield" || Name == "co_return";
}

/// Quick: true if there is a reason to look closer. A name may be broken by a
/// backslash and a newline, or glued by `##`; `co_` itself hardly ever is.
static bool mentions(StringRef Code) {
  return Code.contains("co_await") || Code.contains("co_yield") ||
         Code.contains("co_return") || Code.contains("co_\\\n") ||
         Code.contains("co_##") || Code.contains("co_ ##");
}

/// Calls \p Each with every token until it returns true; returns whether it did.
template <typename Function> static bool anyToken(StringRef Code, Function Each) {
  LangOptions Options;
  Options.CPlusPlus = Options.CPlusPlus11 = Options.CPlusPlus14 =
      Options.CPlusPlus17 = Options.CPlusPlus20 = true;
  Options.LineComment = Options.RawStringLiterals = true;
  // The lexer wants its zero at the end.
  std::string Text = Code.str();
  Lexer Raw(SourceLocation(), Options, Text.data(), Text.data(),
            Text.data() + Text.size());
  Token Tok;
  bool AtEnd = false;
  while (!AtEnd) {
    AtEnd = Raw.LexFromRawLexer(Tok);
    if (Tok.is(tok::eof))
      return false;
    if (Each(Tok, Tok.is(tok::raw_identifier) && !Tok.needsCleaning()
                      ? Tok.getRawIdentifier()
                      : StringRef()))
      return true;
  }
  return false;
}

bool usesCoroutines(StringRef Code) {
  if (!mentions(Code))
    return false;
  return anyToken(Code, [Previous = StringRef()](const Token &Tok,
                                                 StringRef Name) mutable {
    // `operator co_await` is a name. Spelled over two lines, or glued together: say
    // yes rather than guess.
    bool Found = (isKeyword(Name) && Previous != "operator") || Tok.needsCleaning() ||
                 (Tok.is(tok::hashhash) && Previous == "co_");
    Previous = Name;
    return Found;
  });
}

bool definesCoroutineMacro(StringRef Code) {
  if (!mentions(Code))
    return false;
  // Of a directive the lexer gives the `#` at a line's start, then the rest.
  bool AfterHash = false, InDefine = false;
  return anyToken(Code, [&](const Token &Tok, StringRef Name) {
    if (Tok.isAtStartOfLine()) {
      InDefine = false;
      AfterHash = Tok.is(tok::hash);
      return false;
    }
    if (AfterHash) {
      InDefine = Name == "define";
      AfterHash = false;
      return false;
    }
    return InDefine && (isKeyword(Name) || Name == "co_" || Tok.needsCleaning());
  });
}

bool reachesFurther(StringRef Code) {
  while (!Code.empty()) {
    StringRef Line;
    std::tie(Line, Code) = Code.split('\n');
    Line = Line.ltrim();
    if (Line.consume_front("export"))
      Line = Line.ltrim();
    if (Line.starts_with("import ") || Line.starts_with("import<") ||
        Line.starts_with("import\"") || Line.starts_with("module "))
      return true;
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    if (!Line.consume_front("include") && !Line.consume_front("import"))
      continue;
    Line = Line.ltrim();
    if (Line.starts_with("\"/") || Line.starts_with("</"))
      return true;
  }
  return false;
}

std::vector<std::string> askedForIncludes(StringRef Code) {
  constexpr StringRef Word = "__has_include";
  std::vector<std::string> Names;
  for (size_t I = 0; (I = Code.find(Word, I)) != StringRef::npos;) {
    I += Word.size();
    StringRef Rest = Code.substr(I).ltrim(" \t");
    if (!Rest.consume_front("("))
      continue;
    Rest = Rest.ltrim(" \t");
    if (Rest.consume_front("<"))
      Names.push_back(Rest.take_until([](char C) { return C == '>'; }).str());
    else if (Rest.consume_front("\""))
      Names.push_back(Rest.take_until([](char C) { return C == '"'; }).str());
  }
  return Names;
}

} // namespace async
