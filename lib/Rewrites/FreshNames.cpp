#include "Rewrites/FreshNames.h"

#include "Rewrites/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/IdentifierTable.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace async {

static StringRef nameOf(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : StringRef();
}

FreshNames::FreshNames(const CXXRecordDecl &Class)
    : AST(Class.getASTContext()) {
  CamelTypes = !Class.getName().empty() && llvm::isUpper(Class.getName()[0]);
  for (const CXXMethodDecl *M : Class.methods()) {
    StringRef Name = nameOf(*M);
    CamelFunctions |= !Name.empty() && llvm::isLower(Name[0]) &&
                      llvm::any_of(Name, llvm::isUpper) && !Name.contains('_');
  }
  for (const FieldDecl *F : Class.fields()) {
    StringRef Name = F->getName();
    if (Name.size() < 3)
      continue;
    if (Name.starts_with("m_"))
      MemberPrefix = "m_";
    else if (Name.ends_with("_"))
      MemberSuffix = "_";
    else if (Name.starts_with("_") && llvm::isLower(Name[1]))
      MemberPrefix = "_";
    else
      continue;
    break;
  }
}

void FreshNames::reserveIn(StringRef Text) {
  forEachIdentifier(Text, AST,
                    [&](StringRef Name, unsigned) { Taken.insert(Name); });
}

bool FreshNames::isFree(StringRef Name) const {
  if (Taken.contains(Name))
    return false;
  auto It = AST.Idents.find(Name);
  return It == AST.Idents.end() ||
         (!It->second->hasMacroDefinition() &&
          !It->second->isKeyword(AST.getLangOpts()));
}

std::string FreshNames::fresh(StringRef Wanted) {
  std::string Name = Wanted.str();
  for (unsigned N = 2; !isFree(Name); ++N)
    Name = (Wanted + (Wanted.ends_with("_") ? "" : "_") + llvm::Twine(N)).str();
  Taken.insert(Name);
  return Name;
}

std::string FreshNames::fresh(llvm::ArrayRef<StringRef> Wanted) {
  for (StringRef Name : Wanted)
    if (isFree(Name))
      return fresh(Name);
  return fresh(Wanted.back());
}

std::string FreshNames::join(llvm::ArrayRef<StringRef> Words, bool Camel,
                             bool UpperFirst) const {
  std::string Name;
  for (StringRef Word : Words) {
    if (Camel && !Word.empty() && (UpperFirst || !Name.empty())) {
      Name += llvm::toUpper(Word.front());
      Word = Word.drop_front();
    } else if (!Camel && !Name.empty()) {
      Name += '_';
    }
    Name += Word;
  }
  return Name;
}

std::string FreshNames::type(llvm::ArrayRef<StringRef> Words) {
  return fresh(join(Words, CamelTypes, /*UpperFirst=*/true));
}

std::string FreshNames::function(llvm::ArrayRef<StringRef> Words) {
  return fresh(join(Words, CamelFunctions, /*UpperFirst=*/false));
}

std::string FreshNames::member(llvm::ArrayRef<StringRef> Words) {
  return fresh(MemberPrefix + join(Words, CamelFunctions, false) +
               MemberSuffix);
}

} // namespace async
