//===- ModelsFileTest.cpp - What a model file may say ---------------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelFile.h"
#include "Models/Models.h"
#include "Models/Vocabulary.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// The message for a file that must be refused.
std::string mistakeIn(llvm::StringRef Text) {
  llvm::Expected<ModelFile> File =
      parseModelFile(llvm::MemoryBufferRef(Text, "my.yaml"));
  if (File)
    return "accepted";
  return llvm::toString(File.takeError());
}

/// The same for one entry, whose first line is line 3 of the file.
std::string mistakeInEntry(llvm::StringRef Entry) {
  return mistakeIn(("library: mine\nentries:\n" + Entry + "\n").str());
}

/// Reads a file that must be accepted.
ModelFile read(llvm::StringRef Text) {
  llvm::Expected<ModelFile> File =
      parseModelFile(llvm::MemoryBufferRef(Text, "my.yaml"));
  if (File)
    return std::move(*File);
  ADD_FAILURE() << llvm::toString(File.takeError());
  return {};
}

TEST(ModelFile, ReadsTypes) {
  ModelFile File = read(R"yaml(
library: mine
entries:
  - type: [my::lock, my::old::lock]
    is: thread-guard
    locks: template-argument
    methods: { lock: acquire, operator bool: owns, wait: { is: wait, of: argument 1 } }
    tags: { std::defer_lock_t: deferred }
    source: "my/lock.h"
)yaml");
  ASSERT_EQ(File.Types.size(), 2u);
  const TypeModel &Lock = File.Types[1];
  EXPECT_EQ(Lock.Name, "my::old::lock");
  EXPECT_EQ(Lock.Library, "mine");
  EXPECT_EQ(Lock.Source, "my/lock.h");
  EXPECT_EQ(Lock.Role, TypeRole::ThreadGuard);
  EXPECT_TRUE(Lock.LocksTemplateArgument);
  EXPECT_EQ(Lock.Tags.lookup("std::defer_lock_t"), GuardTag::Deferred);
  EXPECT_EQ(Lock.Methods.lookup("operator bool").Role, CallRole::Owns);
  EXPECT_EQ(Lock.Methods.lookup("lock").Role, CallRole::Acquire);
  EXPECT_EQ(Lock.Methods.lookup("lock").Of.Index, -1);
  EXPECT_EQ(Lock.Methods.lookup("wait").Of.Index, 1);
}

TEST(ModelFile, ReadsFunctions) {
  ModelFile File = read(R"yaml(
entries:
  - function: my::lock_all
    is: acquire
    of: arguments
    source: docs
  - function: my::lock
    is: acquire
    of: argument 2
    source: docs
  - function: my::operator&&
    is: join
    source: >
      folded
      text
library: last
)yaml");
  ASSERT_EQ(File.Functions.size(), 3u);
  EXPECT_TRUE(File.Functions[0].Call.Of.All);
  EXPECT_FALSE(File.Functions[1].Call.Of.All);
  EXPECT_EQ(File.Functions[1].Call.Of.Index, 2);
  EXPECT_EQ(File.Functions[2].Library, "last");
}

TEST(ModelFile, SaysWhereYamlIsBroken) {
  EXPECT_THAT(mistakeIn("library: mine\nentries: [\n"),
              StartsWith("my.yaml:2:"));
  EXPECT_THAT(mistakeIn(""), StartsWith("my.yaml:1:1: error: "));
  EXPECT_THAT(mistakeIn("- a\n- b\n"),
              StartsWith("my.yaml:1:1: error: a model file must be a mapping"));
  EXPECT_THAT(mistakeIn("library: a\nentries: []\n---\nlibrary: b\n"),
              StartsWith("my.yaml:4:1: error: only one YAML document"));
}

TEST(ModelFile, RefusesUnknownKeys) {
  EXPECT_EQ(mistakeIn("library: a\nentry: []\n"),
            "my.yaml:2:1: error: unknown key 'entry'; a model file has "
            "'library' and 'entries'");
  EXPECT_EQ(mistakeInEntry("  - type: my::t\n    sorce: x"),
            "my.yaml:4:5: error: unknown key 'sorce'; did you mean 'source'?");
  EXPECT_THAT(mistakeInEntry("  - type: t\n    methods: { f: { locks: x } }"),
              StartsWith("my.yaml:4:21: error: a method's effect has no "));
}

TEST(ModelFile, RefusesMissingKeys) {
  EXPECT_EQ(mistakeIn("entries: []\n"),
            "my.yaml:1:1: error: missing key 'library'");
  EXPECT_EQ(mistakeIn("library: a\n"),
            "my.yaml:1:1: error: missing key 'entries'");
  EXPECT_EQ(mistakeInEntry("  - is: task\n    source: x"),
            "my.yaml:3:5: error: an entry needs 'type' or 'function'");
  EXPECT_EQ(mistakeInEntry("  - type: t\n    source: x"),
            "my.yaml:3:5: error: missing key 'is'");
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task"),
              StartsWith("my.yaml:3:5: error: missing key 'source'"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task\n    source: ' '"),
              StartsWith("my.yaml:5:13: error: 'source' is empty"));
}

TEST(ModelFile, RefusesUnknownWordsAndSuggests) {
  EXPECT_EQ(mistakeInEntry("  - type: t\n    is: thread-mutx\n    source: x"),
            "my.yaml:4:9: error: unknown role 'thread-mutx'; did you mean "
            "'thread-mutex'?");
  EXPECT_EQ(mistakeInEntry("  - type: t\n    methods: { f: aquire }"),
            "my.yaml:4:19: error: unknown effect 'aquire'; did you mean "
            "'acquire'?");
  EXPECT_THAT(
      mistakeInEntry("  - function: f\n    is: frobnicate\n    source: x"),
      HasSubstr("known are none, acquire, "));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    tags: { a::b: defered }"),
              HasSubstr("unknown tag 'defered'; did you mean 'deferred'?"));
}

TEST(ModelFile, RefusesWrongTypes) {
  // LLVM's parser places a flow list or mapping behind its bracket.
  EXPECT_EQ(mistakeIn("library: [a]\nentries: []\n"),
            "my.yaml:1:11: error: 'library' must be text");
  EXPECT_EQ(mistakeIn("library: a\nentries: yes\n"),
            "my.yaml:2:10: error: 'entries' must be a list");
  EXPECT_THAT(mistakeInEntry("  - just text"),
              StartsWith("my.yaml:3:5: error: an entry must be a mapping"));
  EXPECT_THAT(mistakeInEntry("  - type: { a: b }"),
              StartsWith("my.yaml:3:13: error: a name must be text"));
  EXPECT_THAT(mistakeInEntry("  - type: []"),
              StartsWith("my.yaml:3:12: error: the list of names is empty"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    methods: [lock]"),
              StartsWith("my.yaml:4:15: error: 'methods' must be a mapping"));
  EXPECT_THAT(mistakeInEntry("  - type:\n    is: task"),
              HasSubstr("error: a name must be text"));
}

TEST(ModelFile, RefusesNamesThatNoLookupFinds) {
  EXPECT_THAT(mistakeInEntry("  - type: ::my::t"),
              StartsWith("my.yaml:3:11: error: write the name without the "
                         "leading"));
  EXPECT_THAT(mistakeInEntry("  - type: my::t<int>"),
              HasSubstr("without template arguments"));
  for (const char *Name : {"my::", "a b", "my::~t", "a::b:c", "''"})
    EXPECT_THAT(mistakeInEntry(std::string("  - type: ") + Name),
                HasSubstr("is not a qualified C++ name"))
        << Name;
  EXPECT_THAT(mistakeInEntry("  - type: t\n    methods: { t::f: acquire }"),
              HasSubstr("a method is named without its class"));
}

TEST(ModelFile, RefusesWhatDoesNotFitTheRole) {
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task\n    source: x\n"
                             "    locks: template-argument"),
              StartsWith("my.yaml:6:12: error: 'locks' is for guards and thread mutexes"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: thread-guard\n"
                             "    source: x\n    locks: all"),
              HasSubstr("must be 'template-argument'"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task\n    source: x\n"
                             "    tags: { a: try }"),
              StartsWith("my.yaml:6:5: error: 'tags' is for guards"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task\n    source: x\n"
                             "    of: object"),
              HasSubstr("'of' is for functions and methods"));
  EXPECT_THAT(mistakeInEntry("  - function: f\n    is: acquire\n"
                             "    source: x"),
              StartsWith("my.yaml:4:9: error: 'acquire' needs 'of'"));
  EXPECT_THAT(mistakeInEntry("  - function: f\n    is: acquire\n"
                             "    source: x\n    of: object"),
              HasSubstr("a function has no object"));
  for (const char *Of : {"argument", "argument -1", "argument x", "this"})
    EXPECT_THAT(mistakeInEntry(std::string("  - function: f\n    is: acquire\n"
                                           "    source: x\n    of: ") +
                               Of),
                HasSubstr("is not 'object', 'arguments' or 'argument'"))
        << Of;
  EXPECT_THAT(mistakeInEntry("  - function: f\n    is: block\n    source: x\n"
                             "    methods: { g: block }"),
              HasSubstr("a function has no methods"));
}

TEST(ModelFile, RefusesDuplicates) {
  EXPECT_EQ(mistakeInEntry("  - type: a::t\n    is: task\n    source: x\n"
                           "  - type: [b, a::t]\n    is: task\n    source: x"),
            "my.yaml:6:15: error: 'a::t' is described twice; first on line 3");
  EXPECT_THAT(mistakeInEntry("  - type: t\n    is: task\n    is: task"),
              StartsWith("my.yaml:5:5: error: key 'is' is there twice"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    function: t"),
              HasSubstr("either 'type' or 'function'"));
  EXPECT_THAT(mistakeInEntry("  - type: t\n    methods: { f: owns, f: none }"),
              HasSubstr("key 'f' is there twice"));
}

TEST(ModelFile, UnreadableFileIsNamed) {
  std::string Missing = "no/such/models.yaml";
  llvm::Expected<std::shared_ptr<const Models>> Loaded = Models::load(Missing);
  ASSERT_FALSE(static_cast<bool>(Loaded));
  EXPECT_THAT(llvm::toString(Loaded.takeError()),
              StartsWith("no/such/models.yaml:1:1: error: cannot read model "
                         "file: "));
}

// A new enumerator without a case here stops the compilation, and one without
// a word fails the test.
bool isListed(TypeRole Role) {
  switch (Role) {
  case TypeRole::ThreadMutex:
  case TypeRole::ThreadGuard:
  case TypeRole::AsyncMutex:
  case TypeRole::AsyncGuard:
  case TypeRole::NotALock:
  case TypeRole::NeverSuspends:
  case TypeRole::Task:
  case TypeRole::AsyncCondition:
  case TypeRole::AsyncChannel:
  case TypeRole::ThreadCondition:
  case TypeRole::TaskScope:
  case TypeRole::Executor:
  case TypeRole::Wrapper:
  case TypeRole::Other:
  case TypeRole::EagerTask:
  case TypeRole::Container:
  case TypeRole::View:
    return true;
  }
  return false;
}

TEST(Vocabulary, EveryEnumeratorHasOneWord) {
  size_t Count = 0;
  while (isListed(static_cast<TypeRole>(Count)))
    ++Count;
  EXPECT_EQ(words<TypeRole>().size(), Count);

  auto RoundTrips = [](auto Words) {
    for (const auto &[Spelling, Value] : Words) {
      EXPECT_EQ(spell(Value), Spelling);
      EXPECT_EQ(parseWord<std::decay_t<decltype(Value)>>(Spelling), Value);
    }
  };
  RoundTrips(words<TypeRole>());
  RoundTrips(words<CallRole>());
  RoundTrips(words<GuardTag>());
  RoundTrips(words<EntryKey>());
  RoundTrips(words<BlockReason>());
}

TEST(Vocabulary, SuggestsOnlyWhatIsNear) {
  EXPECT_EQ(nearestWord<CallRole>("relase"), "release");
  EXPECT_EQ(nearestWord<TypeRole>("asyncmutex"), "async-mutex");
  EXPECT_EQ(nearestWord<CallRole>("banana"), "");
}

/// The text of docs/models.md, found from this file's own place.
std::string manual() {
  llvm::SmallString<128> Path(__FILE__);
  llvm::sys::path::remove_filename(Path);
  llvm::sys::path::append(Path, "..", "..", "docs", "models.md");
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

TEST(Manual, ExampleIsAccepted) {
  std::string Text = manual();
  llvm::StringRef Example =
      llvm::StringRef(Text).split("```yaml\n").second.split("```").first;
  ASSERT_FALSE(Example.empty());
  ModelFile File = read(Example);
  EXPECT_EQ(File.Library, "tally");
  EXPECT_GT(File.Types.size(), 4u);
}

TEST(Manual, ExplainsEveryWord) {
  std::string Text = manual();
  auto IsExplained = [&](auto Words) {
    for (const auto &W : Words)
      EXPECT_THAT(Text, HasSubstr(("`" + W.Spelling + "`").str()));
  };
  IsExplained(words<TypeRole>());
  IsExplained(words<CallRole>());
  IsExplained(words<GuardTag>());
  IsExplained(words<EntryKey>());
  IsExplained(words<BlockReason>());
}

} // namespace
