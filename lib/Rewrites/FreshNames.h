/// \file
/// Names for generated code that nothing else has, in the style of the code around.

#ifndef ASYNC_TIDY_REWRITES_FRESHNAMES_H
#define ASYNC_TIDY_REWRITES_FRESHNAMES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace clang {
class ASTContext;
class CXXRecordDecl;
} // namespace clang

namespace async {

class FreshNames {
public:
  /// The style is that of \p Class: CamelCase if its name begins with an upper-case
  /// letter, camelBack functions if it has one, members with `m_`, `_` or nothing.
  explicit FreshNames(const clang::CXXRecordDecl &Class);

  /// Identifiers in \p Text are taken.
  void reserveIn(llvm::StringRef Text);
  void reserve(llvm::StringRef Name) { Taken.insert(Name); }

  /// Each gives the words \p Words, joined, or the same with a number behind it, so
  /// that it is no name taken so far, no keyword and no macro; then it is taken.
  std::string type(llvm::ArrayRef<llvm::StringRef> Words);
  std::string function(llvm::ArrayRef<llvm::StringRef> Words);
  std::string member(llvm::ArrayRef<llvm::StringRef> Words);
  /// As it stands, where it is free.
  std::string fresh(llvm::StringRef Wanted);
  /// The first that is free; if none is, the last one with a number.
  std::string fresh(llvm::ArrayRef<llvm::StringRef> Wanted);

private:
  std::string join(llvm::ArrayRef<llvm::StringRef> Words, bool Camel,
                   bool UpperFirst) const;
  bool isFree(llvm::StringRef Name) const;

  const clang::ASTContext &AST;
  llvm::StringSet<> Taken;
  bool CamelTypes = false, CamelFunctions = false;
  std::string MemberPrefix, MemberSuffix;
};

} // namespace async

#endif // ASYNC_TIDY_REWRITES_FRESHNAMES_H
