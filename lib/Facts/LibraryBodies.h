/// \file
/// Which function bodies of libraries the analyses may read.
///
/// Most of a unit's text is headers of libraries, and most of their bodies say
/// nothing that an analysis asks about. A run that needs no code from a unit can
/// leave those out before they are parsed: nothing is instantiated for them either.

#ifndef ASYNC_TIDY_FACTS_LIBRARYBODIES_H
#define ASYNC_TIDY_FACTS_LIBRARYBODIES_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class FunctionDecl;
class SourceManager;
} // namespace clang

namespace async {

class LibraryBodies {
public:
  explicit LibraryBodies(const clang::SourceManager &SM) : SM(SM) {}

  /// False only if \p Function stands in a system header, has a body there, and no
  /// analysis looks at it. Decided from the text: there may be no more yet.
  bool mayBeRead(const clang::FunctionDecl &Function);

private:
  struct File {
    /// Empty: not a system header, or its text is not at hand.
    llvm::StringRef Text;
    /// It uses coroutines, or is about them.
    bool Coroutines = false;
  };
  const File &file(clang::FileID ID);

  const clang::SourceManager &SM;
  llvm::DenseMap<clang::FileID, File> Known;
};

/// The body of a function in \p Text, whose list of parameters ends at \p Offset,
/// with what stands before it: qualifiers, the initialisers of a constructor, `try`.
/// All that follows, if no end is found.
llvm::StringRef bodyText(llvm::StringRef Text, size_t Offset);

/// True if \p Body (as bodyText() gives it) of a function whose head is \p Head may
/// say what the analyses ask of libraries:
///
/// - that it takes a lock or gives one back, or makes a guard (LockTypes);
/// - that it returns a place, or a truth about one (FunctionGenerator::returnedPlace,
///   resultOf);
/// - that it calls what its object holds (scope guards).
bool mayMatter(llvm::StringRef Head, llvm::StringRef Body);

} // namespace async

#endif // ASYNC_TIDY_FACTS_LIBRARYBODIES_H
