/// \file
/// What becomes of a class whose coroutines change its members, when one of them is
/// to own these alone: which functions become messages, and what runs inside.

#ifndef ASYNC_TIDY_REWRITES_ACTORPLAN_H
#define ASYNC_TIDY_REWRITES_ACTORPLAN_H

#include "Rewrites/Mailboxes.h"
#include "Rewrites/TypeSpelling.h"
#include "Sharing/ClassView.h"

namespace async {

/// Why a class has no rewrite, and what to do first.
struct Obstacle {
  clang::SourceLocation Where;
  std::string Text;
};

/// A function that becomes a message, with a handler in the actor.
struct ActorMessage {
  struct Argument {
    /// Of the value in the message.
    std::string Type;
    /// Empty for one without a name.
    std::string Name;
    /// As written; empty for none.
    std::string Default;
    /// The handler refers to the message's value instead of taking it.
    bool ByReference = false;
  };

  const clang::CXXMethodDecl *Method = nullptr;
  std::vector<Argument> Arguments;
  /// Of the reply; "void" for none.
  std::string Result;
  /// The handler gives a task.
  bool IsAwaited = false;
  /// Its callers can't await it: it is sent without a reply.
  bool IsPosted = false;
};

/// A call, in code that runs inside of the actor, of what is a message outside.
struct Redirect {
  clang::SourceRange Name;
  const clang::CXXMethodDecl *To;
};

struct ActorPlan {
  const clang::CXXRecordDecl *Class = nullptr;
  /// What the actor alone owns, in the order of declaration.
  llvm::SmallVector<const clang::FieldDecl *, 8> State;
  /// In the order of declaration.
  std::vector<ActorMessage> Messages;
  std::vector<Redirect> Redirects;
  /// Of the class's coroutines.
  TaskSpelling Task;
  Mailbox Queue;
};

/// The plan for \p Class, a class of this unit with a body. Nothing if there are
/// \p Obstacles, of which there is then at least one.
std::optional<ActorPlan> planActor(const clang::CXXRecordDecl &Class,
                                   ClassView &View, Starters &Started,
                                   std::vector<Obstacle> &Obstacles);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_ACTORPLAN_H
