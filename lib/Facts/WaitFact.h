/// \file
/// Facts about threads: where one is blocked, what it waits for, and channels.

#ifndef ASYNC_TIDY_FACTS_WAITFACT_H
#define ASYNC_TIDY_FACTS_WAITFACT_H

#include "Facts/FactBase.h"
#include "Facts/Path.h"
#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class Expr;
class FunctionDecl;
} // namespace clang

namespace async {

class BlockFact : public FactOf<Fact::Kind::Block> {
public:
  BlockFact(clang::SourceRange Range, const clang::FunctionDecl *Callee,
            const Path *Object, BlockReason Reason, llvm::StringRef Remedy,
            bool InLoop, const clang::Expr *Task)
      : FactOf(Range), Callee(Callee), Object(Object), Reason(Reason),
        Remedy(Remedy), InLoop(InLoop), Task(Task) {}

  /// Null for a loop that does nothing but ask.
  const clang::FunctionDecl *Callee;
  /// What is waited for, or read; null if nothing that has a place.
  const Path *Object;
  BlockReason Reason;
  /// What the models say to use instead; lives as long as they do.
  llvm::StringRef Remedy;
  /// It stands in a loop of this function.
  bool InLoop;
  /// The argument that could be awaited instead, of a call that waits for a
  /// task; null for others.
  const clang::Expr *Task;
};

class SettleFact : public FactOf<Fact::Kind::Settle> {
public:
  SettleFact(clang::SourceRange Range, const Path &Place)
      : FactOf(Range), Place(Place) {}

  /// It was asked whether it is ready, it was awaited, or moved away.
  const Path &Place;
};

class MoveFact : public FactOf<Fact::Kind::Move> {
public:
  MoveFact(clang::SourceRange Range, bool OntoLoop)
      : FactOf(Range), OntoLoop(OntoLoop) {}

  /// Back to where the coroutine started; false for anywhere else.
  bool OntoLoop;
};

class ChannelFact : public FactOf<Fact::Kind::Channel> {
public:
  enum class Use : uint8_t {
    Push,
    Pop,
    /// Anything after which others may reach it.
    Escape
  };

  ChannelFact(clang::SourceRange Range, const Path &Place, Use How)
      : FactOf(Range), Place(Place), How(How) {}

  /// A local variable, or a parameter that refers to one.
  const Path &Place;
  Use How;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_WAITFACT_H
