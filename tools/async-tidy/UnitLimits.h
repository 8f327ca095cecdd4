/// \file
/// What keeps a worker from taking the machine along.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITLIMITS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITLIMITS_H

namespace async {

/// The exit code of a run that met its memory limit.
constexpr int OutOfMemoryExit = 42;

/// From now on this process takes no more than \p Memory megabytes of address space (0:
/// no limit), leaves no core behind, and dies with the process \p Parent (0: none).
void limitProcess(unsigned Memory, unsigned Parent);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITLIMITS_H
