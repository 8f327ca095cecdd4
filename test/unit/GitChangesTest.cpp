#include "Project/GitChanges.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {

TEST(ParseDiff, LinesOfTheNewSide) {
  auto Files = parseDiff("diff --git a/x.cpp b/x.cpp\n--- a/x.cpp\n+++ b/x.cpp\n"
                         "@@ -1 +1,2 @@ int main() {\n-a\n+b\n+c\n"
                         "@@ -9,0 +11 @@\n+d\n",
                         "/top");
  ASSERT_EQ(Files.size(), 1u);
  EXPECT_EQ(Files[0].Path, "/top/x.cpp");
  EXPECT_THAT(Files[0].Lines, ElementsAre(Pair(1, 2), Pair(11, 11)));
}

TEST(ParseDiff, WhereLinesWereTakenOutThoseAroundTheGap) {
  auto Files = parseDiff("--- a/x\n+++ b/x\n@@ -5,2 +4,0 @@\n-a\n-b\n", "/top");
  ASSERT_EQ(Files.size(), 1u);
  EXPECT_THAT(Files[0].Lines, ElementsAre(Pair(4, 5)));
}

TEST(ParseDiff, AFileThatIsGoneHasNone) {
  EXPECT_THAT(parseDiff("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "/top"),
              IsEmpty());
}

TEST(ParseDiff, AddedLinesThatLookLikeHeaders) {
  auto Files = parseDiff("--- a/x\n+++ b/x\n@@ -0,0 +1,3 @@\n+++ b/no\n+@@ -1 +1 @@\n"
                         "+++ b/no\n\\ No newline at end of file\n"
                         "--- a/y\n+++ b/y\n@@ -2 +2 @@\n--- a/no\n+++ b/no\n",
                         "/top");
  ASSERT_EQ(Files.size(), 2u);
  EXPECT_EQ(Files[0].Path, "/top/x");
  EXPECT_THAT(Files[0].Lines, ElementsAre(Pair(1, 3)));
  EXPECT_EQ(Files[1].Path, "/top/y");
  EXPECT_THAT(Files[1].Lines, ElementsAre(Pair(2, 2)));
}

TEST(ParseDiff, NamesInQuotes) {
  auto Files =
      parseDiff("+++ \"b/a\\\"b\\n\\\\c\\303\\251.cpp\"\n@@ -1 +1 @@\n-a\n+a\n"
                "+++ b/with space.cpp\t\n@@ -1 +1 @@\n-a\n+a\n",
                "/top");
  ASSERT_EQ(Files.size(), 2u);
  EXPECT_EQ(Files[0].Path, "/top/a\"b\n\\cé.cpp");
  EXPECT_EQ(Files[1].Path, "/top/with space.cpp");
}

TEST(ParseDiff, RubbishIsNoCrash) {
  for (const char *Text : {"@@ -1 +1 @@", "+++ ", "+++ \"", "+++ \"b/\\",
                           "@@ -", "+++ b/x\n@@ -99999999999 +x,y @@\n+"})
    parseDiff(Text, "/top");
}

Finding at(llvm::StringRef Path, unsigned Line, Role Part = Role::Use) {
  Finding F;
  F.Where.Path = Path.str();
  F.Where.Line = Line;
  F.Part = Part;
  return F;
}

TEST(ChangedLines, ACornerOnOneIsEnough) {
  Sources Files("/");
  std::vector<ChangedFile> Changes(1);
  Changes[0].Path = "/top/x.cpp";
  Changes[0].Lines = {{3, 5}};
  ChangedLines Lines(Changes, Files);
  EXPECT_TRUE(Lines.touch(at("top/x.cpp", 5)));
  EXPECT_FALSE(Lines.touch(at("top/x.cpp", 6)));
  EXPECT_FALSE(Lines.touch(at("top/y.cpp", 5)));

  Finding F = at("top/x.cpp", 9);
  F.Notes.push_back({at("top/x.cpp", 4).Where, "suspended", Role::Suspension});
  EXPECT_TRUE(Lines.touch(F));
  F.Notes[0].Part = Role::Remedy;
  EXPECT_FALSE(Lines.touch(F));
}

} // namespace
