/// \file
/// What the author of the code says of sharing, in attributes on declarations:
/// docs/attributes.md lists them.

#ifndef ASYNC_TIDY_SHARING_ANNOTATIONS_H
#define ASYNC_TIDY_SHARING_ANNOTATIONS_H

#include "Facts/Path.h"
#include "llvm/ADT/StringRef.h"
#include <vector>

namespace clang {
class AnnotateAttr;
class Decl;
class FunctionDecl;
} // namespace clang

namespace async {

/// True if `[[clang::annotate("async_tidy::confined")]]` stands on a variable or
/// member that \p Place is or is in, or on the class of one of them or of `*this`:
/// one task alone touches it.
bool isConfined(const Path &Place);

/// True if `async_tidy::single_activation` stands on \p Function or on its class:
/// a call of it never begins while another one on the same object is under way.
bool isSingleActivation(const clang::FunctionDecl &Function);

/// True if `async_tidy::idempotent` stands on the member or variable that \p Place
/// is or is in: filling it twice does no harm.
bool isIdempotent(const Path &Place);
/// The same for a function: calling it twice, or running it twice, does no harm.
bool isIdempotent(const clang::FunctionDecl &Function);

/// The lock that `guarded_by` names for the member or global that \p Place is or is
/// in, or `pt_guarded_by` for what it points to, as \p Place's function names it.
/// Null if there is none, or none that can be named.
const Path *guardOf(const Path &Place, PathFactory &Paths);

/// An annotation `async_tidy::...` that means nothing, and the nearest one.
struct UnknownAnnotation {
  const clang::AnnotateAttr *Attribute;
  llvm::StringRef Nearest;
};

/// Those on \p Function, on its class, and on the members of that class.
std::vector<UnknownAnnotation>
unknownAnnotations(const clang::FunctionDecl &Function);

} // namespace async

#endif // ASYNC_TIDY_SHARING_ANNOTATIONS_H
