#include "Project/Keywords.h"

#include "gtest/gtest.h"

using namespace async;

namespace {

TEST(Keywords, AreFoundInCodeOnly) {
  EXPECT_TRUE(usesCoroutines("int f() { co_await g(); }"));
  EXPECT_TRUE(usesCoroutines("#if 0\nco_yield 1;\n#endif"));
  EXPECT_TRUE(usesCoroutines("#define WAIT co_await"));
  EXPECT_TRUE(usesCoroutines("x = R\"(text)\"; co_return"));
  EXPECT_FALSE(usesCoroutines("// co_await\n/* co_yield */ \"co_return\""));
  EXPECT_FALSE(usesCoroutines("R\"(co_await)\""));
  EXPECT_FALSE(usesCoroutines("int my_co_await; int co_awaiting;"));
  EXPECT_FALSE(usesCoroutines("awaiter operator co_await();"));
  EXPECT_TRUE(usesCoroutines("awaiter operator co_await(); void f() { co_await x; }"));
  EXPECT_FALSE(usesCoroutines(""));
}

TEST(Keywords, WhatIsSpelledOddlyCounts) {
  EXPECT_TRUE(usesCoroutines("int f() { co_\\\nawait g(); }"));
  EXPECT_TRUE(usesCoroutines("#define GLUE(x) co_##x"));
  EXPECT_TRUE(usesCoroutines("#define GLUE(x) co_ ## x"));
}

TEST(Keywords, OfAForeignHeaderOnlyMacrosMatter) {
  EXPECT_TRUE(definesCoroutineMacro("#define TRY(x) \\\n  if (x) co_return 1\n"));
  EXPECT_TRUE(definesCoroutineMacro("#  define AWAIT co_await\n"));
  EXPECT_FALSE(definesCoroutineMacro("#define A 1\nint f() { co_await g(); }\n"));
  EXPECT_FALSE(definesCoroutineMacro("#ifdef co_await\n#endif\n"));
}

TEST(Keywords, WhatIncludesCannotTell) {
  EXPECT_TRUE(reachesFurther("import std;\n"));
  EXPECT_TRUE(reachesFurther("  export import \"x.h\";\n"));
  EXPECT_TRUE(reachesFurther("#include \"/usr/include/asio.hpp\"\n"));
  EXPECT_TRUE(reachesFurther(" # include </opt/x.h>\n"));
  EXPECT_FALSE(reachesFurther("#include <vector>\n#include \"a/b.h\"\nint important;\n"));
}

} // namespace
