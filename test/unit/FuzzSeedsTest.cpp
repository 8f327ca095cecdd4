// Each parser takes each seed: what the fuzzers began with, and what they found.

#include "../fuzz/Parsers.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

namespace async::fuzz {
namespace {

TEST(FuzzSeeds, EachParserTakesEachOfItsSeeds) {
  for (const Parser &P : parsers()) {
    llvm::SmallString<256> Folder(ASYNC_FUZZ_SEEDS);
    llvm::sys::path::append(Folder, P.Name);
    unsigned Seeds = 0;
    std::error_code EC;
    for (llvm::sys::fs::directory_iterator I(Folder, EC), E; I != E && !EC;
         I.increment(EC)) {
      SCOPED_TRACE(I->path());
      auto Text = llvm::MemoryBuffer::getFile(I->path());
      ASSERT_TRUE(static_cast<bool>(Text));
      P.Run((*Text)->getBuffer());
      ++Seeds;
    }
    EXPECT_FALSE(EC) << Folder.c_str() << ": " << EC.message();
    EXPECT_GT(Seeds, 0u) << Folder.c_str();
  }
}

} // namespace
} // namespace async::fuzz
