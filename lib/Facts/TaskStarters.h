/// \file
/// A quick look for functions that may start tasks.

#ifndef ASYNC_TIDY_FACTS_TASKSTARTERS_H
#define ASYNC_TIDY_FACTS_TASKSTARTERS_H

#include "Facts/Unit.h"

namespace async {

/// False if the body of \p Function neither calls what gives a task nor makes a
/// callable, so that nothing can be started there. Looks at each expression once
/// and at no other function: most plain functions need no facts.
bool mayStartTasks(const clang::FunctionDecl &Function, const Unit &TheUnit);

} // namespace async

#endif // ASYNC_TIDY_FACTS_TASKSTARTERS_H
