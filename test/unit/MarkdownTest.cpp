#include "Markdown.h"

#include "gtest/gtest.h"

using namespace async;

namespace {

std::string plain(llvm::StringRef Text) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  renderMarkdown(Text, OS);
  return Out;
}

std::string coloured(llvm::StringRef Text) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  OS.enable_colors(true);
  renderMarkdown(Text, OS);
  return Out;
}

TEST(Markdown, HeadingsLoseTheirMarks) {
  EXPECT_EQ(plain("# async-x\n\n## What it finds\n"), "async-x\n\nWHAT IT FINDS\n");
}

TEST(Markdown, MarksOfSpansAreDropped) {
  EXPECT_EQ(plain("a `b` **c** *d*."), "a b c d.\n");
}

TEST(Markdown, MarksThatMarkNothingStay) {
  EXPECT_EQ(plain("* item\na * b\n`open"), "* item\na * b\n`open\n");
}

TEST(Markdown, CodeIsIndentedAndLeftAlone) {
  EXPECT_EQ(plain("```cpp\n*p = `q`;\n\nf();\n```\nend"), "    *p = `q`;\n\n    f();\nend\n");
}

TEST(Markdown, LinksShowOnlyAddressesThatWorkAnywhere) {
  EXPECT_EQ(plain("see [it](https://x.org/y), [us](../models.md)"),
            "see it <https://x.org/y>, us\n");
}

TEST(Markdown, CommentsAreNotShown) {
  EXPECT_EQ(plain("a\n<!-- test: -std=c++20 -->\nb"), "a\nb\n");
}

TEST(Markdown, ColoursOnlyWhereTheStreamHasThem) {
  EXPECT_EQ(plain("**a**").find('\033'), std::string::npos);
  EXPECT_NE(coloured("**a**").find('\033'), std::string::npos);
}

} // namespace
