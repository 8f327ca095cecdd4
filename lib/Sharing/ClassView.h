/// \file
/// A class as the coroutines of it share it: which functions touch a member, and
/// which of them can run while a coroutine is suspended.

#ifndef ASYNC_TIDY_SHARING_CLASSVIEW_H
#define ASYNC_TIDY_SHARING_CLASSVIEW_H

#include "Sharing/Access.h"

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
} // namespace clang

namespace async {

/// Why a remote access is believed to overlap. Ordered: stronger is greater.
enum class Witness : uint8_t {
  None,
  /// Just another coroutine of the class, or the coroutine itself again.
  Weak,
  /// A plain function that none of the class's coroutines calls: an event
  /// handler; a coroutine that something starts again and again; or an entry
  /// that somebody waits with for the same lock.
  Strong,
};

/// A member function with a visible body.
struct MemberFunction {
  const clang::FunctionDecl *Function;
  bool IsCoroutine = false;
  /// A constructor, destructor or assignment operator: nobody else has the
  /// object then, or the whole object is replaced.
  bool IsSpecial = false;
  /// Called, directly or through helpers, by a coroutine of the class.
  bool CalledByCoroutine = false;
  /// A plain function that is given something starts it: an event, which comes
  /// again and again.
  bool StartedByEvent = false;
  /// Starts coroutines of the class and is given nothing: open(), start().
  /// What it does before they run is no interference.
  bool IsStarter = false;
  /// Only the constructor starts it, and nobody else can call it.
  bool RunsOnce = false;
};

/// An access to a path by other code.
struct RemoteAccess {
  Access What;
  const MemberFunction *By;
  Witness Strength;
};

class ClassView {
public:
  ClassView(const clang::CXXRecordDecl &Class, Accesses &Summaries);

  llvm::ArrayRef<MemberFunction> functions() const { return Functions; }
  const MemberFunction *find(const clang::FunctionDecl &Function) const;

  /// All changes of \p Place or of what contains it that can happen while
  /// \p Waiting is suspended, its own second activation included; the best
  /// witnessed first.
  std::vector<RemoteAccess> writes(const Path &Place,
                                   const clang::FunctionDecl &Waiting);

  /// A look at \p Place or at what is in it by a function that anybody can
  /// call, other than \p Waiting; null if there is none.
  const Access *read(const Path &Place, const clang::FunctionDecl &Waiting,
                     const MemberFunction *&By);

private:
  void findCallers();

  Accesses &Summaries;
  std::vector<MemberFunction> Functions;
};

/// The views of a translation unit's classes, made when first asked for.
class ClassViews {
public:
  explicit ClassViews(Accesses &Summaries) : Summaries(Summaries) {}
  ClassView &get(const clang::CXXRecordDecl &Class);

private:
  Accesses &Summaries;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<ClassView>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_CLASSVIEW_H
