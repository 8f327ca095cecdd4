#include "FindClass.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace clang;
using llvm::formatv;

namespace async {
namespace {

/// The user's declarations that have names, without those in functions.
struct Names {
  std::vector<const CXXRecordDecl *> Classes;
  /// That are no classes, by what they are.
  std::vector<std::pair<const NamedDecl *, StringRef>> Others;

  explicit Names(ASTContext &AST) : SM(AST.getSourceManager()) {
    walk(*AST.getTranslationUnitDecl());
  }

private:
  void walk(const DeclContext &Scope) {
    for (const Decl *D : Scope.decls()) {
      if (D->isImplicit() || SM.isInSystemHeader(D->getLocation()))
        continue;
      const Decl *Pattern = D;
      if (const auto *Template = dyn_cast<ClassTemplateDecl>(D))
        Pattern = Template->getTemplatedDecl();
      if (const auto *Class = dyn_cast<CXXRecordDecl>(Pattern)) {
        if (!Class->isThisDeclarationADefinition() || !Class->getIdentifier())
          continue;
        Classes.push_back(Class);
      } else if (const auto *Named = dyn_cast<NamedDecl>(D)) {
        StringRef Kind = isa<NamespaceDecl>(D)      ? "a namespace"
                         : isa<EnumDecl>(D)         ? "an enumeration"
                         : isa<TypedefNameDecl>(D)  ? "an alias"
                         : isa<FunctionDecl>(D)     ? "a function"
                         : isa<FunctionTemplateDecl>(D) ? "a function"
                         : isa<VarDecl>(D)          ? "a variable"
                                                    : "";
        if (!Kind.empty())
          Others.emplace_back(Named, Kind);
      }
      if (isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl>(Pattern))
        walk(*cast<DeclContext>(Pattern));
    }
  }

  const SourceManager &SM;
};

/// True if \p Given is \p Qualified or its last parts.
bool isNamed(StringRef Qualified, StringRef Given) {
  return Qualified == Given ||
         (Qualified.consume_back(Given) && Qualified.ends_with("::"));
}

} // namespace

llvm::Expected<const CXXRecordDecl *> findClass(StringRef Name,
                                                ASTContext &AST) {
  const StringRef Given = Name;
  Name.consume_front("::");
  const Names All(AST);
  std::vector<const CXXRecordDecl *> Found;
  for (const CXXRecordDecl *Class : All.Classes) {
    if (Class->getQualifiedNameAsString() == Name)
      return Class;
    if (isNamed(Class->getQualifiedNameAsString(), Name))
      Found.push_back(Class);
  }
  if (Found.size() == 1)
    return Found.front();
  if (!Found.empty()) {
    std::vector<std::string> Known;
    for (const CXXRecordDecl *Class : Found)
      Known.push_back("'" + Class->getQualifiedNameAsString() + "'");
    return llvm::createStringError(
        formatv("'{0}' may be {1}: say which", Given, llvm::join(Known, " or "))
            .str());
  }
  for (const auto &[Other, Kind] : All.Others)
    if (isNamed(Other->getQualifiedNameAsString(), Name))
      return llvm::createStringError(
          formatv("'{0}' is {1}, not a class", Given, Kind).str());

  // A name that is more than half wrong is a guess, not a typo.
  unsigned Limit = static_cast<unsigned>(Name.size() + 1) / 2;
  std::string Near;
  for (const CXXRecordDecl *Class : All.Classes) {
    const std::string Qualified = Class->getQualifiedNameAsString();
    for (StringRef Known : {StringRef(Qualified), Class->getName()})
      if (unsigned Distance = Known.edit_distance(Name); Distance < Limit) {
        Limit = Distance;
        Near = Qualified;
      }
  }
  return llvm::createStringError(
      formatv("no class is named '{0}' in this file{1}", Given,
              Near.empty() ? "" : "; did you mean '" + Near + "'?")
          .str());
}

} // namespace async
