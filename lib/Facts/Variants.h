/// \file
/// std::variant: which alternative is asked for, taken or put in ([variant]).

#ifndef ASYNC_TIDY_FACTS_VARIANTS_H
#define ASYNC_TIDY_FACTS_VARIANTS_H

#include "Facts/Condition.h"

namespace clang {
class FunctionDecl;
class QualType;
} // namespace clang

namespace async {

/// The index, as an Integer, of the only alternative of \p Variant that is of \p Type;
/// Unknown if there is none, if there are several, or if it is no variant.
Constant alternativeOf(clang::QualType Variant, clang::QualType Type);

/// What a call names between its angle brackets, as an index of its variant's
/// alternatives: `holds_alternative<T>(v)`, `get<0>(v)`, `v.emplace<T>(...)`; Unknown
/// for all other functions.
Constant alternativeNamedBy(const clang::FunctionDecl &Callee);

/// What `holds_alternative<T>(v)`, a call of \p Callee, says of the variant
/// \p Subject, which may be null; Unknown for all other functions.
Predicate alternativeAskedFor(const clang::FunctionDecl &Callee,
                              const Path *Subject);

/// True for std::get of a variant: the alternative must be there.
bool isVariantGet(const clang::FunctionDecl &Callee);

} // namespace async

#endif // ASYNC_TIDY_FACTS_VARIANTS_H
