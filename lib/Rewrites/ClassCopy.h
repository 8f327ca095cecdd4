/// \file
/// A class as the text of a header of its own.

#ifndef ASYNC_TIDY_REWRITES_CLASSCOPY_H
#define ASYNC_TIDY_REWRITES_CLASSCOPY_H

#include "Rewrites/ActorPlan.h"
#include "Rewrites/SourceText.h"

namespace async {

/// A suggested header.
struct SuggestedHeader {
  /// `box_office_actor`: of the class, and of the file without its ending.
  std::string Name;
  std::string Text;
};

/// Where a declaration of a member is written, with its `;` if it has one.
std::optional<Span> memberSpan(const clang::Decl &Member, const SourceText &Text);

/// The definitions of \p Class's members outside of it, in the order of the text.
std::vector<const clang::DeclaratorDecl *>
outsideDefinitions(const clang::CXXRecordDecl &Class, const clang::ASTContext &AST);

/// The header of a copy of \p Class under the name \p Name, with the edits and new
/// names of \p Text. \p About is the comment at the top, a line an element. \p Prologue
/// comes next, preprocessor directives; several of the same count once. Nothing if there
/// are \p Obstacles.
std::optional<SuggestedHeader>
copyClass(const clang::CXXRecordDecl &Class, llvm::StringRef Name,
          llvm::ArrayRef<std::string> About,
          llvm::ArrayRef<std::string> Prologue, const SourceText &Text,
          std::vector<Obstacle> &Obstacles);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_CLASSCOPY_H
