/// \file
/// Which types hold on to what they do not own: iterators, views, and the owners
/// and containers that they refer into.

#ifndef ASYNC_TIDY_FACTS_HOLDERTYPES_H
#define ASYNC_TIDY_FACTS_HOLDERTYPES_H

#include "clang/AST/Type.h"

namespace clang {
class CXXRecordDecl;
} // namespace clang

namespace async {
class Models;
struct TypeModel;

/// The model of a container or owner, of whose operations it is known what they
/// invalidate; null for others. References and pointers are looked through.
const TypeModel *containerModel(const Models &Library, clang::QualType Type);

/// A class with an iterator_category or iterator_concept, its own or inherited
/// ([iterator.traits]), or named so.
bool isIterator(clang::QualType Type);

/// A class that a model calls a view.
bool isView(const Models &Library, clang::QualType Type);

/// A view of the ranges library that adapts another range, `filter_view`: it asks
/// that range anew each time it is gone through.
bool isRangeAdaptor(clang::QualType Type);

/// What insert() gives, a std::pair that starts with an iterator; and what an
/// algorithm gives of several, std::ranges::min_max_result.
bool hasIterator(clang::QualType Type);

/// A copyable owner, whose copies own the same object: shared_ptr.
bool isSharedOwner(clang::QualType Type);

/// Something to be awaited: a coroutine's return type, an awaiter, or a class
/// with an operator co_await.
bool isAwaitable(const Models &Library, clang::QualType Type);

/// True if ending an object of this type runs code that somebody wrote for it: a
/// scope guard.
bool hasWrittenDestructor(clang::QualType Type);

} // namespace async

#endif // ASYNC_TIDY_FACTS_HOLDERTYPES_H
