/// \file
/// What to do with a holder that may be invalid after a suspension.

#ifndef ASYNC_TIDY_REWRITES_FINDAGAIN_H
#define ASYNC_TIDY_REWRITES_FINDAGAIN_H

#include "Rewrites/Source.h"

namespace clang {
class ValueDecl;
class VarDecl;
} // namespace clang

namespace async {

/// \returns the edits that look up again, before its use at \p Use, what
/// \p Holder refers to: an iterator, pointer or view is assigned anew, with the
/// exit that the code took where it was not found; a reference gets a new name from there on. A
/// decision: it may be another element, or none.
std::optional<Rewrite> findAgain(const clang::VarDecl &Holder,
                                 clang::SourceRange Use, const Source &Text);

/// \returns the edit that makes \p Holder a copy where it is a reference that is
/// only read, or a view of a string. A decision: it does not follow what changes.
std::optional<Rewrite> copyInstead(const clang::VarDecl &Holder,
                                   const Source &Text);

/// \returns the edits that make the range-based for at \p Loop walk a copy. A
/// decision: what is removed meanwhile is still visited, what is added is not.
std::optional<Rewrite> walkCopy(clang::SourceRange Loop, const Source &Text);

/// \returns the edits that hold a copy of the std::shared_ptr through which \p Use
/// goes, or from which \p Holder was got if that is not null.
std::optional<Rewrite> keepOwner(const clang::VarDecl *Holder,
                                 clang::SourceRange Use, const Source &Text);

/// \returns the edits that give the call at \p Call a copy of the argument at
/// \p Index. A decision: the callee does not see, or make, changes.
std::optional<Rewrite> giveCopy(clang::SourceRange Call, int Index,
                                const Source &Text);

/// The same for the argument written at \p Argument.
std::optional<Rewrite> giveCopy(clang::SourceRange Argument,
                                const Source &Text);

/// \returns the edit that lets the lambda at \p Where capture \p Captured by copy. A
/// decision, for the same reason.
std::optional<Rewrite> captureCopy(clang::SourceRange Where,
                                   const clang::ValueDecl *Captured,
                                   const Source &Text);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_FINDAGAIN_H
