/// \file
/// The project's files: their names in reports, and their text.

#ifndef ASYNC_TIDY_FINDINGS_SOURCES_H
#define ASYNC_TIDY_FINDINGS_SOURCES_H

#include "Findings/Finding.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace async {

class Sources {
public:
  /// \p Root is the directory that paths in reports are relative to.
  explicit Sources(llvm::StringRef Root);

  llvm::StringRef root() const { return Root; }

  /// The name of \p Path in reports: links resolved, so that a file has one
  /// name however it was reached.
  std::string name(llvm::StringRef Path);

  /// The file that a report calls \p Name.
  std::string path(llvm::StringRef Name) const;

  /// Turns the path of \p Where, absolute, into its name, and fills in line and
  /// column.
  void locate(Place &Where);

  /// The text of \p Line (from 1) of the file \p Name, without its end; empty
  /// if there is none.
  llvm::StringRef line(llvm::StringRef Name, unsigned Line);

  unsigned lineCount(llvm::StringRef Name) { return open(Name).Lines.size(); }

  /// The text of the file \p Name; empty if it can't be read.
  llvm::StringRef text(llvm::StringRef Name);

private:
  struct File {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    /// The offset of each line.
    std::vector<unsigned> Lines;
  };
  const File &open(llvm::StringRef Name);

  std::string Root;
  llvm::StringMap<std::string> Names;
  llvm::StringMap<File> Files;
};

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_SOURCES_H
