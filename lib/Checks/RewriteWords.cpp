#include "Checks/RewriteWords.h"

using namespace clang;

namespace async {

llvm::ArrayRef<FixItHint> editsOfWarning(const std::optional<Rewrite> &R) {
  return R && !R->NeedsDecision ? llvm::ArrayRef<FixItHint>(R->Edits)
                                : llvm::ArrayRef<FixItHint>();
}

llvm::ArrayRef<FixItHint> editsOfNote(const std::optional<Rewrite> &R) {
  return R && R->NeedsDecision ? llvm::ArrayRef<FixItHint>(R->Edits)
                               : llvm::ArrayRef<FixItHint>();
}

llvm::StringRef wordsOfNote(const std::optional<Rewrite> &R,
                            llvm::StringRef Remedy) {
  if (!R || !R->NeedsDecision)
    return Remedy;
  switch (R->What) {
  case Rewrite::Form::UnlockMeanwhile:
    return "unlock %0 for as long as the coroutine is suspended, if what it guards "
           "may change meanwhile";
  case Rewrite::Form::HoistAwait:
    return "await first, in a statement of its own";
  case Rewrite::Form::CheckAgain:
    // What is said of a value that is read is not what the edits do.
    return Remedy.starts_with("read ") ? "check '%0' again before this line"
                                       : Remedy;
  case Rewrite::Form::KeepOwner:
    return "keep the object alive: hold a shared owner of it";
  default:
    return Remedy;
  }
}

} // namespace async
