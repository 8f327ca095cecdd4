#include "Findings/Merge.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace async;

namespace {

/// A directory with one file, and the findings at each `@` of its text (taken out).
class Fingerprints : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("fingerprint", Root));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Root); }

  std::vector<Finding> findingsIn(std::string Text, const std::string &Function = "f") {
    llvm::SmallString<128> Path(Root);
    llvm::sys::path::append(Path, "a.cpp");
    std::vector<Finding> Found;
    for (size_t At; (At = Text.find('@')) != std::string::npos; Text.erase(At, 1)) {
      Finding F;
      F.Check = "async-x";
      F.Function = Function;
      F.Where.Path = std::string(Path);
      F.Where.Offset = static_cast<unsigned>(At);
      Found.push_back(F);
    }
    std::error_code EC;
    llvm::raw_fd_ostream(Path, EC) << Text;
    Sources Files(Root);
    mergeFindings(Found, Files);
    fingerprint(Found, Files);
    return Found;
  }
  std::string only(const std::string &Text, const std::string &Function = "f") {
    std::vector<Finding> Found = findingsIn(Text, Function);
    EXPECT_EQ(Found.size(), 1u);
    return Found.front().Fingerprint;
  }

  llvm::SmallString<128> Root;
};

TEST_F(Fingerprints, StayWhenLinesMove) {
  const std::string Before = only("int x;\n@lock(m);\n");
  EXPECT_EQ(Before, only("// new\n\n\nint x;\n@lock(m);\nmore();\n"));
}

TEST_F(Fingerprints, StayWhenWhiteSpaceChanges) {
  EXPECT_EQ(only("@lock(m, n);\n"), only("\t\t@lock( m,n );\r\n"));
}

TEST_F(Fingerprints, ChangeWithTheLineTheFunctionAndTheCheck) {
  const std::string Before = only("@lock(m);\n");
  EXPECT_NE(Before, only("@lock(n);\n"));
  EXPECT_NE(Before, only("@lock(m);\n", "g"));
  EXPECT_NE(fingerprintOf("a", "p", "f", "t", 0), fingerprintOf("b", "p", "f", "t", 0));
  EXPECT_NE(fingerprintOf("a", "p", "f", "t", 0), fingerprintOf("a", "q", "f", "t", 0));
}

TEST_F(Fingerprints, PartsDoNotRunIntoEachOther) {
  EXPECT_NE(fingerprintOf("a", "bc", "", "", 0), fingerprintOf("ab", "c", "", "", 0));
  EXPECT_NE(fingerprintOf("a", "", "f", "", 0), fingerprintOf("a", "f", "", "", 0));
}

TEST_F(Fingerprints, EqualLinesAreCounted) {
  std::vector<Finding> Found = findingsIn("@lock(m);\nwork();\n@lock(m);\n");
  ASSERT_EQ(Found.size(), 2u);
  EXPECT_EQ(Found[0].Ordinal, 0u);
  EXPECT_EQ(Found[1].Ordinal, 1u);
  EXPECT_NE(Found[0].Fingerprint, Found[1].Fingerprint);
  EXPECT_EQ(Found[0].Where.Line, 1u);
  EXPECT_EQ(Found[1].Where.Line, 3u);
}

TEST_F(Fingerprints, TheSameFindingOfTwoUnitsIsOne) {
  std::vector<Finding> Found = findingsIn("@@lock(m);\n");
  EXPECT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Where.Path, "a.cpp");
  EXPECT_EQ(Found[0].Where.Column, 1u);
}

} // namespace
