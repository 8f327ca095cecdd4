//===- YamlSource.h - YAML nodes with places in messages --------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What LLVM's YAML parser leaves to its user: scalars that remember where they
// stand, keys that must not repeat, and the first mistake as one line of text.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_YAMLSOURCE_H
#define ASYNC_TIDY_MODELS_YAMLSOURCE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include <optional>
#include <string>

namespace async {

/// A scalar and where it stands.
struct YamlText {
  std::string Value;
  llvm::SMRange Where;
};

/// One YAML document being read. Steps return false, or nothing, once a mistake
/// has been recorded; only the first is kept, since later ones are often its
/// consequence.
class YamlSource {
public:
  /// The buffer's name is the one in messages.
  explicit YamlSource(llvm::MemoryBufferRef Buffer);

  /// Calls \p Read with the root of the only document.
  bool readDocument(llvm::function_ref<bool(llvm::yaml::Node &)> Read);

  /// Calls \p Field for each pair of a mapping; refuses a key that is there
  /// twice. \p What names the mapping in messages.
  bool forEachPair(
      llvm::yaml::Node &Node, const llvm::Twine &What,
      llvm::function_ref<bool(const YamlText &, llvm::yaml::Node &)> Field);

  /// Calls \p Item for each item of a list.
  bool forEachItem(llvm::yaml::Node &Node, const llvm::Twine &What,
                   llvm::function_ref<bool(llvm::yaml::Node &)> Item);

  /// The text of a scalar; a list, mapping or nothing is a mistake.
  std::optional<YamlText> readScalar(llvm::yaml::Node *Node,
                                     const llvm::Twine &What);

  /// Records a mistake. \returns false, so that a step can end with it.
  bool fail(llvm::SMRange Where, const llvm::Twine &Message);

  unsigned lineOf(llvm::SMRange Where) const;

  /// The first mistake, as `file:line:column: error: ...`.
  const std::string &mistake() const { return Mistake; }

private:
  static void recordMistake(const llvm::SMDiagnostic &Diagnostic, void *Self);

  llvm::MemoryBufferRef Buffer;
  llvm::SourceMgr Sources;
  llvm::yaml::Stream Stream;
  std::string Mistake;
};

} // namespace async

#endif // ASYNC_TIDY_MODELS_YAMLSOURCE_H
