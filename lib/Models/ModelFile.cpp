//===- ModelFile.cpp - One model file, read and validated -----------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelFile.h"
#include "Models/Vocabulary.h"
#include "Models/YamlSource.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace async {
namespace {

using Text = YamlText;

/// The fields of one entry, before they are checked against each other.
struct Entry {
  SMRange Where;
  bool IsType = false;
  SmallVector<Text, 2> Names;
  std::optional<Text> Is, Locks, Tags, Methods, Invalidates, Remedy, Source;
  std::optional<Text> Of, For, Instead, Runs;
  CallModel Call;
  TypeModel Type;
};

/// Reads one file. Each step returns false once a mistake has been recorded.
class Reader {
public:
  explicit Reader(MemoryBufferRef Buffer) : Source(Buffer) {}

  Expected<ModelFile> read() {
    if (Source.readDocument([&](yaml::Node &Root) { return readTop(Root); }) &&
        requireTop())
      return std::move(File);
    assert(!Source.mistake().empty() && "refused without saying why");
    return createStringError(Source.mistake());
  }

private:
  bool readTop(yaml::Node &Root);
  bool requireTop();
  bool readEntry(yaml::Node &Node);
  bool readField(EntryKey Key, const Text &Name, yaml::Node &Value, Entry &E);
  bool readNames(yaml::Node &Value, Entry &E);
  bool readMethods(yaml::Node &Value, Entry &E);
  bool readMethod(yaml::Node &Value, CallModel &Call);
  bool readTags(yaml::Node &Value, Entry &E);
  bool readInvalidates(yaml::Node &Value, Entry &E);
  bool readInstead(yaml::Node &Value, Entry &E);
  bool readOf(const Text &Of, ArgumentSet &Set);

  bool finish(Entry &E);
  bool finishType(Entry &E);
  bool finishFunction(Entry &E);
  bool checkName(const Text &Name);
  bool declare(const Text &Name, StringMap<unsigned> &Seen);

  template <typename EnumT>
  bool readWord(const Text &Word, StringRef What, EnumT &Result);

  bool fail(SMRange Where, const Twine &Message) {
    return Source.fail(Where, Message);
  }

  YamlSource Source;
  ModelFile File;
  bool HasLibrary = false, HasEntries = false;
  /// By name, the line it was declared on.
  StringMap<unsigned> TypesSeen, FunctionsSeen;
};

} // namespace

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

template <typename EnumT>
bool Reader::readWord(const Text &Word, StringRef What, EnumT &Result) {
  if (std::optional<EnumT> Value = parseWord<EnumT>(Word.Value)) {
    Result = *Value;
    return true;
  }
  StringRef Nearest = nearestWord<EnumT>(Word.Value);
  if (!Nearest.empty())
    return fail(Word.Where, "unknown " + What + " '" + Word.Value +
                                "'; did you mean '" + Nearest + "'?");
  std::string All = join(
      map_range(words<EnumT>(), [](const auto &W) { return W.Spelling.str(); }),
      ", ");
  return fail(Word.Where,
              "unknown " + What + " '" + Word.Value + "'; known are " + All);
}

Expected<ModelFile> parseModelFile(MemoryBufferRef Text) {
  return Reader(Text).read();
}

} // namespace async
