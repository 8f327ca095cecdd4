#include "Facts/LibraryBodies.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

#include "clang/AST/TypeLoc.h"

using namespace clang;
using llvm::StringRef;

namespace async {

/// The end of the comment or literal that begins at \p I, or \p I if none does.
static size_t pastAside(StringRef Text, size_t I) {
  StringRef Rest = Text.substr(I);
  auto After = [&](size_t Found, size_t Length) {
    return Found == StringRef::npos ? Text.size() : Found + Length;
  };
  if (Rest.starts_with("//"))
    return After(Text.find('\n', I), 0);
  if (Rest.starts_with("/*"))
    return After(Text.find("*/", I + 2), 2);
  if (Rest.starts_with("R\"") && (I == 0 || !llvm::isAlnum(Text[I - 1]))) {
    size_t Open = Text.find('(', I);
    if (Open == StringRef::npos)
      return Text.size();
    std::string Close = (")" + Text.slice(I + 2, Open) + "\"").str();
    return After(Text.find(Close, Open), Close.size());
  }
  char Quote = Text[I];
  // A quote between digits separates them.
  if (Quote == '"' || (Quote == '\'' && (I == 0 || !llvm::isAlnum(Text[I - 1])))) {
    for (++I; I < Text.size() && Text[I] != Quote && Text[I] != '\n'; ++I)
      if (Text[I] == '\\')
        ++I;
    return std::min(I + 1, Text.size());
  }
  return I;
}

StringRef bodyText(StringRef Text, size_t Offset) {
  unsigned Braces = 0, Parens = 0;
  for (size_t I = Offset; I < Text.size();) {
    if (size_t Past = pastAside(Text, I); Past != I) {
      I = Past;
      continue;
    }
    char C = Text[I++];
    if (C == '(')
      ++Parens;
    else if (C == ')' && Parens)
      --Parens;
    else if (C == '{' && !Parens)
      ++Braces;
    if (C != '}' || Parens || !Braces || --Braces)
      continue;
    // What is followed by more was the initialiser of a member, or part of a
    // requires-clause.
    StringRef Next = Text.substr(I).ltrim();
    if (!Next.starts_with(",") && !Next.starts_with("{") &&
        !Next.starts_with("&&") && !Next.starts_with("||") &&
        !Next.starts_with("catch"))
      return Text.slice(Offset, I);
  }
  return Text.substr(Offset);
}

static bool isWordChar(char C) { return llvm::isAlnum(C) || C == '_'; }

/// True if \p Text has a word of locks in it. `clock` and `block` are not among them.
static bool speaksOfLocks(StringRef Text) {
  for (size_t I = 0; (I = Text.find_insensitive("lock", I)) != StringRef::npos;
       I += 4)
    if (I == 0 || (Text[I - 1] != 'b' && Text[I - 1] != 'B' &&
                   Text[I - 1] != 'c' && Text[I - 1] != 'C'))
      return true;
  return Text.contains_insensitive("guard") || Text.contains_insensitive("mutex") ||
         Text.contains_insensitive("semaphore");
}

/// True if \p Text calls a function whose name begins with \p Name, other than in
/// the declaration of a variable of that name.
static bool calls(StringRef Text, StringRef Name) {
  for (size_t I = 0; (I = Text.find_insensitive(Name, I)) != StringRef::npos;
       I += Name.size()) {
    if (I != 0 && isWordChar(Text[I - 1]))
      continue;
    StringRef Rest = Text.substr(I).drop_while(isWordChar).ltrim();
    if (!Rest.starts_with("("))
      continue;
    StringRef Before = Text.take_front(I).rtrim();
    if (Before.empty() ||
        (!isWordChar(Before.back()) && Before.back() != '&' &&
         Before.back() != '*' &&
         (Before.back() != '>' || Before.ends_with("->"))) ||
        Before.ends_with("return"))
      return true;
  }
  return false;
}

/// True if \p Text has a call in it, or what looks like one.
static bool hasCall(StringRef Text) {
  for (size_t I = 1; (I = Text.find('(', I)) != StringRef::npos; ++I)
    if (StringRef Before = Text.take_front(I).rtrim();
        !Before.empty() && (isWordChar(Before.back()) || Before.back() == '>'))
      return true;
  return false;
}

bool mayMatter(StringRef Head, StringRef Body) {
  if (Body.contains_insensitive("unlock") || calls(Body, "lock") ||
      calls(Body, "try_lock") || calls(Body, "release") ||
      calls(Body, "acquire") || speaksOfLocks(Head))
    return true;
  // What is long is no accessor.
  constexpr size_t Short = 240;
  StringRef Inside = Body.substr(Body.find('{') + 1);
  if (Inside.size() > Short || Inside.count(';') > 2)
    return false;
  if (size_t Return = Inside.rfind("return"); Return != StringRef::npos)
    return !hasCall(Inside.substr(Return + 6)) ||
           (Inside.count(';') == 1 && Head.contains("bool"));
  // `{ call(); }`
  return Inside.count(';') == 1 && Inside.contains("()") &&
         Inside.ltrim().drop_while(isWordChar).starts_with("()");
}

const LibraryBodies::File &LibraryBodies::file(FileID ID) {
  auto [It, New] = Known.try_emplace(ID);
  if (!New || !SM.isInSystemHeader(SM.getLocForStartOfFile(ID)))
    return It->second;
  if (std::optional<StringRef> Text = SM.getBufferDataOrNone(ID)) {
    It->second.Text = *Text;
    It->second.Coroutines = Text->contains("coroutine") ||
                            Text->contains("co_await") ||
                            Text->contains("co_yield") ||
                            Text->contains("co_return");
  }
  return It->second;
}

bool LibraryBodies::mayBeRead(const FunctionDecl &Function) {
  // Of what a guard does at its end, only the destructor is certain to tell.
  if (isa<CXXDestructorDecl>(Function))
    return true;
  if (Function.getDeclName().isIdentifier() &&
      Function.getName().starts_with("await_"))
    return true;
  const FunctionTypeLoc Type = Function.getFunctionTypeLoc();
  SourceLocation Begin = Function.getBeginLoc();
  SourceLocation End = Type ? Type.getRParenLoc() : SourceLocation();
  if (Begin.isInvalid() || Begin.isMacroID() || End.isInvalid() ||
      End.isMacroID())
    return true;
  auto [ID, Offset] = SM.getDecomposedLoc(End);
  auto [BeginID, BeginOffset] = SM.getDecomposedLoc(Begin);
  const File &Around = file(ID);
  if (BeginID != ID || Around.Text.empty() || Around.Coroutines)
    return true;
  if (isa<CXXConstructorDecl>(Function) &&
      speaksOfLocks(cast<CXXConstructorDecl>(Function).getParent()->getName()))
    return true;
  return mayMatter(Around.Text.slice(BeginOffset, Offset + 1),
                   bodyText(Around.Text, Offset + 1));
}

} // namespace async
