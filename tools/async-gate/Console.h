/// \file
/// How far the run is, on standard error.

#ifndef ASYNC_TIDY_TOOLS_ASYNCGATE_CONSOLE_H
#define ASYNC_TIDY_TOOLS_ASYNCGATE_CONSOLE_H

#include "Project/Run.h"

#include <memory>

namespace async {

/// On a terminal one line that changes; elsewhere a line at the start and at every
/// tenth of the way; nothing if \p Quiet.
std::unique_ptr<Progress> makeConsole(bool Quiet);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCGATE_CONSOLE_H
