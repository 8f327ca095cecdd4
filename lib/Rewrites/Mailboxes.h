/// \file
/// What a suggested actor takes its messages from: the queue that a library has.

#ifndef ASYNC_TIDY_REWRITES_MAILBOXES_H
#define ASYNC_TIDY_REWRITES_MAILBOXES_H

#include "Coroutine/TaskTypes.h"
#include "Models/Models.h"
#include "clang/AST/ASTContext.h"
#include <optional>
#include <string>
#include <vector>

namespace async {

/// How the pieces of a mailbox are written with one library. In them `$item` is what
/// is put in, `$optional` the type of what the queue holds (an item, or nothing when
/// it is closed), `$ns` the library's namespace and `$error` its error code.
struct Mailbox {
  /// For people: "asio::experimental::channel".
  std::string Queue;
  /// To be included.
  std::vector<std::string> Headers;
  /// Statements of a coroutine that put in `$item`.
  std::string Push;
  /// Statements of a coroutine that return the next one.
  std::string Pop;
  /// Private members.
  std::string Members;
  /// Where the library says so; or what to know of a plain mailbox.
  std::string Source;
  /// True for the one that stands for a queue that the library does not have.
  bool IsPlain = false;
};

/// The mailbox for coroutines that return \p Task: by the model of its library, by a
/// channel that a model file describes for that library, by a class template beside
/// the task's that has the shape of a channel; else the plain one.
Mailbox mailboxFor(clang::QualType Task, clang::ASTContext &AST,
                   const Models &Library);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_MAILBOXES_H
