#include "Rewrites/ClassCopy.h"

#include "Rewrites/Surroundings.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace async {

std::optional<Span> memberSpan(const Decl &Member, const SourceText &Text) {
  std::optional<Span> Where = Text.spanOf(Member.getSourceRange());
  if (!Where)
    return std::nullopt;
  const auto *Function = dyn_cast<FunctionDecl>(&Member);
  if (Function && Function->doesThisDeclarationHaveABody())
    return Where;
  // Behind the declarator there may be attributes.
  StringRef File =
      Text.context().getSourceManager().getBufferData(Where->File);
  size_t End = File.find(';', Where->End);
  if (End == StringRef::npos)
    return std::nullopt;
  Where->End = static_cast<unsigned>(End) + 1;
  return Where;
}

std::vector<const DeclaratorDecl *>
outsideDefinitions(const CXXRecordDecl &Class, const ASTContext &AST) {
  std::vector<const DeclaratorDecl *> Found;
  for (const Decl *D : Class.decls()) {
    const DeclaratorDecl *Definition = nullptr;
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D))
      Definition = Method->getDefinition();
    else if (const auto *Variable = dyn_cast<VarDecl>(D))
      Definition = Variable->getDefinition();
    if (Definition && Definition->isOutOfLine())
      Found.push_back(Definition);
  }
  const SourceManager &SM = AST.getSourceManager();
  llvm::sort(Found, [&](const DeclaratorDecl *A, const DeclaratorDecl *B) {
    return SM.isBeforeInTranslationUnit(A->getLocation(), B->getLocation());
  });
  return Found;
}

/// As it is, but `inline`: many files include the header.
static std::string copyDefinition(const DeclaratorDecl &D,
                                  const SourceText &Text) {
  std::optional<Span> Where = Text.spanOf(D.getSourceRange());
  if (!Where)
    return "";
  std::string Copy = Text.copy(*Where);
  const auto *Function = dyn_cast<FunctionDecl>(&D);
  if (!Function)
    return "inline " + Copy + ";\n";
  return (Function->isInlineSpecified() || Function->isConstexprSpecified()
              ? ""
              : "inline ") +
         Copy + (Function->doesThisDeclarationHaveABody() ? "\n\n" : ";\n\n");
}

static std::string guardOf(const CXXRecordDecl &Class, StringRef Name) {
  std::string Guard;
  for (char C : Class.getQualifiedNameAsString())
    Guard += llvm::isAlnum(C) ? llvm::toUpper(C) : '_';
  // Of the qualified name only the class itself has another one now.
  Guard.resize(Guard.size() - Class.getName().size());
  while (!Guard.empty() && Guard.front() == '_')
    Guard.erase(0, 1);
  Guard += Name.upper() + "_H";
  std::string Short;
  for (char C : Guard)
    if (C != '_' || (!Short.empty() && Short.back() != '_'))
      Short += C;
  return Short;
}

std::optional<SuggestedHeader>
copyClass(const CXXRecordDecl &Class, StringRef Name, ArrayRef<std::string> About,
          ArrayRef<std::string> Prologue, const SourceText &Text,
          std::vector<Obstacle> &Obstacles) {
  std::optional<Span> Where = memberSpan(Class, Text);
  if (!Where)
    Obstacles.push_back({Class.getLocation(), "'" + Class.getNameAsString() +
                                                  "' comes out of a macro"});
  const Surroundings Rest = surroundingsOf(Class, Text, Obstacles);
  if (!Obstacles.empty())
    return std::nullopt;
  const DeclContext &Scope = *Class.getDeclContext()->getEnclosingNamespaceContext();
  const std::string Guard = guardOf(Class, Name);
  const SourceManager &SM = Text.context().getSourceManager();

  std::string Header;
  llvm::raw_string_ostream OS(Header);
  for (const std::string &Line : About)
    OS << "//" << (Line.empty() ? "" : " ") << Line << '\n';
  OS << "#ifndef " << Guard << "\n#define " << Guard << "\n\n";
  llvm::StringSet<> Seen;
  for (const std::string &Directive : Prologue)
    if (Seen.insert(Directive).second)
      OS << Directive << '\n';
  const StringRef File = llvm::sys::path::filename(
      SM.getFilename(SM.getLocForStartOfFile(SM.getMainFileID())));
  if (!Rest.Before.empty())
    OS << "\n// From " << File << ".\n" << Rest.Before;
  OS << '\n' << openNamespace(Scope) << '\n';
  if (const RawComment *Doc =
          Text.context().getRawCommentForDeclNoCache(&Class))
    OS << Text.original(Doc->getSourceRange()) << '\n';
  OS << Text.copy(*Where) << '\n';
  const auto Outside = outsideDefinitions(Class, Text.context());
  if (!Outside.empty() && !Rest.Behind.empty())
    OS << '\n'
       << closeNamespace(Scope) << "\n// From " << File << ".\n"
       << Rest.Behind << '\n'
       << openNamespace(Scope);
  if (!Outside.empty())
    OS << '\n';
  for (const DeclaratorDecl *D : Outside)
    OS << copyDefinition(*D, Text);
  OS << '\n' << closeNamespace(Scope) << "\n#endif // " << Guard << '\n';
  return SuggestedHeader{Name.str(), std::move(Header)};
}

} // namespace async
