/// \file
/// Whether the edits of this run will be applied.

#ifndef ASYNC_TIDY_CHECKS_FIXREQUEST_H
#define ASYNC_TIDY_CHECKS_FIXREQUEST_H

namespace async {

/// True if this process is a clang-tidy that was asked for edits: `--fix`,
/// `--fix-errors`, `--fix-notes` or `--export-fixes`. False in other hosts.
bool areFixesRequested();

} // namespace async

#endif // ASYNC_TIDY_CHECKS_FIXREQUEST_H
