/// \file
/// How messages name functions.

#ifndef ASYNC_TIDY_CHECKS_NAMING_H
#define ASYNC_TIDY_CHECKS_NAMING_H

#include <string>

namespace clang {
class FunctionDecl;
} // namespace clang

namespace async {

/// \returns `'close'`; for a lambda, which has no name, `a lambda of 'close'`, or
/// `a lambda` where it belongs to no function.
std::string nameOf(const clang::FunctionDecl &Function);

} // namespace async

#endif // ASYNC_TIDY_CHECKS_NAMING_H
