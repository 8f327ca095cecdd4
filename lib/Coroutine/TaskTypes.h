/// \file
/// Which types are tasks, and when the coroutine behind one starts.

#ifndef ASYNC_TIDY_COROUTINE_TASKTYPES_H
#define ASYNC_TIDY_COROUTINE_TASKTYPES_H

namespace clang {
class CXXRecordDecl;
class QualType;
} // namespace clang

namespace async {
class Models;

class TaskTypes {
public:
  explicit TaskTypes(const Models &Library) : Library(Library) {}

  /// True for what a coroutine returns to say that it will be done
  /// ([dcl.fct.def.coroutine]/3): a type with a promise_type that yields
  /// nothing, or one that a model calls a task. References are looked through.
  bool isTask(clang::QualType Type) const;

  /// True if a coroutine that returns \p Type runs as soon as it is called: its
  /// promise's initial_suspend gives std::suspend_never, or a model says so.
  /// False where unknown.
  bool isEager(clang::QualType Type) const;

  /// True if the type can be awaited: it has await_ready or operator co_await,
  /// or a model calls it a task. False where unknown.
  bool isAwaitable(clang::QualType Type) const;

private:
  const Models &Library;
};

} // namespace async

#endif // ASYNC_TIDY_COROUTINE_TASKTYPES_H
