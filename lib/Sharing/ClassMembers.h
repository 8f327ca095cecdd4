/// \file
/// The functions that can touch the members of a class.

#ifndef ASYNC_TIDY_SHARING_CLASSMEMBERS_H
#define ASYNC_TIDY_SHARING_CLASSMEMBERS_H

#include "Sharing/Access.h"
#include "Sharing/Closures.h"

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
} // namespace clang

namespace async {

/// A function with a visible body that can touch the members of a class: one of
/// the class, of its bases or friends, or a lambda that one of these makes.
struct MemberFunction {
  enum class Kind : uint8_t { Method, Friend, Lambda };

  const clang::FunctionDecl *Function;
  Kind What = Kind::Method;
  bool IsCoroutine = false;
  /// A constructor, destructor or assignment operator: nobody else has the
  /// object then, or the whole object is replaced.
  bool IsSpecial = false;
  /// Anybody can call it, or a library does: a public member, a friend, a lambda
  /// registered somewhere.
  bool IsEntry = false;
  /// Starts coroutines of the class and is given nothing: open(), start().
  /// What it does before they run is no interference.
  bool IsStarter = false;
  /// A coroutine that something starts and does not wait for, or runs beside
  /// others.
  bool IsStarted = false;
  /// It can be started again while it runs: in a loop, in several places, or by a
  /// plain function that is given something, as an event is.
  bool IsRepeated = false;
  /// Some function of the class, or one that runs beside others, calls it.
  bool IsCalled = false;
  /// Only the constructor starts it, and nobody else can call it.
  bool RunsOnce = false;
};

/// All of \p Class that have a visible body; own methods first. Lambdas that
/// are run where they are made are part of their makers and not listed.
std::vector<MemberFunction> membersOf(const clang::CXXRecordDecl &Class,
                                      FactStore &Store);

/// A path of a function in membersOf(\p Class) as that class's own methods name
/// it; null if it is no member of that class. With \p AnyObject, also of another
/// object than `*this`.
const Path *asMember(const Path &Place, const clang::CXXRecordDecl &Class,
                     PathFactory &Paths, bool AnyObject);

} // namespace async

#endif // ASYNC_TIDY_SHARING_CLASSMEMBERS_H
