//===- ModelFile.cpp - One model file, read and validated -----------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"

using namespace llvm;

namespace async {

bool Reader::readTop(yaml::Node &Root) {
  auto ReadKey = [&](const Text &Key, yaml::Node &Value) {
    if (Key.Value == "entries") {
      HasEntries = true;
      return Source.forEachItem(Value, "'entries'", [&](yaml::Node &Node) {
        return readEntry(Node);
      });
    }
    if (Key.Value != "library")
      return fail(Key.Where, "unknown key '" + Key.Value +
                                 "'; a model file has 'library' and 'entries'");
    HasLibrary = true;
    std::optional<Text> Name = Source.readScalar(&Value, "'library'");
    if (!Name)
      return false;
    File.Library = Name->Value;
    return !File.Library.empty() || fail(Name->Where, "'library' is empty");
  };
  return Source.forEachPair(Root, "a model file", ReadKey);
}

bool Reader::requireTop() {
  if (!HasLibrary)
    return fail(SMRange(), "missing key 'library'");
  if (!HasEntries)
    return fail(SMRange(), "missing key 'entries'");
  // Only here, because 'library' may stand below the entries.
  for (TypeModel &Type : File.Types)
    Type.Library = File.Library;
  for (FunctionModel &Function : File.Functions)
    Function.Library = File.Library;
  return true;
}

bool Reader::readEntry(yaml::Node &Node) {
  Entry E;
  E.Where = Node.getSourceRange();
  bool Read = Source.forEachPair(
      Node, "an entry", [&](const Text &Key, yaml::Node &Value) {
        EntryKey Which;
        return readWord(Key, "key", Which) && readField(Which, Key, Value, E);
      });
  return Read && finish(E);
}

bool Reader::readField(EntryKey Key, const Text &Name, yaml::Node &Value,
                       Entry &E) {
  auto Keep = [&](std::optional<Text> &Field) {
    Field = Source.readScalar(&Value, "'" + Name.Value + "'");
    return Field.has_value();
  };
  switch (Key) {
  case EntryKey::Type:
  case EntryKey::Function:
    if (!E.Names.empty())
      return fail(Name.Where, "an entry has either 'type' or 'function'");
    E.IsType = Key == EntryKey::Type;
    return readNames(Value, E);
  case EntryKey::Is:
    return Keep(E.Is);
  case EntryKey::Of:
    return Keep(E.Of);
  case EntryKey::Locks:
    return Keep(E.Locks);
  case EntryKey::Remedy:
    return Keep(E.Remedy);
  case EntryKey::Source:
    return Keep(E.Source);
  case EntryKey::For:
    return Keep(E.For);
  case EntryKey::Runs:
    return Keep(E.Runs);
  case EntryKey::Instead:
    E.Instead = Name;
    return readInstead(Value, E);
  case EntryKey::Methods:
    E.Methods = Name;
    return readMethods(Value, E);
  case EntryKey::Tags:
    E.Tags = Name;
    return readTags(Value, E);
  case EntryKey::Invalidates:
    E.Invalidates = Name;
    return readInvalidates(Value, E);
  }
  llvm_unreachable("unknown EntryKey");
}

bool Reader::readNames(yaml::Node &Value, Entry &E) {
  auto Add = [&](yaml::Node &Node) {
    std::optional<Text> Name = Source.readScalar(&Node, "a name");
    if (!Name || !checkName(*Name))
      return false;
    E.Names.push_back(std::move(*Name));
    return true;
  };
  if (!isa<yaml::SequenceNode>(Value))
    return Add(Value);
  return Source.forEachItem(Value, "names", Add) &&
         (!E.Names.empty() ||
          fail(Value.getSourceRange(), "the list of names is empty"));
}

bool Reader::finish(Entry &E) {
  if (E.Names.empty())
    return fail(E.Where, "an entry needs 'type' or 'function'");
  if (!E.Is)
    return fail(E.Where, "missing key 'is'");
  if (!E.Source)
    return fail(E.Where, "missing key 'source': where does '" +
                             E.Names.front().Value + "' say so?");
  if (StringRef(E.Source->Value).trim().empty())
    return fail(E.Source->Where, "'source' is empty");
  return E.IsType ? finishType(E) : finishFunction(E);
}

bool Reader::finishType(Entry &E) {
  if (!readWord(*E.Is, "role", E.Type.Role))
    return false;
  if (E.Of)
    return fail(E.Of->Where, "'of' is for functions and methods");
  if (E.Locks && E.Type.Role == TypeRole::ThreadMutex) {
    if (E.Locks->Value != "recursively")
      return fail(E.Locks->Where,
                  "'locks' of a mutex must be 'recursively', not '" +
                      E.Locks->Value + "'");
    E.Type.Recursive = true;
    E.Locks.reset();
  }
  if (E.Invalidates && E.Type.Role != TypeRole::Container &&
      E.Type.Role != TypeRole::Wrapper)
    return fail(E.Invalidates->Where,
                "'invalidates' is for containers and wrappers");
  if (E.Locks && !isGuard(E.Type.Role))
    return fail(E.Locks->Where, "'locks' is for guards and thread mutexes");
  if (E.Tags && !isGuard(E.Type.Role))
    return fail(E.Tags->Where, "'tags' is for guards");
  if (E.Locks && E.Locks->Value != "template-argument")
    return fail(E.Locks->Where, "'locks' must be 'template-argument', not '" +
                                    E.Locks->Value + "'");
  if (E.For)
    return fail(E.For->Where, "'for' is for functions and methods");
  for (const std::optional<Text> *Field : {&E.Instead, &E.Runs})
    if (*Field && E.Type.Role != TypeRole::Task &&
        E.Type.Role != TypeRole::EagerTask)
      return fail((*Field)->Where, "'instead' and 'runs' are for tasks");
  if (E.Runs && E.Runs->Value != "on-one-thread")
    return fail(E.Runs->Where, "'runs' must be 'on-one-thread', not '" +
                                   E.Runs->Value + "'");
  E.Type.SingleThreaded = E.Runs.has_value();
  E.Type.LocksTemplateArgument = E.Locks.has_value();
  E.Type.Source = E.Source->Value;
  if (E.Remedy)
    E.Type.Remedy = E.Remedy->Value;
  for (const Text &Name : E.Names) {
    if (!declare(Name, TypesSeen))
      return false;
    E.Type.Name = Name.Value;
    File.Types.push_back(E.Type);
  }
  return true;
}

bool Reader::finishFunction(Entry &E) {
  for (const std::optional<Text> *Field :
       {&E.Methods, &E.Tags, &E.Locks, &E.Invalidates, &E.Instead, &E.Runs})
    if (*Field)
      return fail((*Field)->Where, "a function has no methods, tags, locks, "
                                   "invalidations, 'instead' or 'runs'");
  if (!readWord(*E.Is, "effect", E.Call.Role))
    return false;
  if (!E.Of && isLockEffect(E.Call.Role))
    return fail(E.Is->Where,
                "'" + E.Is->Value + "' needs 'of', as in 'of: argument 0'");
  if (E.For && !readWord(*E.For, "reason", E.Call.For))
    return false;
  // What is spawned or joined is whatever is passed.
  E.Call.Of.All = true;
  if (E.Of && !readOf(*E.Of, E.Call.Of))
    return false;
  if (!E.Call.Of.All && E.Call.Of.Index < 0)
    return fail(E.Of->Where, "a function has no object");
  FunctionModel Function;
  Function.Call = E.Call;
  Function.Source = E.Source->Value;
  if (E.Remedy)
    Function.Remedy = E.Remedy->Value;
  for (const Text &Name : E.Names) {
    if (!declare(Name, FunctionsSeen))
      return false;
    Function.Name = Name.Value;
    File.Functions.push_back(Function);
  }
  return true;
}

bool Reader::checkName(const Text &Name) {
  StringRef Rest = Name.Value;
  if (Rest.consume_front("::"))
    return fail(Name.Where, "write the name without the leading '::'");
  // Only an operator's own spelling may hold anything but letters.
  StringRef Last = lastComponent(Rest);
  StringRef Spelled =
      Last.starts_with("operator") ? Rest.drop_back(Last.size()) : Rest;
  if (Spelled.contains('<'))
    return fail(Name.Where, "write the name without template arguments");
  bool Plain =
      !Last.empty() && !Last.contains(':') && all_of(Spelled, [](char C) {
        return isAlnum(C) || C == '_' || C == ':';
      });
  return Plain ||
         fail(Name.Where, "'" + Name.Value + "' is not a qualified C++ name");
}

bool Reader::declare(const Text &Name, StringMap<unsigned> &Seen) {
  unsigned Line = Source.lineOf(Name.Where);
  auto [Known, Inserted] = Seen.try_emplace(Name.Value, Line);
  return Inserted || fail(Name.Where, "'" + Name.Value +
                                          "' is described twice; first on "
                                          "line " +
                                          Twine(Known->second));
}

Expected<ModelFile> parseModelFile(MemoryBufferRef Text) {
  return Reader(Text).read();
}

} // namespace async
