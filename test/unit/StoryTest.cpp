#include "Findings/Html.h"
#include "Findings/Story.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

Note note(const char *Message, Role Part, const char *Path = "a.cpp") {
  Note N;
  N.Where.Path = Path;
  N.Where.Line = 7;
  N.Message = Message;
  N.Part = Part;
  return N;
}

Finding finding(Role Part, std::vector<Note> Notes) {
  Finding F;
  F.Where.Path = "a.cpp";
  F.Where.Line = 9;
  F.Message = "primary";
  F.Part = Part;
  F.Notes = std::move(Notes);
  return F;
}

std::vector<std::string> told(const Finding &F) {
  std::vector<std::string> Result;
  for (const StoryStep &S : storyOf(F).Steps)
    Result.push_back((S.IsRemote ? "> " : "") + *S.Message);
  return Result;
}

TEST(Story, InTheOrderInWhichItHappens) {
  Finding F = finding(Role::Use, {note("seen", Role::Access),
                                  note("suspended", Role::Suspension),
                                  note("set", Role::Remote),
                                  note("look again", Role::Remedy)});
  EXPECT_THAT(told(F), ElementsAre("seen", "suspended", "> set", "primary"));
  ASSERT_EQ(storyOf(F).Remedies.size(), 1u);
  EXPECT_EQ(storyOf(F).Remedies[0]->Message, "look again");
}

TEST(Story, ADetailStaysWithWhatItIsAbout) {
  Finding F = finding(Role::Access, {note("set", Role::Remote),
                                     note("more of that", Role::Detail),
                                     note("suspended", Role::Suspension),
                                     note("no place", Role::Detail, "")});
  EXPECT_THAT(told(F),
              ElementsAre("primary", "suspended", "> set", "> more of that"));
}

std::string picture(const Finding &F) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  drawStory(storyOf(F), "f<b>", OS);
  return Text;
}

TEST(Picture, WithoutASuspensionThereIsOneLane) {
  EXPECT_THAT(picture(finding(Role::Use, {})), Not(HasSubstr("others")));
  EXPECT_THAT(picture(finding(Role::Use, {note("s", Role::Suspension)})),
              HasSubstr("others"));
}

TEST(Picture, LongAndOddTextIsNoCrash) {
  std::string Long(5000, 'x'), Euros;
  for (int I = 0; I != 2000; ++I)
    Euros += "€";
  for (const std::string &Text :
       {std::string(), Long, Euros, std::string("\xE2\x82"), std::string("\xFF"),
        std::string(3000, ' ')}) {
    Finding F = finding(Role::Use, {note(Text.c_str(), Role::Remote)});
    F.Notes[0].Where.Path = Text + "/" + Text;
    EXPECT_THAT(picture(F), HasSubstr("</svg>"));
  }
}

TEST(Html, WhatHasAMeaningIsEscaped) {
  EXPECT_EQ(html("<a b=\"c\" d='e'>&"),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  EXPECT_EQ(html("é€😀\t\n"), "é€😀\t\n");
}

TEST(Html, WhatCantBeSeenIsSpelled) {
  EXPECT_EQ(html(llvm::StringRef("\0\x1b\x7f", 3)), "\\x00\\x1b\\x7f");
  EXPECT_EQ(html("\xE2\x80\xAE|\xE2\x81\xA6|\xE2\x80\x8F"),
            "\\u202e|\\u2066|\\u200f");
  EXPECT_EQ(html("\xFF" "a"), "\xEF\xBF\xBD" "a");
}

} // namespace
