/// \file
/// Types as the source writes them, for code that is put beside it.

#ifndef ASYNC_TIDY_REWRITES_TYPESPELLING_H
#define ASYNC_TIDY_REWRITES_TYPESPELLING_H

#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class FunctionDecl;
class ParmVarDecl;
} // namespace clang

namespace async {

/// A task type's name with a hole for what it gives: `asio::awaitable<` and `>`.
struct TaskSpelling {
  std::string Before, After;
  std::string of(llvm::StringRef Result) const {
    return Before + Result.str() + After;
  }
};

/// The type of a value that has the place of \p Type: without reference, const and
/// volatile at the top, as written where that can be told.
std::string spellValue(clang::TypeLoc Type, const clang::ASTContext &AST);

/// The same for a parameter; a view of characters becomes a string.
std::string spellValue(const clang::ParmVarDecl &Parameter,
                       const clang::ASTContext &AST);

/// What the task that \p Function returns gives, and how the task is spelled; nothing
/// if the return type is no specialisation of a class template.
std::optional<std::pair<TaskSpelling, std::string>>
spellTask(const clang::FunctionDecl &Function);

/// The return type of \p Function as a value.
std::string spellResult(const clang::FunctionDecl &Function);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_TYPESPELLING_H
