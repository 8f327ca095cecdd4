/// \file
/// Does a text use coroutines?

#ifndef ASYNC_TIDY_PROJECT_KEYWORDS_H
#define ASYNC_TIDY_PROJECT_KEYWORDS_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace async {

/// True if `co_await`, `co_yield` or `co_return` stands in \p Code outside comments
/// and literals; the name `operator co_await` does not count. A body that the preprocessor would leave out counts too.
bool usesCoroutines(llvm::StringRef Code);

/// True if \p Code, a header that is not the project's, may bring one of these words
/// into a file that does not have it: in a macro.
bool definesCoroutineMacro(llvm::StringRef Code);

/// True if what \p Code includes can't be seen from its `#include`s: it imports a
/// module, or includes by an absolute path, which makes a system header the
/// project's.
bool reachesFurther(llvm::StringRef Code);

/// The names of headers that \p Code asks `__has_include` for.
std::vector<std::string> askedForIncludes(llvm::StringRef Code);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_KEYWORDS_H
