/// \file
/// Facts about holders: what refers into shared storage, and where it is used.

#ifndef ASYNC_TIDY_FACTS_HOLDERFACT_H
#define ASYNC_TIDY_FACTS_HOLDERFACT_H

#include "Facts/FactBase.h"
#include "Facts/Path.h"
#include "Models/Model.h"

namespace clang {
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace async {

/// A part of shared storage that has to stay as it is for a holder to stay valid.
struct Dependency {
  /// The container, owner or string.
  const Path *Of;
  HolderKind Kind;
  /// What is known of its type; null if nothing is.
  const TypeModel *Type;

  bool operator==(const Dependency &) const = default;
};

class BindFact : public FactOf<Fact::Kind::Bind> {
public:
  enum class Form : uint8_t {
    /// A local variable, or a member of one.
    Local,
    /// The hidden iterator of a range-based for.
    Loop,
    /// A reference or pointer parameter, at the entry: what it refers to is the
    /// caller's business.
    Parameter,
    /// An operand of a call that is evaluated before another one suspends.
    Operand,
    /// The object that is awaited, or whose member function is.
    Awaited,
    /// What an awaited call is given by reference.
    Lent,
    /// What a closure that an awaited call is given has captured.
    Captured,
    /// What a call that makes a task is given by reference, whatever becomes of
    /// the task.
    Given,
  };

  BindFact(clang::SourceRange Range, const Path &Holder, Form How,
           const Path &Root, llvm::ArrayRef<Dependency> Into,
           const clang::FunctionDecl *Callee = nullptr, int Argument = -1)
      : FactOf(Range), Holder(Holder), How(How), Root(Root), Into(Into),
        Callee(Callee), Argument(Argument) {}

  /// A local variable, a member of one, or a temporary.
  const Path &Holder;
  Form How;
  /// The holder that this one was got from, in the end; itself if from none.
  const Path &Root;
  llvm::ArrayRef<Dependency> Into;
  /// Of Awaited, Lent and Given: the function that is called, if it is known, and
  /// which argument this is; -1 for the object.
  const clang::FunctionDecl *Callee;
  int Argument;
};

class UseFact : public FactOf<Fact::Kind::Use> {
public:
  UseFact(clang::SourceRange Range, const Path &Holder)
      : FactOf(Range), Holder(Holder) {}

  const Path &Holder;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_HOLDERFACT_H
