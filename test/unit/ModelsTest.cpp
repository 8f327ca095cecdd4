//===- ModelsTest.cpp - Finding what is known of a declaration ------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/Models.h"
#include "Models/ModelFile.h"
#include "Models/NameIndex.h"
#include "Models/Vocabulary.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"

using namespace async;
using namespace clang;

namespace {

constexpr llvm::StringLiteral Mine = R"yaml(
library: mine
entries:
  - type: lib::lock
    is: thread-guard
    locks: template-argument
    methods: { lock: acquire, unlock: release, operator bool: owns, lock_then: { is: wait, of: argument 1 }, lock_guard: none }
    source: test
  - type: lib::mutex
    is: thread-mutex
    methods: { lock: acquire, mutex: offload, operator(): run-locked }
    source: test
  - type: lib::alias_with_entry
    is: not-a-lock
    source: test
  - type: lib::alias_template
    is: async-guard
    source: test
  - type: lib::box::inner
    is: task
    source: test
  - type: plain_t
    is: executor
    source: test
  - type: lib::visible
    is: async-mutex
    remedy: lock it
    source: test
  - function: lib::run
    is: spawn
    of: argument 1
    source: test
  - function: lib::box::make
    is: block
    source: test
  - function: lib::object
    is: join
    source: test
  - function: lib::callable_t
    is: switch
    source: test
  - function: lib::operator&&
    is: join
    source: test
)yaml";

constexpr llvm::StringLiteral Library = R"cpp(
namespace lib { inline namespace v1 {
class mutex { public: mutex(); void lock(); void unlock(); void operator()(int); };
template <class M> class lock {
public:
  lock(M &); lock(); void lock_then(int, int); void unlock();
  explicit operator bool() const; operator int() const;
};
template <class T> struct box { struct inner {}; static T make(); T own(); };
using alias_with_entry = mutex;
template <class T> using alias_template = lock<T>;
using plain_alias = mutex;
void run(int, int); template <class T> void run(T);
struct callable_t { void operator()(int) const; };
inline constexpr callable_t object{}, other{};
mutex operator&&(const mutex &, const mutex &);
} namespace detail { class hidden {}; } using visible = int; }
typedef union { int i; } plain_t;
)cpp";

class ModelsTest : public testing::Test {
protected:
  void SetUp() override {
    auto Loaded = Models::loadText(Mine, "mine.yaml");
    ASSERT_TRUE(static_cast<bool>(Loaded))
        << llvm::toString(Loaded.takeError());
    Known = *Loaded;
  }

  /// Parses the library and \p Code; errors in the code are fine.
  void parse(llvm::StringRef Code) {
    Unit = tooling::buildASTFromCodeWithArgs(
        (Library + Code).str(), {"-std=c++20", "-fsyntax-only", "-w"},
        "input.cpp", "test", std::make_shared<PCHContainerOperations>(),
        tooling::getClangStripDependencyFileAdjuster(),
        tooling::FileContentMappings(), &Silent);
    ASSERT_TRUE(Unit);
  }

  /// The first declaration of this name, wherever it stands.
  template <typename DeclT> const DeclT &decl(llvm::StringRef Name) {
    struct Finder : RecursiveASTVisitor<Finder> {
      llvm::StringRef Name;
      const DeclT *Found = nullptr;
      bool shouldVisitTemplateInstantiations() const { return true; }
      bool VisitNamedDecl(NamedDecl *D) {
        llvm::SmallString<32> Storage;
        if (auto *Typed = dyn_cast<DeclT>(D);
            Typed && !Found && simpleName(*D, Storage) == Name)
          Found = Typed;
        return true;
      }
    } F;
    F.Name = Name;
    F.TraverseDecl(Unit->getASTContext().getTranslationUnitDecl());
    if (!F.Found)
      llvm::report_fatal_error("no declaration of " + Name);
    return *F.Found;
  }

  /// The name of the entry for a variable's or field's type; empty if none.
  std::string entryOf(llvm::StringRef Variable) {
    const TypeModel *Model = Known->find(decl<ValueDecl>(Variable).getType());
    return Model ? Model->Name : "";
  }

  CallRole roleOf(llvm::StringRef Function) {
    return Known->findCall(decl<FunctionDecl>(Function)).Role;
  }

  std::shared_ptr<const Models> Known;
  std::unique_ptr<ASTUnit> Unit;
  IgnoringDiagConsumer Silent;
};

TEST_F(ModelsTest, FindsTypesHoweverTheyAreWritten) {
  parse(R"cpp(
    lib::mutex plain; const lib::v1::mutex &reference = plain;
    volatile lib::mutex *pointer; auto deduced = plain;
    decltype(plain) same; lib::plain_alias through_alias;
    using mine = lib::plain_alias; mine through_two;
    lib::lock<int> special; lib::lock ctad(plain);
    lib::box<long>::inner nested; plain_t unnamed;
    namespace { namespace lib2 = ::lib; } lib2::mutex by_alias;
    namespace user { using lib::mutex; } user::mutex by_using;
    using ref = lib::mutex &; ref through_reference = plain;
    int nothing; struct { int a; } anonymous;
  )cpp");
  EXPECT_EQ(entryOf("plain"), "lib::mutex");
  EXPECT_EQ(entryOf("reference"), "lib::mutex");
  EXPECT_EQ(entryOf("pointer"), "");
  EXPECT_EQ(entryOf("deduced"), "lib::mutex");
  EXPECT_EQ(entryOf("same"), "lib::mutex");
  EXPECT_EQ(entryOf("through_alias"), "lib::mutex");
  EXPECT_EQ(entryOf("through_two"), "lib::mutex");
  EXPECT_EQ(entryOf("special"), "lib::lock");
  EXPECT_EQ(entryOf("ctad"), "lib::lock");
  EXPECT_EQ(entryOf("nested"), "lib::box::inner");
  EXPECT_EQ(entryOf("unnamed"), "plain_t");
  EXPECT_EQ(entryOf("by_alias"), "lib::mutex");
  EXPECT_EQ(entryOf("by_using"), "lib::mutex");
  EXPECT_EQ(entryOf("through_reference"), "lib::mutex");
  EXPECT_EQ(entryOf("nothing"), "");
  EXPECT_EQ(entryOf("anonymous"), "");
}

TEST_F(ModelsTest, AliasWithEntryWins) {
  parse(R"cpp(
    lib::alias_with_entry a; const lib::alias_with_entry &b = a;
    lib::alias_template<int> c; using mine = lib::alias_with_entry; mine d;
    lib::visible e;
  )cpp");
  EXPECT_EQ(entryOf("a"), "lib::alias_with_entry");
  EXPECT_EQ(entryOf("b"), "lib::alias_with_entry");
  EXPECT_EQ(entryOf("c"), "lib::alias_template");
  EXPECT_EQ(entryOf("d"), "lib::alias_with_entry");
  EXPECT_EQ(entryOf("e"), "lib::visible");
  EXPECT_EQ(Known->find(decl<TypedefNameDecl>("plain_alias"))->Name,
            "lib::mutex");
  EXPECT_EQ(Known->find(decl<TypeAliasTemplateDecl>("alias_template"))->Name,
            "lib::alias_template");
}

TEST_F(ModelsTest, FindsDependentTypes) {
  parse(R"cpp(
    template <class T> struct user {
      lib::lock<T> member; T bare; typename T::type name; user *self;
      void f(T &m) { lib::lock ctad(m); lib::alias_template<T> alias; }
    };
    namespace lib { template <class M> struct use : lock<M> {
      void g() { this->unlock(); } }; }
  )cpp");
  EXPECT_EQ(entryOf("member"), "lib::lock");
  EXPECT_EQ(entryOf("bare"), "");
  EXPECT_EQ(entryOf("name"), "");
  EXPECT_EQ(entryOf("self"), "");
  EXPECT_EQ(entryOf("ctad"), "lib::lock");
  EXPECT_EQ(entryOf("alias"), "lib::alias_template");
  EXPECT_EQ(roleOf("g"), CallRole::None);
}

TEST_F(ModelsTest, DistinguishesScopes) {
  parse(R"cpp(
    namespace other { struct mutex { void lock(); } m1; void run(int, int); }
    struct outer { struct mutex {} m2; };
    namespace lib { namespace deeper { struct mutex {} m3; } }
    namespace lib { namespace { struct lock_ {} m4; } }
    void f() { struct mutex {} local; }
    extern "C++" { namespace lib { struct box_ {}; } }
  )cpp");
  for (llvm::StringRef Name : {"m1", "m2", "m3", "m4", "local"})
    EXPECT_EQ(entryOf(Name), "") << Name.str();
  EXPECT_TRUE(isNamed(decl<CXXRecordDecl>("lock_"), "lib::lock_"));
  EXPECT_TRUE(isNamed(decl<CXXRecordDecl>("box_"), "lib::box_"));
  EXPECT_TRUE(isNamed(decl<CXXRecordDecl>("callable_t"), "lib::callable_t"));
  EXPECT_TRUE(
      isNamed(decl<CXXRecordDecl>("callable_t"), "lib::v1::callable_t"));
  EXPECT_FALSE(isNamed(decl<CXXRecordDecl>("callable_t"), "callable_t"));
  EXPECT_FALSE(isNamed(decl<CXXRecordDecl>("callable_t"), "b::callable_t"));
  EXPECT_FALSE(
      isNamed(decl<CXXRecordDecl>("callable_t"), "x::lib::callable_t"));
  EXPECT_FALSE(isNamed(decl<VarDecl>("local"), "local"));
}

TEST_F(ModelsTest, FindsCalls) {
  parse(R"cpp(
    struct derived : lib::mutex { void lock(); void other(); };
    template <class T> struct maybe : lib::lock<T> { void lock_then(T); };
    template struct maybe<int>;
    bool b = static_cast<bool>(lib::lock<int>());
    void caller() { lib::run('x'); lib::box<int>::make(); }
  )cpp");
  EXPECT_EQ(roleOf("lock"), CallRole::Acquire);
  EXPECT_EQ(roleOf("unlock"), CallRole::None) << "mutex has no such row";
  EXPECT_EQ(roleOf("mutex"), CallRole::Offload);
  EXPECT_EQ(roleOf("operator bool"), CallRole::Owns);
  EXPECT_EQ(roleOf("operator()"), CallRole::RunLocked);
  EXPECT_EQ(roleOf("operator&&"), CallRole::Join);
  EXPECT_EQ(roleOf("run"), CallRole::Spawn);
  EXPECT_EQ(roleOf("make"), CallRole::Block);
  EXPECT_EQ(roleOf("own"), CallRole::None);
  EXPECT_EQ(roleOf("other"), CallRole::None);
  EXPECT_EQ(Known->findCall(decl<FunctionDecl>("lock_then")).Of.Index, 1);

  const auto &Derived = decl<CXXRecordDecl>("derived");
  const auto *Lock = *llvm::find_if(Derived.methods(), [](const auto *M) {
    return M->getNameAsString() == "lock";
  });
  EXPECT_EQ(Known->findCall(*Lock).Role, CallRole::Acquire)
      << "overrides a modelled base's";
  EXPECT_EQ(Known->find(Derived), nullptr) << "bases are not looked at";
}

TEST_F(ModelsTest, FindsFunctionObjects) {
  parse("");
  EXPECT_EQ(Known->findCallable(decl<VarDecl>("object"))->Name, "lib::object");
  EXPECT_EQ(Known->findCallable(decl<VarDecl>("other")), nullptr);
  EXPECT_EQ(Known->findCallable(decl<FunctionDecl>("run"))->Name, "lib::run");
  const auto &Callable = decl<CXXRecordDecl>("callable_t");
  for (const CXXMethodDecl *Method : Callable.methods())
    if (Method->getOverloadedOperator() == OO_Call)
      EXPECT_EQ(Known->findCall(*Method).Role, CallRole::Switch);
}

TEST_F(ModelsTest, AsksTheObjectFirst) {
  parse(R"cpp(
    struct helper { void lock(); };
    struct mine : helper, lib::mutex {} object_;
  )cpp");
  const auto &Lock = decl<CXXRecordDecl>("helper");
  const CXXMethodDecl *Method = *Lock.method_begin();
  EXPECT_EQ(Known->findCall(*Method).Role, CallRole::None);
  EXPECT_EQ(Known->findCall(*Method, decl<VarDecl>("object_").getType()).Role,
            CallRole::Acquire);
  EXPECT_EQ(Known
                ->findCall(*Method, Unit->getASTContext().getPointerType(
                                        decl<VarDecl>("object_").getType()))
                .Role,
            CallRole::Acquire);
  EXPECT_EQ(Known->findCall(*Method, QualType()).Role, CallRole::None);
}

TEST_F(ModelsTest, SurvivesBrokenCode) {
  parse(R"cpp(
    struct incomplete; incomplete a; unknown b; lib::lock<> c;
    struct cyclic : cyclic {}; cyclic d; lib::nothing<int> e;
    template <class T struct half : lib::lock<T> { void lock_then(
    void operator()(; struct { operator bool(); lib::lock<unknown> x; } f;
    template <template <class> class M> struct outer { M<int> g; };
    struct derived : undeclared, lib::mutex { void lock(); operator auto(); };
  )cpp");
  struct AskAll : RecursiveASTVisitor<AskAll> {
    const Models *Known;
    bool shouldVisitImplicitCode() const { return true; }
    bool shouldVisitTemplateInstantiations() const { return true; }
    bool VisitNamedDecl(NamedDecl *D) {
      Known->find(*D);
      if (const auto *Value = dyn_cast<ValueDecl>(D)) {
        Known->find(Value->getType());
        Known->findCallable(*Value);
      }
      if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
        Known->findCall(*Function);
        Known->findCall(*Function, Function->getReturnType());
      }
      return true;
    }
  } Ask;
  Ask.Known = Known.get();
  Ask.TraverseDecl(Unit->getASTContext().getTranslationUnitDecl());
  EXPECT_EQ(Known->find(QualType()), nullptr);
}

TEST_F(ModelsTest, LaterFilesReplaceEntries) {
  auto Loaded = Models::loadText("library: std\nentries:\n"
                                 "  - type: std::mutex\n    is: not-a-lock\n"
                                 "    source: test\n",
                                 "mine.yaml");
  ASSERT_TRUE(static_cast<bool>(Loaded));
  auto IsMutex = [](const TypeModel &T) { return T.Name == "std::mutex"; };
  EXPECT_EQ(llvm::count_if((*Loaded)->types(), IsMutex), 1);
  EXPECT_EQ(llvm::find_if((*Loaded)->types(), IsMutex)->Role,
            TypeRole::NotALock);
  EXPECT_EQ((*Loaded)->types().size(), Models::builtin()->types().size());
  EXPECT_NE((*Loaded)->digest(), Models::builtin()->digest());
}

TEST_F(ModelsTest, RecommendsAnAsyncMutex) {
  EXPECT_EQ(Known->asyncMutexOf("mine")->Remedy, "lock it");
  EXPECT_EQ(Known->asyncMutexOf("folly")->Name, "folly::coro::Mutex");
  EXPECT_EQ(Known->asyncMutexOf("asio"), nullptr);
  EXPECT_EQ(Known->asyncMutexOf("nobody"), nullptr);
}

TEST(BuiltinModels, AreWhole) {
  std::shared_ptr<const Models> Builtin = Models::builtin();
  EXPECT_EQ(Builtin, Models::builtin()) << "parsed once";
  EXPECT_EQ(Builtin->digest().size(), 64u);
  EXPECT_TRUE(llvm::is_sorted(
      Builtin->types(), [](auto &A, auto &B) { return A.Name < B.Name; }));
  for (const TypeModel &Type : Builtin->types())
    EXPECT_FALSE(Type.Source.empty() || Type.Library.empty()) << Type.Name;
  for (const FunctionModel &Function : Builtin->functions())
    EXPECT_FALSE(Function.Source.empty() || Function.Library.empty())
        << Function.Name;
}

struct EmbeddedFile {
  llvm::StringLiteral Name;
  llvm::StringRef Text;
};
const EmbeddedFile Files[] = {
#include "Models/EmbeddedModels.inc"
};

// Loading lets a later file replace an earlier one's entry; among the built-in
// files that would be a mistake.
TEST(BuiltinModels, DescribeNothingTwice) {
  std::map<std::string, std::string> Types, Functions;
  for (const EmbeddedFile &File : Files) {
    llvm::Expected<ModelFile> Read =
        parseModelFile(llvm::MemoryBufferRef(File.Text, File.Name));
    ASSERT_TRUE(static_cast<bool>(Read)) << llvm::toString(Read.takeError());
    // A library with much to say has more than one file: std-containers.yaml.
    EXPECT_TRUE(File.Name.starts_with(Read->Library)) << File.Name.str();
    for (const TypeModel &Type : Read->Types)
      EXPECT_EQ(Types.try_emplace(Type.Name, File.Name).first->second,
                File.Name.str())
          << Type.Name;
    for (const FunctionModel &Function : Read->Functions)
      EXPECT_EQ(Functions.try_emplace(Function.Name, File.Name).first->second,
                File.Name.str())
          << Function.Name;
  }
}

} // namespace
