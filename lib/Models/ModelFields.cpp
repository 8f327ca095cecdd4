//===- ModelFields.cpp - Methods, tags, sets of arguments -----------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"

using namespace llvm;

namespace async {

bool Reader::readMethods(yaml::Node &Value, Entry &E) {
  return Source.forEachPair(
      Value, "'methods'", [&](const Text &Name, yaml::Node &Node) {
        if (StringRef(Name.Value).contains("::"))
          return fail(Name.Where, "a method is named without its class, not '" +
                                      Name.Value + "'");
        return readMethod(Node, E.Type.Methods[Name.Value]);
      });
}

// `lock: acquire`, or `wait: { is: wait, of: argument 0 }`.
bool Reader::readMethod(yaml::Node &Value, CallModel &Call) {
  if (!isa<yaml::MappingNode>(Value)) {
    std::optional<Text> Role = Source.readScalar(&Value, "a method's effect");
    return Role && readWord(*Role, "effect", Call.Role);
  }
  SMRange Where = Value.getSourceRange();
  bool HasRole = false;
  bool Read = Source.forEachPair(
      Value, "a method's effect", [&](const Text &Key, yaml::Node &Node) {
        EntryKey Which;
        if (!readWord(Key, "key", Which))
          return false;
        if (Which != EntryKey::Is && Which != EntryKey::Of &&
            Which != EntryKey::For)
          return fail(Key.Where, "a method's effect has no '" + Key.Value +
                                     "', only 'is', 'of' and 'for'");
        std::optional<Text> Word =
            Source.readScalar(&Node, "'" + Key.Value + "'");
        if (!Word)
          return false;
        if (Which == EntryKey::Of)
          return readOf(*Word, Call.Of);
        if (Which == EntryKey::For)
          return readWord(*Word, "reason", Call.For);
        HasRole = true;
        return readWord(*Word, "effect", Call.Role);
      });
  return Read && (HasRole || fail(Where, "missing key 'is'"));
}

bool Reader::readTags(yaml::Node &Value, Entry &E) {
  return Source.forEachPair(
      Value, "'tags'", [&](const Text &Name, yaml::Node &Node) {
        std::optional<Text> Tag = Source.readScalar(&Node, "a tag's meaning");
        return Tag && checkName(Name) &&
               readWord(*Tag, "tag", E.Type.Tags[Name.Value]);
      });
}

bool Reader::readInstead(yaml::Node &Value, Entry &E) {
  return Source.forEachPair(
      Value, "'instead'", [&](const Text &Name, yaml::Node &Node) {
        BlockReason Reason;
        std::optional<Text> Way = Source.readScalar(&Node, "an awaitable");
        if (!Way || !readWord(Name, "reason", Reason))
          return false;
        E.Type.Instead[Name.Value] = Way->Value;
        return true;
      });
}

bool Reader::readOf(const Text &Of, ArgumentSet &Set) {
  StringRef Rest = Of.Value;
  if (Rest == "object") {
    Set = {/*All=*/false, /*Index=*/-1};
    return true;
  }
  if (Rest == "arguments") {
    Set = {/*All=*/true, /*Index=*/-1};
    return true;
  }
  unsigned Index;
  // No function that a library offers has anywhere near so many parameters;
  // the bound keeps the index an int.
  if (Rest.consume_front("argument ") && !Rest.getAsInteger(10, Index) &&
      Index < 100) {
    Set = {/*All=*/false, static_cast<int>(Index)};
    return true;
  }
  return fail(Of.Where, "'" + Of.Value +
                            "' is not 'object', 'arguments' or 'argument' "
                            "with a number, counted from 0");
}

// `push_back: everything`, or `push_back: [iterators, end]`.
bool Reader::readInvalidates(yaml::Node &Value, Entry &E) {
  return Source.forEachPair(
      Value, "'invalidates'", [&](const Text &Name, yaml::Node &Node) {
        InvalidationSet &Row = E.Type.Invalidates[Name.Value];
        auto Add = [&](yaml::Node &Item) {
          std::optional<Text> Word =
              Source.readScalar(&Item, "what is invalidated");
          Invalidation What;
          if (!Word || !readWord(*Word, "kind of holder", What))
            return false;
          Row.add(What);
          return true;
        };
        if (!isa<yaml::SequenceNode>(Node))
          return Add(Node);
        return Source.forEachItem(Node, "kinds of holders", Add);
      });
}

} // namespace async
