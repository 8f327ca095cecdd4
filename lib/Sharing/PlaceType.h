/// \file
/// What a place's type says about sharing it.

#ifndef ASYNC_TIDY_SHARING_PLACETYPE_H
#define ASYNC_TIDY_SHARING_PLACETYPE_H

#include "Facts/Unit.h"
#include "clang/AST/Type.h"

namespace async {

/// The type of the variable or member that \p Place names, or of what it refers
/// or points to; null where a place has none: elements, temporaries.
clang::QualType typeOf(const Path &Place);

/// True for what may be used by several threads or tasks at a time: an atomic, a
/// lock, and what the models call a condition, channel, scope or executor. Also for
/// what cannot change. False where unknown.
bool isSynchronized(const Path &Place, Unit &TheUnit);

/// True for plain data, which keeps no order by itself: a number, a standard
/// container or string, and a class that has only such, all of it public.
bool isPlainData(clang::QualType Type, unsigned Depth = 0);

/// True for what nobody can wait with who is given it: a string, an owner of such,
/// and a class that shows no data and no results, so that there is nothing to
/// await or to ask. False where unknown.
bool canOnlyBeTold(clang::QualType Type, unsigned Depth = 0);

/// True if a step of the path leads to some element of a container.
bool isInElement(const Path &Place);

/// True if \p Function could name the place: a library's function that calls what
/// it is given knows nothing of it, and is not to blame.
bool isNameable(const Path &Place, const clang::FunctionDecl &Function);

} // namespace async

#endif // ASYNC_TIDY_SHARING_PLACETYPE_H
