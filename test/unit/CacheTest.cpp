#include "Project/Cache.h"
#include "Project/FileStates.h"
#include "Project/Keywords.h"
#include "Project/Shard.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <fcntl.h>
#include <set>
#include <sys/stat.h>

using namespace async;
using testing::ElementsAre;
namespace fs = llvm::sys::fs;

namespace {

class CacheTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(fs::createUniqueDirectory("cache-test", Directory));
  }
  void TearDown() override { fs::remove_directories(Directory); }

  std::unique_ptr<Cache> open(uint64_t MaxBytes = 1 << 20) {
    return llvm::cantFail(Cache::open(Directory, MaxBytes));
  }

  llvm::SmallString<128> Directory;
};

TEST_F(CacheTest, KeepsWhatWasPut) {
  open()->put("ab", "text\nof lines\n");
  EXPECT_EQ(open()->get("ab"), "text\nof lines\n");
  EXPECT_EQ(open()->get("cd"), std::nullopt);
  open()->put("ab", "");
  EXPECT_EQ(open()->get("ab"), "");
}

TEST_F(CacheTest, DropsWhatIsDamaged) {
  open()->put("ab", "text");
  llvm::SmallString<128> Path(Directory);
  llvm::sys::path::append(Path, "llvmcache-ab");
  std::error_code EC;
  llvm::raw_fd_ostream(Path, EC, fs::OF_Append) << "more";
  ASSERT_FALSE(EC);
  auto C = open();
  EXPECT_EQ(C->get("ab"), std::nullopt);
  EXPECT_EQ(C->dropped(), 1u);
  EXPECT_FALSE(fs::exists(Path));
}

TEST_F(CacheTest, StaysBelowItsLimit) {
  auto C = open(10'000);
  // The older, the longer unused; times of files are too coarse to tell by themselves.
  for (unsigned I = 0; I != 10; ++I) {
    std::string Key(1, static_cast<char>('a' + I));
    C->put(Key, std::string(4'000, 'x'));
    llvm::SmallString<128> Path(Directory);
    llvm::sys::path::append(Path, "llvmcache-" + Key);
    const timespec Time = {time(nullptr) - 1000 + I, 0}, Times[] = {Time, Time};
    ASSERT_EQ(utimensat(AT_FDCWD, Path.c_str(), Times, 0), 0);
  }
  C->prune();
  EXPECT_EQ(C->get("a"), std::nullopt);
  EXPECT_TRUE(C->get("j"));
  EXPECT_TRUE(C->get("i"));
  EXPECT_EQ(C->get("h"), std::nullopt);
}

TEST_F(CacheTest, FileStates) {
  FileStates Now;
  EXPECT_EQ(Now.of(Directory), "directory");
  EXPECT_EQ(Now.of((Directory + "/nothing").str()), "-");
  EXPECT_FALSE(FileStates::isOlder((Directory + "/nothing").str(), {}));
  timespec Later = {time(nullptr) + 10, 0};
  EXPECT_TRUE(FileStates::isOlder(Directory, Later));
  EXPECT_FALSE(FileStates::isOlder(Directory, {1, 0}));
}

TEST(AskedForIncludes, Names) {
  EXPECT_THAT(askedForIncludes("#if __has_include(<a/b.h>) || __has_include ( \"c.h\" )\n"
                               "#if defined(__has_include)\n#if __has_include(X)"),
              ElementsAre("a/b.h", "c.h"));
}

TEST(Shard, Parse) {
  for (llvm::StringRef Wrong : {"", "1", "0/2", "3/2", "1/", "/2", "a/2", "1/2/3", "-1/2"}) {
    auto Part = Shard::parse(Wrong);
    EXPECT_FALSE(bool(Part)) << Wrong.str();
    llvm::consumeError(Part.takeError());
  }
  EXPECT_EQ(llvm::cantFail(Shard::parse("2/5")).Index, 2u);
}

TEST(Shard, EveryUnitOnceAndAlikeInAnyOrder) {
  std::vector<ProjectUnit> Units(11);
  std::vector<std::string> Names;
  for (unsigned I = 0; I != 11; ++I)
    Names.push_back("src/" + std::to_string(I % 10) + ".cpp");
  std::multiset<size_t> All;
  std::multiset<std::string> Second;
  for (unsigned K = 1; K != 4; ++K) {
    auto Part = unitsOf({K, 3}, Units, Names);
    EXPECT_TRUE(Part.size() == 3 || Part.size() == 4);
    EXPECT_TRUE(std::is_sorted(Part.begin(), Part.end()));
    All.insert(Part.begin(), Part.end());
    for (size_t I : Part)
      if (K == 2)
        Second.insert(Names[I]);
  }
  EXPECT_EQ(All.size(), 11u);
  EXPECT_EQ(std::set<size_t>(All.begin(), All.end()).size(), 11u);
  std::reverse(Names.begin(), Names.end());
  std::multiset<std::string> Again;
  for (size_t I : unitsOf({2, 3}, Units, Names))
    Again.insert(Names[I]);
  EXPECT_EQ(Again, Second);
}

} // namespace
