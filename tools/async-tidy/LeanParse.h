/// \file
/// A parse that leaves out what no analysis reads.
///
/// No code is made from the unit, so most of what libraries' headers define is of no
/// use: their plain functions' bodies are skipped, and their templates are not
/// instantiated where only types of libraries are involved. Whatever could reach the
/// project's own code, by a callable or a type that is given to it, is kept, and so is
/// what the analyses read in libraries (Facts/LibraryBodies.h).

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_LEANPARSE_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_LEANPARSE_H

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>

namespace async {

/// The consumer that leaves things out of the parse of \p Compiler, to be run beside
/// others.
std::unique_ptr<clang::ASTConsumer> makeLeanParse(clang::CompilerInstance &Compiler);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_LEANPARSE_H
