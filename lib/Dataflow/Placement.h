/// \file
/// On which executor the code of a function runs.

#ifndef ASYNC_TIDY_DATAFLOW_PLACEMENT_H
#define ASYNC_TIDY_DATAFLOW_PLACEMENT_H

#include "Sharing/Tasks.h"
#include "llvm/ADT/DenseSet.h"

namespace async {

/// Where code runs, as far as it is told.
struct Site {
  enum class Kind : uint8_t {
    /// Where its caller runs; nothing switched.
    Home,
    /// One thread, named by an executor: a loop, a strand.
    Loop,
    /// Several threads: a pool, a thread of its own.
    Pool,
    /// The thread that owns a part of the data, and is asked to work on it:
    /// seastar::smp::submit_to, sharded<>::invoke_on.
    Shard,
    /// One or the other, or not known.
    Unknown,
  };
  Kind K = Kind::Home;
  /// What names it: the function that gives the executor, a member, a variable;
  /// null for a thread that is made on the spot, and for a Home that nothing
  /// switched to.
  const clang::Decl *Name = nullptr;

  bool operator==(const Site &) const = default;
};

/// True if code at \p A and code at \p B can run at the same time on two threads.
/// Home is one thread, and what is called the main loop is it.
bool areParallel(const Site &A, const Site &B);

class Placements {
public:
  explicit Placements(Tasks &Started) : Started(Started) {}

  /// Where \p At of \p Function, called at home, is executed. A forward analysis:
  /// awaiting a switch, or a coroutine that ends elsewhere, moves the rest. A
  /// handler is away if something in its try block throws there: a function that
  /// is seen to, or that is not seen.
  Site of(const clang::FunctionDecl &Function, const Fact &At);

  /// Where \p Function, called at home, has its caller continue.
  Site endOf(const clang::FunctionDecl &Function);

  /// Where the callable that \p Call is given as argument \p Index is run; Home if
  /// it is run here or if that is not known.
  Site ofCallable(const CallFact &Call, unsigned Index);

private:
  struct Flow;
  Flow *flow(const clang::FunctionDecl &Function);
  Site executor(const CallFact &Call) const;
  llvm::DenseSet<const clang::CFGBlock *>
  throwers(const FunctionFacts &Facts) const;
  std::optional<Site> after(const SuspendFact &Point);

  Tasks &Started;
  llvm::DenseMap<const clang::FunctionDecl *, std::shared_ptr<Flow>> Known;
};

} // namespace async

#endif // ASYNC_TIDY_DATAFLOW_PLACEMENT_H
