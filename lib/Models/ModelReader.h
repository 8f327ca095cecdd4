//===- ModelReader.h - One model file, being read ---------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Internal to Models/: ModelFile.cpp reads entries and checks their fields
// against each other, ModelFields.cpp reads what has a shape of its own.

#ifndef ASYNC_TIDY_MODELS_MODELREADER_H
#define ASYNC_TIDY_MODELS_MODELREADER_H

#include "Models/ModelFile.h"
#include "Models/Vocabulary.h"
#include "Models/YamlSource.h"
#include "llvm/ADT/StringExtras.h"

namespace async {

using Text = YamlText;

/// The fields of one entry, before they are checked against each other.
struct Entry {
  llvm::SMRange Where;
  bool IsType = false;
  llvm::SmallVector<Text, 2> Names;
  std::optional<Text> Is, Locks, Tags, Methods, Invalidates, Remedy, Source;
  std::optional<Text> Of, For, Instead, Runs;
  CallModel Call;
  TypeModel Type;
};

/// Reads one file. Each step returns false once a mistake has been recorded.
class Reader {
public:
  explicit Reader(llvm::MemoryBufferRef Buffer) : Source(Buffer) {}

  llvm::Expected<ModelFile> read() {
    if (Source.readDocument([&](llvm::yaml::Node &Root) { return readTop(Root); }) &&
        requireTop())
      return std::move(File);
    assert(!Source.mistake().empty() && "refused without saying why");
    return llvm::createStringError(Source.mistake());
  }

private:
  bool readTop(llvm::yaml::Node &Root);
  bool requireTop();
  bool readEntry(llvm::yaml::Node &Node);
  bool readField(EntryKey Key, const Text &Name, llvm::yaml::Node &Value, Entry &E);
  bool readNames(llvm::yaml::Node &Value, Entry &E);
  bool readMethods(llvm::yaml::Node &Value, Entry &E);
  bool readMethod(llvm::yaml::Node &Value, CallModel &Call);
  bool readTags(llvm::yaml::Node &Value, Entry &E);
  bool readInvalidates(llvm::yaml::Node &Value, Entry &E);
  bool readInstead(llvm::yaml::Node &Value, Entry &E);
  bool readOf(const Text &Of, ArgumentSet &Set);

  bool finish(Entry &E);
  bool finishType(Entry &E);
  bool finishFunction(Entry &E);
  bool checkName(const Text &Name);
  bool declare(const Text &Name, llvm::StringMap<unsigned> &Seen);

  template <typename EnumT>
  bool readWord(const Text &Word, llvm::StringRef What, EnumT &Result);

  bool fail(llvm::SMRange Where, const llvm::Twine &Message) {
    return Source.fail(Where, Message);
  }

  YamlSource Source;
  ModelFile File;
  bool HasLibrary = false, HasEntries = false;
  /// By name, the line it was declared on.
  llvm::StringMap<unsigned> TypesSeen, FunctionsSeen;
};

template <typename EnumT>
bool Reader::readWord(const Text &Word, llvm::StringRef What, EnumT &Result) {
  if (std::optional<EnumT> Value = parseWord<EnumT>(Word.Value)) {
    Result = *Value;
    return true;
  }
  llvm::StringRef Nearest = nearestWord<EnumT>(Word.Value);
  if (!Nearest.empty())
    return fail(Word.Where, "unknown " + What + " '" + Word.Value +
                                "'; did you mean '" + Nearest + "'?");
  std::string All = llvm::join(
      llvm::map_range(words<EnumT>(), [](const auto &W) { return W.Spelling.str(); }),
      ", ");
  return fail(Word.Where,
              "unknown " + What + " '" + Word.Value + "'; known are " + All);
}

} // namespace async

#endif // ASYNC_TIDY_MODELS_MODELREADER_H
