/// \file
/// A class as the coroutines of it share it: which functions touch a member, and
/// which of them can run while a coroutine is suspended.

#ifndef ASYNC_TIDY_SHARING_CLASSVIEW_H
#define ASYNC_TIDY_SHARING_CLASSVIEW_H

#include "Sharing/ClassMembers.h"
#include "Sharing/Starters.h"

namespace async {

/// Why a remote access is believed to overlap. Ordered: stronger is greater.
enum class Witness : uint8_t {
  None,
  /// Just another coroutine of the class, or the coroutine itself again.
  Weak,
  /// A plain function that none of the class's coroutines calls: an event
  /// handler; a coroutine that something starts and does not wait for; two that
  /// are seen to run side by side; or an entry that somebody waits with for the
  /// same lock.
  Strong,
};

/// An access to a path by other code.
struct RemoteAccess {
  Access What;
  const MemberFunction *By;
  Witness Strength;

  /// Best witnessed first, otherwise in the order of the text.
  friend bool operator<(const RemoteAccess &A, const RemoteAccess &B) {
    if (A.Strength != B.Strength)
      return A.Strength > B.Strength;
    return A.What.Where.getBegin() < B.What.Where.getBegin();
  }
};

class ClassView {
public:
  ClassView(const clang::CXXRecordDecl &Class, Starters &Started);

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

  /// How sure it is that \p M, one of functions(), runs while \p Waiting is
  /// suspended.
  Witness witness(const MemberFunction &M, const clang::FunctionDecl &Waiting) {
    return strengthOf(M, runner(Waiting));
  }

private:
  struct Entry {
    const MemberFunction *By;
    Access What;
  };

  void findCallers();
  void findStarters();
  void findRoots();
  void index();
  size_t indexOf(const MemberFunction &M) const {
    return &M - Functions.data();
  }
  /// \p Function itself or, for a lambda run in place, its maker.
  const MemberFunction *runner(const clang::FunctionDecl &Function) const;
  /// Of functions that run beside others: all accesses to the member that
  /// \p Place is or is in, and to the whole object.
  llvm::ArrayRef<Entry> accesses(const Path &Place) const;
  /// How sure it is that \p M runs while \p Waiting is suspended.
  Witness strengthOf(const MemberFunction &M, const MemberFunction *Waiting);
  Witness findStrength(const MemberFunction &M, const MemberFunction *Waiting);
  /// The same for two functions that nobody else of the class calls.
  Witness strengthOfRoots(const MemberFunction &M,
                          const MemberFunction &Waiting);

  const clang::CXXRecordDecl &Class;
  Starters &Started;
  Accesses &Summaries;
  std::vector<MemberFunction> Functions;
  llvm::DenseMap<const clang::FunctionDecl *, size_t> Position;
  /// By position: who calls or awaits it, and in the end which entries reach it.
  std::vector<llvm::SmallVector<const MemberFunction *, 2>> Callers, Roots;
  /// By member; an access to the whole object is in each.
  llvm::DenseMap<const clang::ValueDecl *, std::vector<Entry>> ByMember;
  /// By who runs and who waits.
  llvm::DenseMap<std::pair<const MemberFunction *, const MemberFunction *>,
                 Witness>
      Strengths;
};

/// The views of a translation unit's classes, made when first asked for.
class ClassViews {
public:
  explicit ClassViews(Starters &Started) : Started(Started) {}
  ClassView &get(const clang::CXXRecordDecl &Class);

private:
  Starters &Started;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<ClassView>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_CLASSVIEW_H
