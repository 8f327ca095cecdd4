/// \file
/// Who else touches a place while a coroutine waits: for members, what a
/// parameter refers to, and globals.

#ifndef ASYNC_TIDY_SHARING_OTHERS_H
#define ASYNC_TIDY_SHARING_OTHERS_H

#include "Sharing/ClassView.h"
#include "llvm/ADT/DenseSet.h"
#include <deque>
#include <optional>

namespace async {

/// A condition on a place that another function goes by.
struct RemoteDecision {
  const clang::FunctionDecl *By = nullptr;
  clang::SourceRange Where;
  /// The waiting coroutine is started, and not waited for, by somebody.
  bool IsStarted = false;
};

/// A function that does not suspend and needs two members to belong together.
struct PairReader {
  /// What it does to the second one.
  RemoteAccess Use;
  /// It decides by the first one whether it looks at the second.
  bool Decides = false;
  /// What it found out about the first one then.
  Predicate Asked;
};

class Others {
public:
  Others(ClassViews &Classes, Starters &Started)
      : Classes(Classes), Started(Started),
        Summaries(Started.tasks().summaries()) {}

  /// True if code outside an activation of \p Waiting can reach \p Place: a
  /// member of its object, a global that is not constant, or what a reference,
  /// pointer or shared_ptr parameter of it refers to, or a local of the function
  /// that runs it beside others. Not its locals, its
  /// by-value parameters and what they own, nor what is unknown.
  bool isShared(const Path &Place, const clang::FunctionDecl &Waiting);

  /// All changes of \p Place, which must be shared, or of what contains it that
  /// can happen while \p Waiting is suspended, its own second activation
  /// included; the best witnessed first. Found once a place and function, and
  /// kept.
  const std::vector<RemoteAccess> &writes(const Path &Place,
                                          const clang::FunctionDecl &Waiting);

  /// What \p By, who was found to change something, does to \p Place, or to what
  /// contains it or is in it: of a member, of any object of the class where
  /// \p Place is not `this`'s. By's own names are in the answer.
  std::vector<Access> changesOf(const Path &Place, const MemberFunction &By);

  /// Where \p Body is started.
  llvm::ArrayRef<Starter> startersOf(const clang::FunctionDecl &Body) {
    return Started.of(Body);
  }

  /// A look at \p Place or at what is in it by a function that anybody can
  /// call, other than \p Waiting; null if there is none.
  const Access *read(const Path &Place, const clang::FunctionDecl &Waiting,
                     const MemberFunction *&By);

  /// Who decides by \p Place, a member, other than \p Waiting itself.
  RemoteDecision decision(const Path &Place,
                          const clang::FunctionDecl &Waiting);

  /// Who looks at both members in one function that does not suspend, other than
  /// \p Waiting.
  RemoteDecision readsBoth(const Path &A, const Path &B,
                           const clang::FunctionDecl &Waiting);

  /// An access to an element of the member \p B that must be there, by a function
  /// that asks the member \p A what there is, and does not ask B.
  std::optional<RemoteAccess> followsInto(const Path &A, const Path &B,
                                          const clang::FunctionDecl &Waiting);

  /// Who goes by the member \p First and then uses the member \p Second, decides by
  /// both, or passes both on, in one step; not who asks \p Second first, and not
  /// what is only printed.
  std::vector<PairReader> needBoth(const Path &First, const Path &Second,
                                   const clang::FunctionDecl &Waiting);

  /// Where plain functions, events by their witness, look something up in the
  /// container \p Place.
  std::vector<RemoteAccess> lookUps(const Path &Place,
                                    const clang::FunctionDecl &Waiting);

  /// Where a coroutine other than \p Waiting waits on the condition or event
  /// \p Signal, and asks for nothing but that the container \p Place is empty.
  std::optional<RemoteAccess> waitsForEmpty(const Path &Place,
                                            const Path &Signal,
                                            const clang::FunctionDecl &Waiting);

  /// True if somebody wakes all at once that wait for the condition or event
  /// \p Signal, a member.
  bool wakesAll(const Path &Signal, const clang::FunctionDecl &Waiting);

  /// The places \p A for which readsBoth(A, \p B) finds somebody.
  llvm::DenseSet<const Path *> readWith(const Path &B,
                                        const clang::FunctionDecl &Waiting);

private:
  /// The place as its class's methods name it, and the class.
  struct Membership {
    const clang::CXXRecordDecl *Class;
    const Path *Place;
  };
  std::optional<Membership> membership(const Path &Place);
  /// True if the coroutine \p M is seen to run while \p Waiting is suspended.
  bool runsBeside(const MemberFunction &M, const clang::FunctionDecl &Waiting);
  std::vector<RemoteAccess> findWrites(const Path &Place,
                                       const clang::FunctionDecl &Waiting);
  void writesOfGlobal(const Path &Place, const clang::FunctionDecl &Waiting,
                      std::vector<RemoteAccess> &Into);
  void writesByFreeFunctions(const Membership &Member,
                             const clang::FunctionDecl &Waiting,
                             std::vector<RemoteAccess> &Into);
  void writesOfSiblings(const Path &Place, const clang::FunctionDecl &Waiting,
                        std::vector<RemoteAccess> &Into);
  const MemberFunction &describe(const clang::FunctionDecl &Function);

  /// A change by a task, named as the function that starts the task does.
  struct TaskWrite {
    const TaskStart *Task;
    const Path *Place;
    const Access *What;
  };
  /// What the tasks of \p Starter change, by the base of the place.
  using TaskWrites =
      llvm::DenseMap<const Path *, std::vector<TaskWrite>>;
  const TaskWrites &writesOfTasks(const clang::FunctionDecl &Starter);
  /// The changes of a global by functions of the file.
  struct GlobalWrite {
    const clang::FunctionDecl *By;
    const Access *What;
  };
  llvm::ArrayRef<GlobalWrite> writesOfGlobals(const Path &Base);

  ClassViews &Classes;
  Starters &Started;
  Accesses &Summaries;
  /// Functions that belong to no class; they stay where they are.
  std::deque<MemberFunction> Free;
  llvm::DenseMap<const clang::FunctionDecl *, const MemberFunction *> Described;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<TaskWrites>>
      ByTasks;
  std::optional<llvm::DenseMap<const Path *, std::vector<GlobalWrite>>>
      ByGlobal;
  llvm::DenseMap<std::pair<const Path *, const clang::FunctionDecl *>,
                 std::unique_ptr<std::vector<RemoteAccess>>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_OTHERS_H
