/// \file
/// Whether a coroutine of a class is started again while it runs.

#ifndef ASYNC_TIDY_DATAFLOW_RESTARTS_H
#define ASYNC_TIDY_DATAFLOW_RESTARTS_H

#include "Sharing/ClassView.h"
#include "Sharing/Tasks.h"

namespace async {

/// A start that can happen while an earlier one runs.
struct Restart {
  const clang::FunctionDecl *By;
  const TaskStart *Start;
};

/// The starts of \p Coroutine by other members of \p Class that nothing keeps from
/// happening again while the coroutine runs: they do not wait for it, are not made
/// by a constructor or by a function that is called once by its name (start, run,
/// open), and no look at a member decides about them. Empty unless there are
/// several, or one by a function that is given something or in a loop.
llvm::SmallVector<Restart, 2> restartsOf(const clang::FunctionDecl &Coroutine,
                                         const ClassView &Class,
                                         Tasks &Started);

/// True for names of functions that are called once: start, run, init, open, ...
bool isOnceByName(const clang::FunctionDecl &Function);

/// True for names of functions with which the life of an object begins, once:
/// isOnceByName() and connect, load, log_in, ...; not for reconnect, reload.
bool isOpeningByName(const clang::FunctionDecl &Function);

/// True if whether \p Start happens depends on a look at a member or at what a
/// parameter reaches.
bool isGuarded(const FunctionFacts &Facts, const TaskStart &Start,
               Accesses &Summaries);

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_RESTARTS_H
