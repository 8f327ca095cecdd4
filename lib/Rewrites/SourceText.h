/// \file
/// Copies of pieces of the source, with edits in them.

#ifndef ASYNC_TIDY_REWRITES_SOURCETEXT_H
#define ASYNC_TIDY_REWRITES_SOURCETEXT_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace async {

/// A part of a file, in bytes.
struct Span {
  clang::FileID File;
  unsigned Begin = 0, End = 0;
};

class SourceText {
public:
  explicit SourceText(const clang::ASTContext &AST) : AST(AST) {}

  /// From now on copies have \p To for each identifier \p From.
  void rename(llvm::StringRef From, llvm::StringRef To);

  /// Where \p Tokens are written; nothing if they come out of a macro and are not
  /// one argument of it as it stands.
  std::optional<Span> spanOf(clang::SourceRange Tokens) const;

  /// From now on copies have \p Text in the place of \p Where. Of two edits that
  /// overlap, the one that starts first and then the longer one counts.
  void replace(Span Where, std::string Text);
  void insert(clang::FileID File, unsigned Offset, std::string Text);

  /// The source as it is.
  llvm::StringRef original(Span Where) const;
  llvm::StringRef original(clang::SourceRange Tokens) const;

  /// With edits and new names.
  std::string copy(Span Where) const;

  /// The end of the declaration that ends with the token before \p Offset: behind
  /// its `;` if that comes next, else \p Offset itself.
  unsigned behindSemicolon(clang::FileID File, unsigned Offset) const;

  const clang::ASTContext &context() const { return AST; }

private:
  struct Edit {
    Span Where;
    std::string Text;
  };

  const clang::ASTContext &AST;
  std::vector<Edit> Edits;
  std::vector<std::pair<std::string, std::string>> Renamed;
};

/// Calls \p Visit(identifier, offset in \p Text) for each identifier of a piece of
/// code, keywords included.
void forEachIdentifier(
    llvm::StringRef Text, const clang::ASTContext &AST,
    llvm::function_ref<void(llvm::StringRef Name, unsigned Offset)> Visit);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_SOURCETEXT_H
