/// \file
/// What files contain, as short as it can be compared.

#ifndef ASYNC_TIDY_PROJECT_FILESTATES_H
#define ASYNC_TIDY_PROJECT_FILESTATES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <ctime>
#include <mutex>
#include <string>

namespace async {

/// The hash of \p Text, in hexadecimal digits.
std::string hashOf(llvm::StringRef Text);

/// The states of files, each looked at once. Safe to use from several threads.
class FileStates {
public:
  /// The hash of the content of \p Path; "directory" for one; "-" if there is nothing,
  /// or nothing that can be read.
  std::string of(llvm::StringRef Path);

  /// False if \p Path may have been written at \p Start or later, so that what of()
  /// says need not be what somebody else read. By the time of the last change of the
  /// file's record, which nobody can set back.
  static bool isOlder(llvm::StringRef Path, timespec Start);

private:
  std::mutex Guard;
  llvm::StringMap<std::string> Known;
};

} // namespace async

#endif // ASYNC_TIDY_PROJECT_FILESTATES_H
