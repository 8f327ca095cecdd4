/// \file
/// What the text of a class needs of the file that it is in, for a copy of it
/// elsewhere.

#ifndef ASYNC_TIDY_REWRITES_SURROUNDINGS_H
#define ASYNC_TIDY_REWRITES_SURROUNDINGS_H

#include "Rewrites/ActorPlan.h"
#include "Rewrites/SourceText.h"

namespace async {

/// Declarations of the main file, as text, each in its namespace. What headers declare
/// is not here: they can be included.
struct Surroundings {
  /// Names that the class needs before it.
  std::string Before;
  /// What only the functions that are defined behind the class need.
  std::string Behind;
};

/// The declarations that \p Class and its functions use, and those that these use.
/// Adds to \p Obstacles what can't be copied: variables that can change.
Surroundings surroundingsOf(const clang::CXXRecordDecl &Class,
                            const SourceText &Text,
                            std::vector<Obstacle> &Obstacles);

/// `namespace a::b {` and its end; both empty for the global one. Unnamed namespaces
/// are left out.
std::string openNamespace(const clang::DeclContext &Scope);
std::string closeNamespace(const clang::DeclContext &Scope);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_SURROUNDINGS_H
