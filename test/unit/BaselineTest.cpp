#include "Findings/Baseline.h"
#include "Findings/Merge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::HasSubstr;

namespace {

const std::string Header = "{\"async-gate-baseline\":1}\n";

std::string line(const std::string &Path, unsigned Ordinal = 0, const std::string &Reason = "") {
  return "{\"path\":\"" + Path + "\",\"check\":\"async-x\",\"function\":\"f\",\"text\":\"a();\",\"ordinal\":" +
         std::to_string(Ordinal) + ",\"reason\":\"" + Reason + "\"}\n";
}

std::string errorOf(const std::string &Text) {
  llvm::Expected<Baseline> Parsed = Baseline::parse(Text, "known");
  return Parsed ? "" : llvm::toString(Parsed.takeError());
}

Baseline parsed(const std::string &Text) {
  return llvm::cantFail(Baseline::parse(Text, "known"));
}

std::string written(const Baseline &B) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  B.write(OS);
  return Text;
}

Finding finding(const std::string &Path, unsigned Ordinal = 0) {
  Finding F;
  F.Where.Path = Path;
  F.Check = "async-x";
  F.Function = "f";
  F.Text = "a();";
  F.Ordinal = Ordinal;
  F.Fingerprint = fingerprintOf(F.Check, Path, F.Function, F.Text, Ordinal);
  return F;
}

bool everything(llvm::StringRef) { return true; }

TEST(Baseline, WritesWhatItReads) {
  const std::string Text = Header + line("a.cpp", 0, "known since 2019") + line("a.cpp", 1) + line("b.cpp");
  EXPECT_EQ(written(parsed(Text)), Text);
  EXPECT_EQ(written(parsed(Header)), Header);
}

TEST(Baseline, BlankLinesAndCarriageReturnsDoNotMatter) {
  EXPECT_EQ(parsed("\n" + Header + "\n\r\n" + line("a.cpp") + "\n").entries().size(), 1u);
}

TEST(Baseline, ErrorsNameTheLine) {
  EXPECT_THAT(errorOf(""), HasSubstr("known:1: an empty file"));
  EXPECT_THAT(errorOf(line("a.cpp")), HasSubstr("known:1: no baseline of async-gate"));
  EXPECT_THAT(errorOf("{\"async-gate-baseline\":2}\n"), HasSubstr("version 2"));
  EXPECT_THAT(errorOf(Header + "{\"path\":\n"), HasSubstr("known:2: not a line of JSON"));
  EXPECT_THAT(errorOf(Header + "[]\n"), HasSubstr("known:2: not a JSON object"));
  EXPECT_THAT(errorOf(Header + "{}\n"), HasSubstr("known:2: 'path' is missing"));
  EXPECT_THAT(errorOf(Header + "{\"lines\":1}\n"), HasSubstr("unknown key 'lines'"));
  EXPECT_THAT(errorOf(Header + line("a") + line("b") + line("a")), HasSubstr("known:4: the same finding as in line 2"));
}

TEST(Baseline, MarksOfAMergeConflictAreNamed) {
  for (const char *Mark : {"<<<<<<< HEAD\n", "=======\n", ">>>>>>> theirs\n", "||||||| base\n"})
    EXPECT_THAT(errorOf(Header + line("a") + Mark), HasSubstr("known:3: a mark of a merge conflict"));
}

TEST(Baseline, AppliesToEqualFindingsOnly) {
  Baseline B = parsed(Header + line("a.cpp", 0, "why") + line("gone.cpp"));
  std::vector<Finding> Found = {finding("a.cpp"), finding("a.cpp", 1), finding("b.cpp")};
  B.apply(Found);
  EXPECT_TRUE(Found[0].Known);
  EXPECT_EQ(Found[0].Reason, "why");
  EXPECT_FALSE(Found[1].Known);
  EXPECT_FALSE(Found[2].Known);
  auto Stale = B.stale(everything);
  ASSERT_EQ(Stale.size(), 1u);
  EXPECT_EQ(Stale[0]->Path, "gone.cpp");
  EXPECT_EQ(Stale[0]->Line, 3u);
  EXPECT_TRUE(B.stale([](llvm::StringRef Path) { return Path == "a.cpp"; }).empty());
}

TEST(Baseline, AnUpdateKeepsReasonsAndWhatWasNotJudged) {
  Baseline B = parsed(Header + line("a.cpp", 0, "why") + line("gone.cpp") + line("other.cpp", 0, "later"));
  std::vector<Finding> Found = {finding("a.cpp"), finding("A.cpp")};
  B.apply(Found);
  B.update(Found, [](llvm::StringRef Path) { return Path != "other.cpp"; });
  EXPECT_EQ(written(B), Header + line("A.cpp") + line("a.cpp", 0, "why") + line("other.cpp", 0, "later"));
}

} // namespace
