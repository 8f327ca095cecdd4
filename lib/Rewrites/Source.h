/// \file
/// The text of one function and the statements in it, as rewrites look at them.

#ifndef ASYNC_TIDY_REWRITES_SOURCE_H
#define ASYNC_TIDY_REWRITES_SOURCE_H

#include "Hazards/Hazard.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringSet.h"
#include <optional>

namespace clang {
class CompoundStmt;
class DeclRefExpr;
class FunctionDecl;
class LangOptions;
class SourceManager;
class Stmt;
class ValueDecl;
} // namespace clang

namespace async {
struct Unit;

/// A statement that stands by itself: in a block, or as the body of an `if` or a
/// loop.
struct Statement {
  const clang::Stmt *S = nullptr;
  /// The block it stands in; null for a body without braces.
  const clang::CompoundStmt *Block = nullptr;
  /// Of S in the block.
  size_t Index = 0;
  /// S and what encloses it, outermost first.
  llvm::SmallVector<const clang::Stmt *, 8> Around;
};

class Source {
public:
  Source(const clang::FunctionDecl &Function, const Unit &TheUnit);

  /// True for text that an edit may touch: written in one file of the user's, and
  /// no part of it by a macro.
  bool isEditable(clang::SourceRange Range) const;

  /// As it is written, comments included; empty where it is not editable.
  llvm::StringRef text(clang::SourceRange Range) const;

  /// The white space before the first word of the line.
  std::string indentOf(clang::SourceLocation Where) const;

  /// One step of indentation, as the function's body shows it.
  llvm::StringRef indentStep() const { return Step; }

  /// The text of \p Range with other texts in place of parts of it, which are in
  /// order.
  using Parts = llvm::ArrayRef<std::pair<clang::SourceRange, std::string>>;
  std::string textWith(clang::SourceRange Range, Parts Changed) const;

  /// The text with the indentation of its first line taken off the others, to be
  /// put somewhere else.
  std::string movable(clang::SourceRange Range) const;

  /// True if nothing but white space stands before \p Where on its line.
  bool isFirstOnLine(clang::SourceLocation Where) const;

  /// What encloses \p Range, from the function's body to the innermost node;
  /// empty if that is in another function, also in a lambda's.
  llvm::SmallVector<const clang::Stmt *, 16>
  chainTo(clang::SourceRange Range) const;

  /// The innermost statement around \p Range.
  std::optional<Statement> statementAt(clang::SourceRange Range) const;

  /// Behind the semicolon or brace that ends \p S; invalid if that is not found.
  clang::SourceLocation endOf(const clang::Stmt &S) const;

  /// Adds the edits that put \p Line, a statement with its semicolon, before or
  /// after \p S, with braces where S is a body without. \p Line may have several
  /// lines, which are indented as S is. \returns false if that can't be done.
  bool insertBefore(const Statement &S, llvm::StringRef Line,
                    Rewrite &Into) const;
  bool insertAfter(const Statement &S, llvm::StringRef Line,
                   Rewrite &Into) const;

  /// Adds the edits that put \p Head and braces around the statements of S's block
  /// from S to the last, or around S alone if it has no block. \returns false if
  /// they can't be indented: two on one line, or a text of several lines.
  bool wrapFrom(const Statement &S, llvm::StringRef Head, Rewrite &Into) const;

  /// Adds the edit that removes \p Range and its semicolon, and the line if nothing
  /// else stands on it. \returns false if it can't be removed.
  bool remove(clang::SourceRange Range, Rewrite &Into) const;

  void replace(clang::SourceRange Range, llvm::StringRef Text,
               Rewrite &Into) const;

  /// The first of \p Wanted that nothing in the function is called; numbered if
  /// all are taken.
  std::string freshName(llvm::ArrayRef<llvm::StringRef> Wanted) const;

  /// True if evaluating \p E changes nothing and does not suspend, as far as
  /// calls can be told by their names and constness.
  bool hasNoEffects(const clang::Stmt *E) const;

  /// True if what \p E names can be named before \p S.
  bool isNameableAt(const clang::Stmt *E, const Statement &S) const;

  /// The locals and parameters named in \p E.
  void collectLocals(const clang::Stmt *E,
                     llvm::SmallVectorImpl<const clang::ValueDecl *> &Into)
      const;

  bool isBefore(clang::SourceLocation A, clang::SourceLocation B) const;

  /// The children that are written in the function itself.
  static llvm::SmallVector<const clang::Stmt *, 8>
  childrenOf(const clang::Stmt &S);

  /// Where \p S names \p D, outside the bodies of lambdas; in the order of the tree.
  static llvm::SmallVector<const clang::DeclRefExpr *, 4>
  mentionsOf(const clang::Stmt *S, const clang::ValueDecl &D);

  const clang::FunctionDecl &function() const { return Function; }
  const clang::SourceManager &sources() const { return SM; }
  const Unit &unit() const { return TheUnit; }

private:
  void collectNames(const clang::Stmt *S);

  const clang::FunctionDecl &Function;
  const Unit &TheUnit;
  const clang::SourceManager &SM;
  const clang::LangOptions &Language;
  const clang::Stmt *Body;
  std::string Step = "  ";
  llvm::StringSet<> Names;
};

/// True if \p S is \p D's name somewhere, lambdas included.
bool mentions(const clang::Stmt *S, const clang::ValueDecl *D);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_SOURCE_H
