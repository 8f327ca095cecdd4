/// \file
/// Who else touches a place while a coroutine waits: for members, what a
/// parameter refers to, and globals.

#ifndef ASYNC_TIDY_SHARING_OTHERS_H
#define ASYNC_TIDY_SHARING_OTHERS_H

#include "Sharing/ClassView.h"
#include <deque>
#include <optional>

namespace async {

class Others {
public:
  Others(ClassViews &Classes, Accesses &Summaries)
      : Classes(Classes), Summaries(Summaries) {}

  /// True if code outside an activation of \p Waiting can reach \p Place: a
  /// member of its object, a global that is not constant, or what a reference,
  /// pointer or shared_ptr parameter of it refers to. Not its locals, its
  /// by-value parameters and what they own, nor what is unknown.
  static bool isShared(const Path &Place, const clang::FunctionDecl &Waiting);

  /// All changes of \p Place, which must be shared, or of what contains it that
  /// can happen while \p Waiting is suspended, its own second activation
  /// included; the best witnessed first.
  std::vector<RemoteAccess> writes(const Path &Place,
                                   const clang::FunctionDecl &Waiting);

  /// A look at \p Place or at what is in it by a function that anybody can
  /// call, other than \p Waiting; null if there is none.
  const Access *read(const Path &Place, const clang::FunctionDecl &Waiting,
                     const MemberFunction *&By);

private:
  /// The place as its class's methods name it, and the class.
  struct Membership {
    const clang::CXXRecordDecl *Class;
    const Path *Place;
  };
  std::optional<Membership> membership(const Path &Place);
  void writesOfGlobal(const Path &Place, const clang::FunctionDecl &Waiting,
                      std::vector<RemoteAccess> &Into);
  void writesByFreeFunctions(const Membership &Member,
                             const clang::FunctionDecl &Waiting,
                             std::vector<RemoteAccess> &Into);
  /// The functions of the user's that are defined in the main file, outside and
  /// inside of classes.
  llvm::ArrayRef<MemberFunction> functionsOfFile();

  ClassViews &Classes;
  Accesses &Summaries;
  std::optional<std::vector<MemberFunction>> OfFile;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_OTHERS_H
