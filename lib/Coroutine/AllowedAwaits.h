/// \file
/// Awaits that the user declared to be fine where others are not.

#ifndef ASYNC_TIDY_COROUTINE_ALLOWEDAWAITS_H
#define ASYNC_TIDY_COROUTINE_ALLOWEDAWAITS_H

#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace clang {
class CoroutineSuspendExpr;
} // namespace clang

namespace async {

/// True if the operand's type, or the function whose result is awaited, has one
/// of the qualified names given. Also for co_yield, whose operand is what is
/// yielded.
bool isAllowedAwait(const clang::CoroutineSuspendExpr &E,
                    llvm::ArrayRef<std::string> Awaitables,
                    llvm::ArrayRef<std::string> Callees);

} // namespace async

#endif // ASYNC_TIDY_COROUTINE_ALLOWEDAWAITS_H
