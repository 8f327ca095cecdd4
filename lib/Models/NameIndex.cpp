//===- NameIndex.cpp - Declarations by qualified name ---------------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/NameIndex.h"
#include "Models/ModelFile.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/OperatorKinds.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;
using llvm::SmallVectorImpl;
using llvm::StringRef;

namespace async {
namespace {

StringRef tagName(const TagDecl &Tag) {
  if (const IdentifierInfo *Name = Tag.getIdentifier())
    return Name->getName();
  // typedef union { ... } pthread_mutex_t;
  if (const TypedefNameDecl *Typedef = Tag.getTypedefNameForAnonDecl())
    return Typedef->getName();
  return {};
}

StringRef spellOperator(StringRef Spelling, SmallVectorImpl<char> &Storage) {
  StringRef Head = "operator";
  Storage.assign(Head.begin(), Head.end());
  // `operator&&`, but `operator co_await` and `operator bool`.
  if (clang::isAsciiIdentifierStart(Spelling.front()))
    Storage.push_back(' ');
  Storage.append(Spelling.begin(), Spelling.end());
  return {Storage.data(), Storage.size()};
}

// Whether what remains of a name, read from its end, names this scope.
bool isScopeNamed(const DeclContext *Scope, StringRef Rest) {
  // Linkage specifications, export blocks and unscoped enumerations are no
  // part of a name.
  Scope = Scope->getRedeclContext();
  if (Scope->isTranslationUnit())
    return Rest.empty();
  StringRef Name;
  if (const auto *Namespace = dyn_cast<NamespaceDecl>(Scope)) {
    bool MayBeLeftOut =
        Namespace->isInline() || Namespace->isAnonymousNamespace();
    if (MayBeLeftOut && isScopeNamed(Scope->getParent(), Rest))
      return true;
    if (Namespace->isAnonymousNamespace())
      return false;
    Name = Namespace->getName();
  } else if (const auto *Tag = dyn_cast<TagDecl>(Scope)) {
    Name = tagName(*Tag);
  }
  // A function has no name that could be written in front of `::`.
  if (Name.empty() || !Rest.consume_back(Name))
    return false;
  return (Rest.empty() || Rest.consume_back("::")) &&
         isScopeNamed(Scope->getParent(), Rest);
}

} // namespace

StringRef simpleName(const NamedDecl &Decl, SmallVectorImpl<char> &Storage) {
  if (const auto *Tag = dyn_cast<TagDecl>(&Decl))
    return tagName(*Tag);
  DeclarationName Name = Decl.getDeclName();
  switch (Name.getNameKind()) {
  case DeclarationName::Identifier: {
    const IdentifierInfo *Identifier = Name.getAsIdentifierInfo();
    return Identifier ? Identifier->getName() : StringRef();
  }
  case DeclarationName::CXXConstructorName:
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Decl.getDeclContext()))
      return tagName(*Class);
    return {};
  case DeclarationName::CXXConversionFunctionName: {
    QualType Target = Name.getCXXNameType();
    if (!Target.isNull() && Target->isBooleanType())
      return spellOperator("bool", Storage);
    return {};
  }
  case DeclarationName::CXXOperatorName:
    if (const char *Spelling =
            getOperatorSpelling(Name.getCXXOverloadedOperator()))
      return spellOperator(Spelling, Storage);
    return {};
  default:
    return {};
  }
}

bool isNamed(const NamedDecl &Decl, StringRef QualifiedName) {
  llvm::SmallString<32> Storage;
  StringRef Name = simpleName(Decl, Storage);
  if (Name.empty() || !QualifiedName.consume_back(Name))
    return false;
  return (QualifiedName.empty() || QualifiedName.consume_back("::")) &&
         isScopeNamed(Decl.getDeclContext(), QualifiedName);
}

void NameIndex::insert(StringRef QualifiedName, unsigned Position) {
  for (Row &Known : Rows[lastComponent(QualifiedName)])
    if (Known.Name == QualifiedName) {
      Known.Position = Position;
      return;
    }
  Rows[lastComponent(QualifiedName)].push_back({QualifiedName.str(), Position});
}

std::optional<unsigned> NameIndex::find(const NamedDecl &Decl) const {
  llvm::SmallString<32> Storage;
  StringRef Name = simpleName(Decl, Storage);
  if (Name.empty())
    return std::nullopt;
  auto Bucket = Rows.find(Name);
  if (Bucket == Rows.end())
    return std::nullopt;
  for (const Row &Candidate : Bucket->second)
    if (isNamed(Decl, Candidate.Name))
      return Candidate.Position;
  return std::nullopt;
}

std::optional<unsigned> NameIndex::find(StringRef QualifiedName) const {
  auto Bucket = Rows.find(lastComponent(QualifiedName));
  if (Bucket == Rows.end())
    return std::nullopt;
  for (const Row &Candidate : Bucket->second)
    if (Candidate.Name == QualifiedName)
      return Candidate.Position;
  return std::nullopt;
}

} // namespace async
