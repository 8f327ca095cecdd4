/// \file
/// What is known of the threads that coroutines run on.

#ifndef ASYNC_TIDY_SHARING_THREADEVIDENCE_H
#define ASYNC_TIDY_SHARING_THREADEVIDENCE_H

#include "clang/Basic/SourceLocation.h"
#include <optional>
#include <string>

namespace clang {
class CXXRecordDecl;
class FieldDecl;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace async {
struct Unit;

/// Why all coroutines that touch an object run on one thread.
struct OneThread {
  /// The library says so; empty if main() does.
  std::string Library;
  /// Where main() makes the event loop; invalid for a library.
  clang::SourceLocation Loop;
};

/// \returns the evidence that \p Coroutine runs on the only thread there is:
/// the library of its task is single-threaded, or the unit's own main() makes
/// an event loop, runs it once and starts no thread. Nothing if that is not
/// known.
std::optional<OneThread> findOneThread(const clang::FunctionDecl &Coroutine,
                                       const Unit &TheUnit);

/// True if \p Class is seen to be used by several threads: it has a threading
/// lock, an atomic or a thread among its members.
bool isUsedByThreads(const clang::CXXRecordDecl &Class, Unit &TheUnit);

/// How often the bodies of \p Class, those of lambdas in them included, name
/// \p Field; nothing if some body of the class is not in this unit, so that
/// nobody can tell.
std::optional<unsigned> countMentions(const clang::CXXRecordDecl &Class,
                                      const clang::FieldDecl &Field);

/// True if \p Function uses \p Variable otherwise than by calling its methods:
/// it may be moved, returned or referred to.
bool isHandedOn(const clang::FunctionDecl &Function,
                const clang::VarDecl &Variable);

} // namespace async

#endif // ASYNC_TIDY_SHARING_THREADEVIDENCE_H
