/// \file
/// What becomes of the lambdas that a function makes: are they run as part of it,
/// or kept by somebody who calls them later?

#ifndef ASYNC_TIDY_SHARING_CLOSURES_H
#define ASYNC_TIDY_SHARING_CLOSURES_H

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"

namespace async {

enum class ClosureUse : uint8_t {
  /// Called here, or by an algorithm, or by something that is awaited here.
  InPlace,
  /// Handed to somebody who may call it or keep it.
  Handed,
  /// Kept for later: in a std::function, a member, a thread, or by a library
  /// that takes handlers.
  Registered,
};

/// What \p Maker does with \p Made, one of its callables.
ClosureUse useOf(const ClosureFact &Made, const FunctionFacts &Maker,
                 const Unit &TheUnit);

/// The call operator of the closure that \p Place is or holds; null if it is
/// none, or a generic one.
const clang::CXXMethodDecl *closureOf(const Path &Place);

/// True if \p Callee, of the standard library, keeps the callables that it is
/// given beyond the call: std::function, std::thread, std::bind.
bool keepsCallable(const clang::FunctionDecl &Callee);

/// True if \p Function is a lambda's call operator.
bool isClosure(const clang::FunctionDecl &Function);

} // namespace async

#endif // ASYNC_TIDY_SHARING_CLOSURES_H
