#include "OwnOptions.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// A command line, what was taken out of it, and what is left.
struct Parsed {
  explicit Parsed(std::initializer_list<const char *> Words)
      : Args(Words), Options(takeOwnOptions(Args)) {}

  std::vector<std::string> left() const { return {Args.begin(), Args.end()}; }
  std::string error() { return llvm::toString(Options.takeError()); }

  llvm::SmallVector<const char *, 8> Args;
  llvm::Expected<OwnOptions> Options;
};

TEST(OwnOptions, TakesTheValueFromTheNextWordOrAfterEquals) {
  for (auto Words : {std::initializer_list<const char *>{"async-tidy", "--explain", "x"},
                     {"async-tidy", "-explain=x"},
                     {"async-tidy", "--explain=x"}}) {
    Parsed P(Words);
    ASSERT_TRUE(bool(P.Options));
    EXPECT_EQ(P.Options->Explain, "x");
    EXPECT_THAT(P.left(), ElementsAre("async-tidy"));
  }
}

TEST(OwnOptions, LeavesTheRestInOrder) {
  Parsed P{"async-tidy", "-checks=*", "--print-plugin", "a.cpp", "-p", "build"};
  ASSERT_TRUE(bool(P.Options));
  EXPECT_TRUE(P.Options->PrintPlugin);
  EXPECT_THAT(P.left(), ElementsAre("async-tidy", "-checks=*", "a.cpp", "-p", "build"));
}

TEST(OwnOptions, BehindTwoDashesAreTheCompilersFlags) {
  Parsed P{"async-tidy", "a.cpp", "--", "--explain", "-version"};
  ASSERT_TRUE(bool(P.Options));
  EXPECT_FALSE(P.Options->Explain);
  EXPECT_FALSE(P.Options->Version);
  EXPECT_THAT(P.left(), ElementsAre("async-tidy", "a.cpp", "--", "--explain", "-version"));
}

TEST(OwnOptions, SharedFlagsStay) {
  Parsed P{"async-tidy", "--version", "--help-hidden"};
  ASSERT_TRUE(bool(P.Options));
  EXPECT_TRUE(P.Options->Version);
  EXPECT_TRUE(P.Options->Help);
  EXPECT_THAT(P.left(), ElementsAre("async-tidy", "--version", "--help-hidden"));
}

TEST(OwnOptions, AFileMayBeCalledLikeAFlag) {
  Parsed P{"async-tidy", "explain", "-"};
  ASSERT_TRUE(bool(P.Options));
  EXPECT_FALSE(P.Options->Explain);
  EXPECT_THAT(P.left(), ElementsAre("async-tidy", "explain", "-"));
}

TEST(OwnOptions, AMissingValueIsAnError) {
  EXPECT_THAT((Parsed{"async-tidy", "--explain"}.error()),
              HasSubstr("'--explain' needs a value: --explain <check>"));
  EXPECT_THAT((Parsed{"async-tidy", "--explain="}.error()), HasSubstr("needs a value"));
  EXPECT_THAT((Parsed{"async-tidy", "--explain", "--", "-c"}.error()), HasSubstr("needs a value"));
}

TEST(OwnOptions, AValueThatIsNotTakenIsAnError) {
  EXPECT_THAT((Parsed{"async-tidy", "--print-plugin=yes"}.error()),
              HasSubstr("'--print-plugin' takes no value"));
}

} // namespace
