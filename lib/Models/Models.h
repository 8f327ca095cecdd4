//===- Models.h - What is known of libraries --------------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The model files that came with async-tidy, extended by the user's, and the
// questions the analyses ask of them. Immutable once loaded, so that several
// threads can share one.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_MODELS_H
#define ASYNC_TIDY_MODELS_MODELS_H

#include "Models/Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace clang {
class FunctionDecl;
class NamedDecl;
class QualType;
class ValueDecl;
} // namespace clang

namespace async {

class Models {
public:
  ~Models();
  Models(const Models &) = delete;
  Models &operator=(const Models &) = delete;

  /// The built-in models alone. Never null: that they parse is a test.
  static std::shared_ptr<const Models> builtin();

  /// The built-in models extended by \p Files, in this order; an entry of a
  /// later file for the same name replaces the earlier one.
  /// \returns an error that names file, line and column of the first mistake.
  static llvm::Expected<std::shared_ptr<const Models>>
  load(llvm::ArrayRef<std::string> Files);

  /// The built-in models extended by the text of one file, for tests.
  static llvm::Expected<std::shared_ptr<const Models>>
  loadText(llvm::StringRef Text, llvm::StringRef FileName);

  /// The entry for a class, class template specialisation, alias or alias
  /// template; null if nothing is known. Looked up by qualified name without
  /// inline namespaces. Does not look at base classes.
  const TypeModel *find(const clang::NamedDecl &Type) const;

  /// The entry for a type as written and as desugared: an alias that has an
  /// entry of its own wins over what it stands for. References are looked
  /// through, pointers are not.
  const TypeModel *find(clang::QualType Type) const;

  /// The entry for a function, by its own qualified name; for a member
  /// function (also one inherited from a modelled base), the row of its class's
  /// `methods`. \returns role None if nothing is known.
  CallModel findCall(const clang::FunctionDecl &Function) const;

  /// The same for a member function called on an object of type \p Object,
  /// whose row comes first: libraries inherit much of a modelled class from
  /// unnamed helpers (future::wait_for in libstdc++), so pass the type that the
  /// object expression has before it is converted to a base. A pointer, as in
  /// `p->f()`, is looked through.
  CallModel findCall(const clang::FunctionDecl &Function,
                     clang::QualType Object) const;

  /// The full entry of a free or static function; null if nothing is known. The
  /// call operator of a function object has the entry of its class.
  const FunctionModel *findFunction(const clang::FunctionDecl &Function) const;

  /// The same for what a call expression names: a function, or a variable that
  /// is a function object (stdexec::when_all).
  const FunctionModel *findCallable(const clang::ValueDecl &Callee) const;

  /// The async mutex to recommend to users of \p Library; null if it has none.
  const TypeModel *asyncMutexOf(llvm::StringRef Library) const;

  /// All entries, sorted by name, for documentation and tests.
  llvm::ArrayRef<TypeModel> types() const;
  llvm::ArrayRef<FunctionModel> functions() const;

  /// Hex digest of all that was loaded; equal digests, equal answers.
  llvm::StringRef digest() const;

private:
  Models();
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace async

#endif // ASYNC_TIDY_MODELS_MODELS_H
