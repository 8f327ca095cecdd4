//===- YamlSource.cpp - YAML nodes with places in messages ----------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/YamlSource.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include <algorithm>

using namespace llvm;

namespace async {

YamlSource::YamlSource(MemoryBufferRef Buffer)
    : Buffer(Buffer), Stream(Buffer, Sources, /*ShowColors=*/false) {
  Sources.setDiagHandler(recordMistake, this);
}

void YamlSource::recordMistake(const SMDiagnostic &Diagnostic, void *Self) {
  auto &Source = *static_cast<YamlSource *>(Self);
  if (!Source.Mistake.empty())
    return;
  // Lines count from 1 and columns from 0; both are -1 without a place.
  Source.Mistake = (Source.Buffer.getBufferIdentifier() + ":" +
                    Twine(std::max(1, Diagnostic.getLineNo())) + ":" +
                    Twine(std::max(0, Diagnostic.getColumnNo()) + 1) +
                    ": error: " + Diagnostic.getMessage())
                       .str();
}

bool YamlSource::fail(SMRange Where, const Twine &Message) {
  // After a syntax error the parser hands out stand-in nodes; what is wrong
  // with those is no news, and recordMistake() drops it.
  Stream.printError(Where, Message);
  return false;
}

unsigned YamlSource::lineOf(SMRange Where) const {
  return Sources.getLineAndColumn(Where.Start).first;
}

bool YamlSource::readDocument(function_ref<bool(yaml::Node &)> Read) {
  bool First = true;
  for (yaml::Document &Document : Stream) {
    yaml::Node *Root = Document.getRoot();
    if (Stream.failed() || !Root)
      break;
    if (!First)
      return fail(Root->getSourceRange(), "only one YAML document is expected");
    First = false;
    if (!Read(*Root)) {
      // The parser can give up without a word, on a directive in the middle.
      if (Mistake.empty())
        fail(Root->getSourceRange(), "not a YAML document");
      return false;
    }
  }
  if (Stream.failed() && Mistake.empty())
    return fail(SMRange(), "not a YAML document");
  return !Stream.failed();
}

bool YamlSource::forEachPair(
    yaml::Node &Node, const Twine &What,
    function_ref<bool(const YamlText &, yaml::Node &)> Field) {
  auto *Mapping = dyn_cast<yaml::MappingNode>(&Node);
  if (!Mapping)
    return fail(Node.getSourceRange(), What + " must be a mapping");
  StringSet<> Seen;
  for (yaml::KeyValueNode &Pair : *Mapping) {
    std::optional<YamlText> Key = readScalar(Pair.getKey(), "a key");
    if (!Key)
      return false;
    if (!Seen.insert(Key->Value).second)
      return fail(Key->Where, "key '" + Key->Value + "' is there twice");
    yaml::Node *Value = Pair.getValue();
    if (!Value || Stream.failed() || !Field(*Key, *Value))
      return false;
  }
  return !Stream.failed();
}

bool YamlSource::forEachItem(yaml::Node &Node, const Twine &What,
                             function_ref<bool(yaml::Node &)> Item) {
  auto *Sequence = dyn_cast<yaml::SequenceNode>(&Node);
  if (!Sequence)
    return fail(Node.getSourceRange(), What + " must be a list");
  for (yaml::Node &Each : *Sequence)
    if (Stream.failed() || !Item(Each))
      return false;
  return !Stream.failed();
}

std::optional<YamlText> YamlSource::readScalar(yaml::Node *Node,
                                               const Twine &What) {
  if (!Node || Stream.failed())
    return std::nullopt;
  if (auto *Scalar = dyn_cast<yaml::ScalarNode>(Node)) {
    SmallString<64> Storage;
    return YamlText{Scalar->getValue(Storage).str(), Scalar->getSourceRange()};
  }
  if (auto *Block = dyn_cast<yaml::BlockScalarNode>(Node))
    return YamlText{Block->getValue().trim().str(), Block->getSourceRange()};
  fail(Node->getSourceRange(), What + " must be text");
  return std::nullopt;
}

} // namespace async
