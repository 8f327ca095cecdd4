/// \file
/// Where a coroutine begins to run.

#ifndef ASYNC_TIDY_FACTS_EXECUTORFACTS_H
#define ASYNC_TIDY_FACTS_EXECUTORFACTS_H

namespace clang {
class FunctionDecl;
} // namespace clang

namespace async {
class Models;

/// True if \p Coroutine is a lambda that is handed, where it is written, to
/// something that runs it on threads which may be blocked: a pool, or a call
/// that the models describe as `offload`. Looks at the function around it only.
bool startsElsewhere(const clang::FunctionDecl &Coroutine,
                     const Models &Library);

} // namespace async

#endif // ASYNC_TIDY_FACTS_EXECUTORFACTS_H
