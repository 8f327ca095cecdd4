//===- NameIndex.h - Declarations by qualified name -------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the row of a table that names a declaration. Nearly every declaration
// asked about is in no table, so the common answer costs one hash of the
// identifier and allocates nothing.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_NAMEINDEX_H
#define ASYNC_TIDY_MODELS_NAMEINDEX_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace clang {
class NamedDecl;
} // namespace clang

namespace async {

/// The name of \p Decl without its scope, as model files spell it: an
/// identifier, `operator()`, `operator bool`; a constructor has its class's
/// name, an unnamed struct that of its typedef. Empty if it has none.
llvm::StringRef simpleName(const clang::NamedDecl &Decl,
                           llvm::SmallVectorImpl<char> &Storage);

/// True if \p Decl can be referred to as \p QualifiedName from the outermost
/// scope. Inline and unnamed namespaces may be left out, template arguments
/// must be. Local declarations have no such name.
bool isNamed(const clang::NamedDecl &Decl, llvm::StringRef QualifiedName);

/// Maps qualified names to positions in a table.
class NameIndex {
public:
  /// A later position for the same name replaces the earlier one.
  void insert(llvm::StringRef QualifiedName, unsigned Position);

  std::optional<unsigned> find(const clang::NamedDecl &Decl) const;
  std::optional<unsigned> find(llvm::StringRef QualifiedName) const;

private:
  struct Row {
    std::string Name;
    unsigned Position;
  };
  /// By the last component.
  llvm::StringMap<llvm::SmallVector<Row, 1>> Rows;
};

} // namespace async

#endif // ASYNC_TIDY_MODELS_NAMEINDEX_H
