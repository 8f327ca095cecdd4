//===- Vocabulary.h - The words model files are written in ------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One table an enumeration, from spelling to enumerator. A new word is one new
// row; the loader, its error messages and the tests follow.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_VOCABULARY_H
#define ASYNC_TIDY_MODELS_VOCABULARY_H

#include "Models/Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace async {

/// One word and what it stands for.
template <typename EnumT> struct Word {
  llvm::StringLiteral Spelling;
  EnumT Value;
};

/// What a mapping key of a model file says. The rows of the other tables are
/// values; these are the keys, so that unknown ones get a suggestion too.
enum class EntryKey : uint8_t {
  Type,
  Function,
  Is,
  Of,
  Locks,
  Methods,
  Tags,
  Remedy,
  Source,
  Invalidates,
  For,
  Instead,
  Runs,
};

/// All words for \p EnumT, in the order of its enumerators.
template <typename EnumT> llvm::ArrayRef<Word<EnumT>> words();
template <> llvm::ArrayRef<Word<TypeRole>> words();
template <> llvm::ArrayRef<Word<CallRole>> words();
template <> llvm::ArrayRef<Word<GuardTag>> words();
template <> llvm::ArrayRef<Word<EntryKey>> words();
template <> llvm::ArrayRef<Word<Invalidation>> words();
template <> llvm::ArrayRef<Word<BlockReason>> words();

/// How \p Value is written in a model file.
template <typename EnumT> llvm::StringRef spell(EnumT Value) {
  return words<EnumT>()[static_cast<size_t>(Value)].Spelling;
}

/// What \p Spelling stands for, if anything.
template <typename EnumT> std::optional<EnumT> parseWord(llvm::StringRef Text) {
  for (const Word<EnumT> &W : words<EnumT>())
    if (W.Spelling == Text)
      return W.Value;
  return std::nullopt;
}

/// The word that \p Text was most likely meant to be; empty if none is near.
template <typename EnumT> llvm::StringRef nearestWord(llvm::StringRef Text) {
  // A third of the letters wrong is a typing mistake, more is another word.
  unsigned Best = static_cast<unsigned>(Text.size()) / 3 + 1;
  llvm::StringRef Nearest;
  for (const Word<EnumT> &W : words<EnumT>()) {
    unsigned Distance = W.Spelling.edit_distance(
        Text, /*AllowReplacements=*/true, /*MaxEditDistance=*/Best);
    if (Distance < Best || (Distance == Best && Nearest.empty())) {
      Best = Distance;
      Nearest = W.Spelling;
    }
  }
  return Nearest;
}

/// True for the roles that own a lock for as long as they live.
inline bool isGuard(TypeRole Role) {
  return Role == TypeRole::ThreadGuard || Role == TypeRole::AsyncGuard;
}

/// True for the effects on a lock or condition, which must name their object.
bool isLockEffect(CallRole Role);

} // namespace async

#endif // ASYNC_TIDY_MODELS_VOCABULARY_H
