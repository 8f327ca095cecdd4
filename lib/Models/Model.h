//===- Model.h - What one entry of a model file says ------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The vocabulary in which a library is described: the roles a type or function
// can have and the effects a call can have. Model files (data/*.yaml, and the
// user's own) are written in these words; docs/models.md is their reference.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_MODEL_H
#define ASYNC_TIDY_MODELS_MODEL_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <cstdint>
#include <string>

namespace async {

/// What a type is, as far as the analyses care.
enum class TypeRole : uint8_t {
  /// Blocks the calling thread until it is free; owned by a thread, so that it
  /// must not be held at a suspension point ([thread.mutex.requirements]).
  ThreadMutex,
  /// Owns a thread mutex (or several) for as long as it lives.
  ThreadGuard,
  /// A mutex, or a semaphore used as one, whose lock operation is awaited.
  AsyncMutex,
  /// Owns an async mutex for as long as it lives.
  AsyncGuard,
  /// Looks like a lock and is none: a null mutex, a fiber mutex.
  NotALock,
  /// An awaitable whose co_await never gives up control.
  NeverSuspends,
  /// A coroutine's return type; says which library a coroutine is written for.
  Task,
  /// A condition, event, latch or the like whose wait is awaited.
  AsyncCondition,
  /// A queue or channel whose push or pop is awaited.
  AsyncChannel,
  /// A condition, semaphore, latch or event whose wait blocks the thread.
  ThreadCondition,
  /// Holds tasks that run beside the caller until it is joined: a scope, a
  /// nursery, a gate.
  TaskScope,
  /// Runs coroutines or callables: an event loop, a pool, a strand.
  Executor,
  /// Owns what its first template argument names, or nothing: std::optional,
  /// std::unique_ptr.
  Wrapper,
  /// Nothing by itself; only its methods are described (std::future).
  Other,
  /// Holds elements or characters that iterators, references and views refer to.
  Container,
  /// Refers to contents that something else owns: string_view, span.
  View,
  /// A coroutine's return type: the coroutine runs as soon as it is called.
  EagerTask,
};

/// What a function or method does that an analysis must know.
enum class CallRole : uint8_t {
  None,
  /// Locks; blocks until it could, or, for an async mutex, completes when
  /// awaited.
  Acquire,
  /// Locks if that can be done at once; the result tells.
  TryAcquire,
  /// Unlocks.
  Release,
  /// A guard forgets its mutex, which stays locked (unique_lock::release).
  Disown,
  /// Asks whether a guard owns its lock (owns_lock, operator bool).
  Owns,
  /// Unlocks, blocks, and locks again before it returns (condition variables).
  Wait,
  /// Returns an awaitable that never suspends.
  NeverSuspends,
  /// Starts a task that runs beside the caller and is not waited for.
  Spawn,
  /// Starts several tasks and completes, when awaited, with all or one of them.
  Join,
  /// Switches the awaiting coroutine to another executor or thread.
  Switch,
  /// Runs a callable elsewhere (thread pool, other thread or shard).
  Offload,
  /// Blocks the calling thread.
  Block,
  /// Locks, and returns a guard that owns the lock; for an async mutex, the
  /// guard is what awaiting gives (folly::coro::Mutex::co_scoped_lock).
  AcquireGuard,
  /// Calls a callable argument while it holds the lock (seastar::with_lock).
  RunLocked,
  /// Wakes those who wait on a condition or event.
  Notify,
  /// Puts a value into a channel, when awaited or at once.
  Push,
  /// Takes a value out of a channel, when awaited or at once.
  Pop,
  /// Runs a callable in a fiber of its own, on the same thread.
  Fiber,
};

/// What a blocking call blocks its thread for. Says how bad it is, and which
/// awaitable takes its place.
enum class BlockReason : uint8_t {
  /// Other code has to run first: another thread, another task.
  Wait,
  /// Time passes.
  Sleep,
  /// A server, a peer, another process or a user answers.
  Reply,
  /// A disk writes, or a whole tree of files is worked on.
  Disk,
  /// The call computes, and is meant to take long: a password hash.
  Work,
  /// A file is read: short by itself, long in a loop that reads all of it.
  File,
  /// Short as a rule, or blocking only if the caller did not see to it: a file is
  /// opened, a descriptor read.
  Moment,
};

/// What a tag argument of a guard's constructor means
/// ([thread.lock.general]: defer_lock_t, try_to_lock_t, adopt_lock_t).
enum class GuardTag : uint8_t { Deferred, Adopted, Try };

/// What a holder is: what refers into an object's contents.
enum class HolderKind : uint8_t {
  /// An iterator to an element.
  Iterator,
  /// The past-the-end iterator.
  End,
  /// A reference or pointer to an element, or to what an owner holds.
  Reference,
  /// A view of, or a pointer into, the contents as a whole: a span, c_str().
  View,
};

/// What an operation on an object does to the holders into it
/// ([container.reqmts], [sequence.reqmts], [associative.reqmts],
/// [unord.req.general]).
enum class Invalidation : uint8_t {
  /// All stay valid.
  Nothing,
  /// All become invalid.
  Everything,
  Iterators,
  End,
  References,
  Views,
  /// The iterators and references to the elements that it takes away.
  Erased,
  /// They stay valid, but refer to what another object has now
  /// ([container.reqmts]/67).
  Elsewhere,
};

/// Some of the above.
struct InvalidationSet {
  /// One bit an Invalidation.
  uint8_t Bits = 0;

  void add(Invalidation I) { Bits |= 1u << static_cast<unsigned>(I); }
  bool has(Invalidation I) const {
    return Bits & (1u << static_cast<unsigned>(I));
  }
};

/// The arguments a call's effect applies to.
struct ArgumentSet {
  /// All arguments; `Index` means nothing then.
  bool All = false;
  /// Zero-based; -1 is the object a member function is called on.
  int Index = -1;
};

/// One method's or function's effect.
struct CallModel {
  CallRole Role = CallRole::None;
  ArgumentSet Of;
  /// For Block and Wait.
  BlockReason For = BlockReason::Wait;
};

/// One `type:` entry.
struct TypeModel {
  /// Qualified name without inline namespaces and template arguments.
  std::string Name;
  TypeRole Role = TypeRole::NotALock;
  /// By unqualified name; conversion to bool is spelled `operator bool`.
  llvm::StringMap<CallModel> Methods;
  /// For guards: tag types by qualified name.
  llvm::StringMap<GuardTag> Tags;
  /// For guard templates: true if what is locked is named by the template
  /// arguments, so that unique_lock<SomeAsyncMutex> is no thread guard.
  bool LocksTemplateArgument = false;
  /// For thread mutexes: true if who holds it can lock it again, and has to
  /// unlock it as often ([thread.mutex.recursive]).
  bool Recursive = false;
  /// For containers and owners: which operations invalidate which holders, by
  /// unqualified name of the method or of the std function applied to the whole
  /// (`erase_if`). One that is not here invalidates none; if there are no rows
  /// at all, nothing can be pointed into.
  llvm::StringMap<InvalidationSet> Invalidates;
  /// For async mutexes: how a user takes it; for others, what to use instead of
  /// their blocking methods. Shown as the remedy.
  std::string Remedy;
  /// For tasks: what the library offers instead of a call that blocks, by the
  /// word for its reason.
  llvm::StringMap<std::string> Instead;
  /// For tasks: all coroutines of a thread run on it alone, so that between two
  /// suspensions nobody else runs.
  bool SingleThreaded = false;
  std::string Library;
  /// Where the library says so.
  std::string Source;
};

/// One `function:` entry.
struct FunctionModel {
  std::string Name;
  CallModel Call;
  /// For Block and Offload: what to use instead, or what is special.
  std::string Remedy;
  std::string Library;
  std::string Source;
};

} // namespace async

#endif // ASYNC_TIDY_MODELS_MODEL_H
