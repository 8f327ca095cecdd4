/// \file
/// A class by the name that a user gives it on the command line.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_FINDCLASS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_FINDCLASS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace clang {
class ASTContext;
class CXXRecordDecl;
} // namespace clang

namespace async {

/// The user's class named \p Name, qualified or not. The error says what else the name
/// means, which classes it may mean, or which name is near it.
llvm::Expected<const clang::CXXRecordDecl *> findClass(llvm::StringRef Name,
                                                       clang::ASTContext &AST);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_FINDCLASS_H
