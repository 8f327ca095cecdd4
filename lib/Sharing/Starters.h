/// \file
/// For a coroutine: who starts it, and what runs beside it.

#ifndef ASYNC_TIDY_SHARING_STARTERS_H
#define ASYNC_TIDY_SHARING_STARTERS_H

#include "Sharing/Tasks.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async {

/// A place in the text where a coroutine is started.
struct Starter {
  const FunctionFacts *In;
  const TaskStart *Start;
};

class Starters {
public:
  explicit Starters(Tasks &Started) : Started(Started) {}

  /// The functions of the user's that the main file defines, in classes and
  /// outside; of templates the instances.
  llvm::ArrayRef<const clang::FunctionDecl *> functionsOfFile();

  /// Where \p Body is started: by the functions of the main file, and by those
  /// that \p scan was told of.
  llvm::ArrayRef<Starter> of(const clang::FunctionDecl &Body);
  /// Looks for starts in \p Function as well.
  void scan(const clang::FunctionDecl &Function);

  /// True if something starts \p Body and does not wait for it, or runs it beside
  /// others.
  bool isStarted(const clang::FunctionDecl &Body);
  /// True if \p Body can be started again while it runs: in a loop, in several
  /// places, or by a plain function that is given something, as an event is.
  bool isRepeated(const clang::FunctionDecl &Body);
  /// The same of \p Body, or of a coroutine that awaits it, through any number of
  /// others: of what all activations share, a global.
  bool isReachedRepeatedly(const clang::FunctionDecl &Body);

  /// True if a start of \p A and one of \p B, or two activations of one function,
  /// are seen to run side by side.
  bool areConcurrent(const clang::FunctionDecl &A,
                     const clang::FunctionDecl &B);

  Tasks &tasks() { return Started; }

private:
  Tasks &Started;
  bool ListedFile = false, ScannedFile = false;
  std::vector<const clang::FunctionDecl *> OfFile;
  llvm::SmallPtrSet<const clang::FunctionDecl *, 32> Scanned;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Starter, 2>>
      ByBody;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_STARTERS_H
