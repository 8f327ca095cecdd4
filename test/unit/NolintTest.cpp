#include "Findings/Nolint.h"
#include "llvm/ADT/StringExtras.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::string describe(const Nolint &N) {
  return std::to_string(N.FirstLine) + "-" + std::to_string(N.LastLine) + " " +
         llvm::join(N.Checks, "+") + " " + N.Reason;
}

std::vector<std::string> found(llvm::StringRef Text) {
  std::vector<std::string> Result;
  for (const Nolint &N : findNolints(Text))
    Result.push_back(describe(N));
  return Result;
}

TEST(Nolint, LinesTheyCover) {
  EXPECT_THAT(found("a; // NOLINT(async-x)"), ElementsAre("1-1 async-x "));
  EXPECT_THAT(found("\n// NOLINTNEXTLINE(async-x)\na;"),
              ElementsAre("3-3 async-x "));
  EXPECT_THAT(found("// NOLINTBEGIN(async-x)\n\na;\n// NOLINTEND(async-x)"),
              ElementsAre("1-4 async-x "));
}

TEST(Nolint, BlocksNest) {
  EXPECT_THAT(found("// NOLINTBEGIN(async-x)\n// NOLINTBEGIN(async-y)\n"
                    "// NOLINTEND(async-y)\n// NOLINTEND(async-x)"),
              ElementsAre("1-4 async-x ", "2-3 async-y "));
}

TEST(Nolint, ABlockWithoutItsEndCoversNothing) {
  EXPECT_THAT(found("// NOLINTBEGIN(async-x)\na;"), ElementsAre("0-0 async-x "));
  EXPECT_THAT(found("// NOLINTBEGIN(async-x)\n// NOLINTEND(async-y)"),
              ElementsAre("0-0 async-x "));
}

TEST(Nolint, Reasons) {
  EXPECT_THAT(found("// NOLINT(async-x): one reader"),
              ElementsAre("1-1 async-x one reader"));
  EXPECT_THAT(found("// NOLINT(async-x) -- one reader  "),
              ElementsAre("1-1 async-x one reader"));
  EXPECT_THAT(found("/* NOLINT(async-x) one reader */ a; // b"),
              ElementsAre("1-1 async-x one reader"));
  EXPECT_THAT(found("// NOLINT(async-x) // one reader\r\nnext"),
              ElementsAre("1-1 async-x one reader"));
  EXPECT_THAT(found("// NOLINT: all of it"), ElementsAre("1-1  all of it"));
}

TEST(Nolint, OtherWordsAreNone) {
  EXPECT_THAT(found("NOLINTED NOLINTNEXTLINES NO LINT"), IsEmpty());
}

TEST(Nolint, BracketsThatDoNotEndOnTheLineAreNone) {
  EXPECT_THAT(found("// NOLINT(async-x\n)"), ElementsAre("1-1  (async-x"));
}

TEST(Nolint, SeveralChecksAndGlobs) {
  std::vector<Nolint> All = findNolints("// NOLINT(bugprone-a, async-*-state ,)");
  ASSERT_EQ(All.size(), 1u);
  EXPECT_THAT(All[0].Checks, ElementsAre("bugprone-a", "async-*-state"));
  EXPECT_TRUE(All[0].covers("async-stale-state"));
  EXPECT_TRUE(All[0].covers("bugprone-a"));
  EXPECT_FALSE(All[0].covers("bugprone-ab"));
  EXPECT_FALSE(All[0].covers("async-state"));
  EXPECT_FALSE(All[0].covers("async-lock-order"));
}

TEST(Nolint, WithoutBracketsAllIsCovered) {
  EXPECT_TRUE(findNolints("// NOLINT")[0].covers("async-stale-state"));
}

} // namespace
