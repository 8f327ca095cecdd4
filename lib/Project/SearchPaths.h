/// \file
/// Where a command looks for headers.

#ifndef ASYNC_TIDY_PROJECT_SEARCHPATHS_H
#define ASYNC_TIDY_PROJECT_SEARCHPATHS_H

#include "Project/CompileCommands.h"
#include "llvm/ADT/ArrayRef.h"

namespace async {

/// \p Path with the links of its directory resolved, as `/bin/../include` needs. A file
/// that is a link stays where it is: that decides whose it is.
std::string canonicalPath(llvm::StringRef Path, llvm::StringRef Directory);

/// True if \p Path lies in \p Directory or below.
bool isBelow(llvm::StringRef Path, llvm::StringRef Directory);

class SearchPaths {
public:
  explicit SearchPaths(const ProjectUnit &Unit);

  /// False unless it is certain: a file is a system header by where it was found,
  /// and an own directory inside a system directory makes its files the project's.
  bool isSystem(llvm::StringRef Path) const;

  /// The directories, links resolved: named by the command and the environment, and
  /// those where every system has headers.
  std::vector<std::string> all() const;

private:
  void add(const ProjectUnit &Unit, size_t Index, llvm::StringRef Option,
           std::vector<std::string> &To);

  /// Named by -isystem and its relatives.
  std::vector<std::string> System;
  /// Named by -I and -iquote.
  std::vector<std::string> Own;
};

} // namespace async

#endif // ASYNC_TIDY_PROJECT_SEARCHPATHS_H
